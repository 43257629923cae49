"""Session state: what is true of every LIVE, whatever happened to it and whenever one looks."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from loaders.session import EventKind, LastTick, Session, SessionEvent
from loaders.session_state import Lifecycle, PageState, SessionState, State, derive_state
from loaders.session_tale import EndReason
from tests.fakes.documents import tick
from tests.fakes.times import STARTED_AT

LIFE = Lifecycle()
KINDS = [kind.value for kind in EventKind]
SECONDS = st.integers(min_value=0, max_value=8_000)
_INFERRED = {EndReason.UNKNOWN, EndReason.DISCONNECTED_TIMEOUT}


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Any LIVE: events of any kind at any time, clocks that disagree, words that are not known."""
    happened = draw(st.lists(st.tuples(SECONDS, st.sampled_from([*KINDS, "NEW"])), max_size=8))
    if draw(st.booleans()):
        happened.sort()
    reasons = st.sampled_from([None, "HOST_ENDED", "SYSTEM", "NEW"])
    return Session(
        id="72",
        creator_id="68",
        broadcast_id="72",
        time_zone="UTC",
        display_currency="USD",
        title="",
        created_at=STARTED_AT,
        events=[
            SessionEvent(number, STARTED_AT + timedelta(seconds=second), kind, draw(reasons))
            for number, (second, kind) in enumerate(happened)
        ],
        last_seen_at=draw(st.none() | SECONDS.map(_after_start)),
        last_tick=draw(st.none() | SECONDS.map(_tick)),
        is_practice=draw(st.booleans()),
        revision=len(happened),
    )


def _after_start(seconds: int) -> datetime:
    return STARTED_AT + timedelta(seconds=seconds)


def _tick(seconds: int) -> LastTick:
    return msgspec.convert(tick(_after_start(seconds), comments=0), LastTick)


def shown(session: Session, second: int) -> SessionState:
    return derive_state(session, STARTED_AT + timedelta(seconds=second), LIFE)


@given(sessions(), st.randoms(use_true_random=False), SECONDS)
def test_the_order_in_which_events_are_stored_does_not_matter(
    session: Session, dice: random.Random, second: int
) -> None:
    """The state is a function of what happened: revisions order it, not the list."""
    before = shown(session, second)
    dice.shuffle(session.events)
    assert shown(session, second) == before


@given(sessions(), SECONDS)
def test_air_time_is_never_negative_nor_more_than_wall_time(session: Session, second: int) -> None:
    """From the start to the end, or to now while it lasts, there is no more air than time."""
    found = shown(session, second)
    assert found.air_seconds >= 0
    if found.started_at is None:
        assert found.air_seconds == 0
    else:
        newest = max([STARTED_AT + timedelta(seconds=second), *_moments(session)])
        until = found.ended_at or newest
        assert found.air_seconds <= (until - found.started_at).total_seconds()


@given(sessions(), SECONDS)
def test_what_has_ended_has_an_end_and_a_reason(session: Session, second: int) -> None:
    """ENDED, ended_at and end_reason come together, and no end is before its start."""
    found = shown(session, second)
    is_over = found.state is State.ENDED
    assert (found.ended_at is not None) == is_over == (found.end_reason is not None)
    if found.ended_at is not None and found.started_at is not None:
        assert found.ended_at >= found.started_at


@given(sessions(), SECONDS)
def test_only_what_has_ended_has_a_page(session: Session, second: int) -> None:
    """And a practice never has one."""
    found = shown(session, second)
    if found.page_state is PageState.AVAILABLE:
        assert found.state is State.ENDED
        assert not session.is_practice
    assert (found.page_state is PageState.CANCELLED) == (found.state is State.CANCELLED)


@given(sessions(), SECONDS)
def test_ending_is_for_ends_that_nobody_told(session: Session, second: int) -> None:
    """What is ENDING will have ended by inference when its time comes, if nothing is told."""
    found = shown(session, second)
    if found.state is not State.ENDING:
        return
    assert found.turns_at is not None
    then = derive_state(session, found.turns_at, LIFE)
    assert then.state is State.ENDED
    assert then.end_reason in _INFERRED


@given(sessions(), SECONDS)
def test_the_clock_turns_the_state_at_turns_at_and_not_before(
    session: Session, second: int
) -> None:
    """Between now and then a client misses nothing by not asking."""
    found = shown(session, second)
    if found.turns_at is None:
        assert shown(session, 100_000).state is found.state
        return
    assert found.turns_at > STARTED_AT + timedelta(seconds=second)
    just_before = found.turns_at - timedelta(milliseconds=1)
    assert derive_state(session, just_before, LIFE).state is found.state
    assert derive_state(session, found.turns_at, LIFE).state is not found.state


@given(sessions(), SECONDS)
def test_one_asks_again_while_something_can_come(session: Session, second: int) -> None:
    """Never after the end; else within the poll interval, and no later than the clock's turn."""
    found = shown(session, second)
    now = STARTED_AT + timedelta(seconds=second)
    if found.state in (State.ENDED, State.CANCELLED):
        assert found.next_check_at is None
    else:
        assert found.next_check_at is not None
        assert now < found.next_check_at <= now + timedelta(seconds=LIFE.poll)


@given(sessions(), SECONDS, SECONDS)
def test_an_end_stays_an_end(session: Session, second: int, later: int) -> None:
    """Without news the clock alone never brings a LIVE back, and changes nothing of its end."""
    found = shown(session, second)
    if found.state is State.ENDED:
        assert shown(session, second + later) == found


def _moments(session: Session) -> list[datetime]:
    return [event.at for event in session.events]


@given(sessions(), SECONDS, SECONDS)
def test_what_has_ended_is_shown_as_it_was_for_ever(
    session: Session, second: int, later: int
) -> None:
    """The clock alone changes it no more, so an answer that shows it may be sent again."""
    first = shown(session, second)
    if first.ended_at is not None:
        assert shown(session, second + later) == first
