"""Ground: what an answer rests on, where that is nothing but what was read before.

As long as every read would give the very same again, and nothing that was compared with the clock
has come, so would the whole answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, eq=False)
class Footing:
    """One kept answer without its value, to know of it for as long as somebody likes.

    It was asked for at ``asked_at`` (monotonic seconds) and is fresh for so many seconds.
    ``is_kept``: it is what would be read still. ``is_used``: something that rests on it was.
    """

    asked_at: float
    fresh: float
    is_kept: bool = False
    is_used: bool = False

    def good_for(self, monotonic: float) -> float:
        """For how many seconds it is what is read, without a call; 0 or less: it is not."""
        if not self.is_kept:
            return 0.0
        self.is_used = True
        return self.fresh - (monotonic - self.asked_at)


@dataclass(frozen=True, slots=True)
class Ground:
    """``footings`` are all the reads of an answer that was made at ``since``. ``until`` is when the
    clock makes it another, ``refresh_at`` when the first of its panels may change, where one says
    so. All times are UTC.
    """

    footings: tuple[Footing, ...]
    since: datetime
    until: datetime | None = None
    refresh_at: datetime | None = None

    def good_for(self, now: datetime, monotonic: float) -> float:
        """The seconds for which the answer is as good as a new one; 0 or less: it is so no longer.

        ``monotonic`` is the same moment as ``now``, in the seconds that answers are kept by.
        """
        # A clock that was set back has not reached what it had.
        if now < self.since or (self.until is not None and now >= self.until):
            return 0.0
        least = min([footing.good_for(monotonic) for footing in self.footings])
        if least <= 0.0:
            return least
        turns = [at.timestamp() - now.timestamp() for at in (self.until, self.refresh_at) if at]
        return min([least, *turns])
