"""One LIVE session, as the whole company knows it, seeded or simulated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from upstreams.company.counters import Counters, counted
from upstreams.company.creators import Creator
from upstreams.company.dice import Dice
from upstreams.company.events import CLOSING, Event, air_seconds
from upstreams.company.pace import Pace
from upstreams.company.strata import Stratum
from upstreams.company.terms import Terms, drawn_terms

# A connection that stays lost for so long is taken for the end of the LIVE.
LOST_AFTER_SECONDS = 180


@dataclass(frozen=True)
class Session:
    """Facts of one session; times are unix seconds. `stratum` is set for a forced case alone."""

    id: str
    number: int
    creator: Creator
    title: str
    is_practice: bool
    products_added: int
    created_at: int
    events: tuple[Event, ...]
    broadcast_id: str
    continuation_of: str | None
    continued_by: str | None
    pace: Pace
    dice: Dice
    stratum: Stratum | None = None

    @cached_property
    def started_at(self) -> float | None:
        """When the LIVE went on air, None when it never did."""
        return next((event.at for event in self.events if event.kind == "STARTED"), None)

    @cached_property
    def closing(self) -> Event | None:
        """The event that closed the session, None while there is none."""
        return next((event for event in self.events if event.kind in CLOSING), None)

    @cached_property
    def terms(self) -> Terms:
        """The terms of the session's money."""
        return drawn_terms(self.dice, self.creator.category)

    @cached_property
    def last_heard(self) -> Event:
        """The newest event."""
        return self.events[-1]

    @property
    def is_shoppable(self) -> bool:
        """Whether a product was added."""
        return self.products_added > 0

    @property
    def display_currency(self) -> str:
        """The currency that the creator reads their money in."""
        return self.creator.market.currency

    def ended_at(self, now: float) -> float | None:
        """Return when the LIVE ended as seen at `now`; a connection lost for good ends it too."""
        if self.started_at is None:
            return None
        if self.closing is not None:
            return self.closing.at if self.closing.at <= now else None
        lost = self.last_heard.kind == "DISCONNECTED"
        if lost and now - self.last_heard.at > LOST_AFTER_SECONDS:
            return self.last_heard.at
        return None

    def air_seconds(self, now: float) -> float:
        """Return the seconds on air up to `now`."""
        return air_seconds(self.events, now)

    def counters(self, now: float) -> Counters:
        """Return the counters as of `now`: they stand still once the LIVE is over."""
        if self.closing is not None and now >= self.closing.at:
            return self.final_counters
        return self._counted(now)

    def _counted(self, now: float) -> Counters:
        return counted(self.pace, self.air_seconds(now), is_shoppable=self.is_shoppable)

    @cached_property
    def final_counters(self) -> Counters:
        """The counters of the whole LIVE; meaningful once it has ended."""
        return self._counted(self.last_heard.at)
