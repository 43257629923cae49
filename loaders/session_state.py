"""Session state: what is shown of a LIVE, derived from its document, the clock and settings alone.

Every process derives the same from the same document, so no gateway writes sessions. A LIVE ends
when the host or the platform ends it. When it only falls silent or loses its connection, its end
is inferred: it is ENDING for a time of grace, in which it may fall back to LIVE, and then ENDED.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from loaders.session import EventKind, Session
from loaders.session_tale import EndReason, Tale, told
from loaders.words import Word


class State(Word):
    """Where a LIVE is between planned and over."""

    SCHEDULED = "SCHEDULED"
    LIVE = "LIVE"
    PAUSED = "PAUSED"
    ENDING = "ENDING"
    ENDED = "ENDED"
    CANCELLED = "CANCELLED"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to come of it."""
        return self in (State.ENDED, State.CANCELLED)


class PageState(Word):
    """Whether a LIVE has an end page."""

    AVAILABLE = "AVAILABLE"
    NOT_ENDED = "NOT_ENDED"
    PRACTICE = "PRACTICE"
    CANCELLED = "CANCELLED"
    FALSE_START = "FALSE_START"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """The times of a LIVE's life, in seconds, and what counts as a false start."""

    grace: int = 60
    silence: int = 180
    pause_limit: int = 1800
    false_start_below: int = 120
    false_start_comments_below: int = 10
    poll: int = 15


class SessionState(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown. ``turns_at`` is when the clock alone will change it; times are UTC."""

    state: State
    end_reason: EndReason | None
    started_at: datetime | None
    ended_at: datetime | None
    air_seconds: int
    page_state: PageState
    turns_at: datetime | None
    next_check_at: datetime | None


def derive_state(session: Session, now: datetime, lifecycle: Lifecycle) -> SessionState:
    """What is shown of ``session`` at ``now``.

    One that was read longer ago, because the database is away, is shown as it was then: that
    nothing has been heard of it since does not mean that it has ended.
    """
    seen_at = min(now, session.read_at or now)
    tale = told(session.events)
    turns_at = _infer_end(tale, session, seen_at, lifecycle)
    state = _state_of(tale, turns_at)
    air = tale.air
    if tale.on_air_since is not None:
        air += max(seen_at - tale.on_air_since, timedelta())
    air_seconds = int(air.total_seconds())
    return SessionState(
        state=state,
        end_reason=tale.end_reason,
        started_at=tale.started_at,
        ended_at=tale.ended_at,
        air_seconds=air_seconds,
        page_state=_page_state(session, state, tale, air_seconds, lifecycle),
        turns_at=turns_at,
        next_check_at=_next_check(state, turns_at, now, lifecycle),
    )


def _infer_end(
    tale: Tale, session: Session, now: datetime, lifecycle: Lifecycle
) -> datetime | None:
    """End the tale when silence says so; the time at which it will, when it may still fall back."""
    if tale.ended_at is not None or tale.started_at is None or tale.is_cancelled:
        return None
    grace = timedelta(seconds=lifecycle.grace)
    if tale.off_air_by is EventKind.DISCONNECTED and tale.off_air_since is not None:
        lost_at, decided_at = tale.off_air_since, tale.off_air_since + grace
        reason = EndReason.DISCONNECTED_TIMEOUT
    else:
        lost_at, reason = _last_seen(session), EndReason.UNKNOWN
        limit = lifecycle.pause_limit if tale.off_air_since else lifecycle.silence
        silent_at = lost_at + timedelta(seconds=limit)
        decided_at = silent_at + grace
        if now < silent_at:
            return silent_at
    if now >= decided_at:
        tale.end(lost_at, reason)
        return None
    tale.go_off_air(lost_at, EventKind.DISCONNECTED)
    return decided_at


def _state_of(tale: Tale, turns_at: datetime | None) -> State:
    if tale.ended_at is not None:
        return State.ENDED
    if tale.is_cancelled:
        return State.CANCELLED
    if tale.started_at is None:
        return State.SCHEDULED
    if tale.off_air_by is EventKind.DISCONNECTED and turns_at is not None:
        return State.ENDING
    return State.PAUSED if tale.off_air_since is not None else State.LIVE


def _page_state(
    session: Session, state: State, tale: Tale, air_seconds: int, lifecycle: Lifecycle
) -> PageState:
    if state is State.CANCELLED:
        return PageState.CANCELLED
    if state is not State.ENDED:
        return PageState.NOT_ENDED
    if session.is_practice:
        return PageState.PRACTICE
    comments = session.last_tick.comments if session.last_tick else 0
    if (
        tale.end_reason is not EndReason.PLATFORM_SUSPENDED
        and air_seconds < lifecycle.false_start_below
        and comments < lifecycle.false_start_comments_below
    ):
        return PageState.FALSE_START
    return PageState.AVAILABLE


def _next_check(
    state: State, turns_at: datetime | None, now: datetime, lifecycle: Lifecycle
) -> datetime | None:
    if state.is_over:
        return None
    poll = now + timedelta(seconds=lifecycle.poll)
    return poll if turns_at is None or turns_at <= now else min(poll, turns_at)


def _last_seen(session: Session) -> datetime:
    """The last moment at which anything was heard of the LIVE."""
    moments = [event.at for event in session.events]
    if session.last_seen_at is not None:
        moments.append(session.last_seen_at)
    if session.last_tick is not None:
        moments.append(session.last_tick.at)
    return max(moments)
