"""Ground: what an answer rests on, where that is nothing but what was read before.

As long as every read would give the very same again, and nothing that was compared with the clock
has come, so would the whole answer.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol


class Keeper(Protocol):
    """A source, as far as it says whether it would answer the same again."""

    def still_fresh_for(self, key: Any, number: int) -> float:
        """For how many seconds it shows the kept answer of that number for ``key``; 0: it does
        not.
        """
        ...


class Footing(NamedTuple):
    """One read: that of ``key``, which was answered by the kept answer of that ``number``."""

    keeper: Keeper
    key: Hashable
    number: int


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

    def good_for(self, now: datetime) -> float:
        """The seconds for which the answer is as good as a new one; 0: it is so no longer."""
        # A clock that was set back has not reached what it had.
        if now < self.since or (self.until is not None and now >= self.until):
            return 0.0
        least = min(keeper.still_fresh_for(key, number) for keeper, key, number in self.footings)
        if least <= 0.0 or self.refresh_at is None:
            return least
        return min(least, self.refresh_at.timestamp() - now.timestamp())
