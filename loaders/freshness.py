"""Freshness: how long an answer may be shown again, by the state that its LIVE is in.

While a LIVE runs, everything moves. After its end numbers are provisional for two days, settle
until a fortnight has passed, and are final then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from loaders.words import Word

_SETTLING_AFTER = timedelta(hours=48)
_FINAL_AFTER = timedelta(days=14)


class Phase(Word):
    """How much an answer about a LIVE still moves."""

    LIVE = "LIVE"
    ENDED = "ENDED"
    SETTLING = "SETTLING"
    FINAL = "FINAL"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Seconds for which an answer is shown as it is (``fresh``), then while a newer one is fetched
    (``stale``); and since it was asked for, while none can be had (``on_error``).
    """

    fresh: float
    stale: float
    on_error: float

    def until(self, seconds: float) -> Freshness:
        """The same, but as it is for no longer than ``seconds``."""
        return Freshness(min(self.fresh, max(seconds, 0.0)), self.stale, self.on_error)


_DAY = 86_400.0
BY_PHASE = {
    Phase.LIVE: Freshness(fresh=1.0, stale=0.0, on_error=60.0),
    Phase.ENDED: Freshness(fresh=3.0, stale=30.0, on_error=_DAY),
    Phase.SETTLING: Freshness(fresh=60.0, stale=600.0, on_error=_DAY),
    Phase.FINAL: Freshness(fresh=3_600.0, stale=_DAY, on_error=7 * _DAY),
}
NOT_READY = Freshness(fresh=0.5, stale=0.0, on_error=60.0)
NOTHING = Freshness(fresh=0.5, stale=0.0, on_error=0.0)


def phase_of(ended_at: datetime | None, now: datetime) -> Phase:
    """The phase of a LIVE that ended at ``ended_at`` (None: it has not)."""
    if ended_at is None:
        return Phase.LIVE
    age = now - ended_at
    if age >= _FINAL_AFTER:
        return Phase.FINAL
    return Phase.SETTLING if age >= _SETTLING_AFTER else Phase.ENDED
