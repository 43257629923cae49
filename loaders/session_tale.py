"""Session tale: what a LIVE's events tell, folded in the order of their revisions.

An end can be taken back: who comes back on air after it was never gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from loaders.session import EventKind, SessionEvent
from loaders.words import Word


class EndReason(Word):
    """Why a LIVE has ended."""

    HOST_ENDED = "HOST_ENDED"
    PLATFORM_SUSPENDED = "PLATFORM_SUSPENDED"
    DISCONNECTED_TIMEOUT = "DISCONNECTED_TIMEOUT"
    DEVICE_SWITCH = "DEVICE_SWITCH"
    SYSTEM = "SYSTEM"
    UNKNOWN = "UNKNOWN"


@dataclass(slots=True)
class Tale:
    """What the events tell so far, in order."""

    started_at: datetime | None = None
    on_air_since: datetime | None = None
    off_air_since: datetime | None = None
    off_air_by: EventKind | None = None
    air: timedelta = timedelta()
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    is_cancelled: bool = False

    def go_on_air(self, at: datetime) -> None:
        """The LIVE is on air from ``at`` on."""
        if self.end_reason is EndReason.PLATFORM_SUSPENDED:
            return  # Nobody comes back from that.
        self.started_at = self.started_at or at
        self.on_air_since = self.on_air_since or at
        self.off_air_since = self.off_air_by = None
        self.ended_at = self.end_reason = None

    def go_off_air(self, at: datetime, by: EventKind) -> None:
        """The LIVE is off air from ``at`` on; nobody has ended it."""
        if self.on_air_since is not None:
            self.air += max(at - self.on_air_since, timedelta())
            self.on_air_since = None
        if self.off_air_since is None or by is EventKind.DISCONNECTED:
            self.off_air_since, self.off_air_by = at, by

    def end(self, at: datetime, reason: EndReason) -> None:
        """The LIVE is over; only the first end counts."""
        if self.ended_at is None:
            self.go_off_air(at, EventKind.ENDED)
            self.ended_at, self.end_reason = at, reason


_ON_AIR = frozenset({EventKind.STARTED, EventKind.RESUMED, EventKind.RECONNECTED})
_OFF_AIR = frozenset({EventKind.PAUSED, EventKind.DISCONNECTED})


def told(events: Iterable[SessionEvent]) -> Tale:
    """The tale of these events."""
    tale = Tale()
    at: datetime | None = None
    for event in sorted(events, key=lambda event: event.revision):
        # Clocks differ, and time never runs backwards: what is told later did not happen earlier.
        at = max(event.at, at or event.at)
        _tell(tale, event, at)
    return tale


def _tell(tale: Tale, event: SessionEvent, at: datetime) -> None:
    kind = event.known_kind
    if kind in _ON_AIR:
        tale.go_on_air(at)
    elif kind in _OFF_AIR and tale.ended_at is None:
        tale.go_off_air(at, kind)
    elif kind is EventKind.ENDED:
        tale.end(at, EndReason.__members__.get(event.reason or "", EndReason.UNKNOWN))
    elif kind is EventKind.SUSPENDED:
        tale.end(at, EndReason.PLATFORM_SUSPENDED)
        # A suspension is told even when an end of another kind was heard first.
        tale.end_reason = EndReason.PLATFORM_SUSPENDED
    elif kind is EventKind.CONTINUED:
        tale.end(at, EndReason.DEVICE_SWITCH)
    elif kind is EventKind.CANCELLED:
        tale.is_cancelled = True
