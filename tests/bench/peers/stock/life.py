"""Life: what the events of a LIVE's document come to.

The bench asks for LIVEs that have ended, so an end that is inferred from silence is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.bench.peers.stock.words import EndReason, PageState, State

_ON_AIR = ("STARTED", "RESUMED", "RECONNECTED")
_OFF_AIR = ("PAUSED", "DISCONNECTED")


@dataclass
class Life:
    """What is shown of a LIVE."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    is_cancelled: bool = False
    on_air_since: datetime | None = None
    air: float = 0.0

    @property
    def state(self) -> State:
        """Where it is between planned and over."""
        if self.ended_at is not None:
            return State.ENDED
        if self.is_cancelled:
            return State.CANCELLED
        return State.LIVE if self.started_at else State.SCHEDULED

    def page_state(self, document: dict[str, Any]) -> PageState:
        """Whether it has an end page."""
        if self.state is State.CANCELLED:
            return PageState.CANCELLED
        if self.state is not State.ENDED:
            return PageState.NOT_ENDED
        if document["is_practice"]:
            return PageState.PRACTICE
        comments = document["last_tick"]["comments"] if document["last_tick"] else 0
        is_suspended = self.end_reason is EndReason.PLATFORM_SUSPENDED
        if not is_suspended and int(self.air) < 120 and comments < 10:
            return PageState.FALSE_START
        return PageState.AVAILABLE

    def off_air(self, at: datetime) -> None:
        """It is off air from then on."""
        if self.on_air_since is not None:
            self.air += max((at - self.on_air_since).total_seconds(), 0.0)
            self.on_air_since = None

    def end(self, at: datetime, reason: EndReason) -> None:
        """It is over; only the first end counts."""
        if self.ended_at is None:
            self.off_air(at)
            self.ended_at, self.end_reason = at, reason


def life_of(document: dict[str, Any]) -> Life:
    """The life that a document of ``live_sessions`` tells."""
    life = Life()
    for event in sorted(document["events"], key=lambda event: event["revision"]):
        kind, at = event["kind"], event["at"]
        if kind in _ON_AIR:
            life.started_at = life.started_at or at
            life.on_air_since = life.on_air_since or at
            life.ended_at = life.end_reason = None
        elif kind in _OFF_AIR and life.ended_at is None:
            life.off_air(at)
        elif kind == "ENDED":
            life.end(at, EndReason(event["reason"]))
        elif kind == "SUSPENDED":
            life.end(at, EndReason.PLATFORM_SUSPENDED)
        elif kind == "CONTINUED":
            life.end(at, EndReason.DEVICE_SWITCH)
        elif kind == "CANCELLED":
            life.is_cancelled = True
    return life
