"""Tally: what all followers together have seen, and a way to wait for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts. ``back`` are the seconds from each loss of a connection until its follower was
    subscribed again, ``waited`` what of each the client had waited by itself, as it was told or as
    it does. ``faults`` are sentences about what may never be.
    """

    subscribed: int = 0
    lost: int = 0
    ended: int = 0
    completed: int = 0
    ends_told_again: int = 0
    back: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    sent_away: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def changed(self) -> None:
        """Wake who waits."""
        self._news.set()

    async def until(self, done: Callable[[], bool], *, within: float, what: str) -> None:
        """Return when it is so. Raises TimeoutError that names what it was."""
        try:
            async with asyncio.timeout(within):
                while not done():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise TimeoutError(f"not within {within:g} seconds: {what}; {self}") from None
