"""Rate exchange: what one process counts is told to the others, and theirs to it, once a second.

It is in nobody's way: what is asked is decided by what this process knows. So for a second each
process may let through what another has let through already; and while the database is away each
counts by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from gateway.allowance import SECONDS, Allowance
from loaders.errors import SourceError

_ROUND_SECONDS = 1.0
# What a round tells; more waits for the next.
_MOST_AT_ONCE = 500
# What waits; who is not among them is counted here alone.
_MOST_WAITING = 20_000
_MINUTES_KEPT = 3
_log = structlog.get_logger(__name__)

Known = tuple[str, int, bytes]
"""A count: the budget's name, the minute, and the digest of whom it is of."""


class Counts(Protocol):
    """Where all processes count: ``loaders.rate_counts``. Both raise SourceError."""

    async def add(self, amounts: Mapping[str, int], *, purge_at: datetime) -> None:
        """Add each amount to the count of that id."""
        ...

    async def totals(self, ids: Sequence[str]) -> dict[str, int]:
        """The counts of these ids; those that there are."""
        ...


class RateExchange:
    """The exchange of one process."""

    def __init__(
        self,
        counts: Counts,
        *,
        now: Callable[[], float] = time.time,
        round_seconds: float = _ROUND_SECONDS,
    ) -> None:
        """``now`` gives unix seconds. ``budgets`` is to be set before the first round."""
        self.budgets: Mapping[str, Allowance] = {}
        self._counts = counts
        self._now = now
        self._round_seconds = round_seconds
        self._untold: dict[Known, int] = {}
        # Of each count what is known here: what this process has told, and what others have.
        self._told: dict[Known, int] = {}
        self._others: dict[Known, int] = {}
        self._is_away = False
        self._task: asyncio.Task[None] | None = None

    def taken(self, name: str, digest: bytes, cost: int) -> None:
        """This process has taken so much from that budget; below 0 it is given back."""
        known = (name, self._minute(), digest)
        if known in self._untold or len(self._untold) < _MOST_WAITING:
            self._untold[known] = self._untold.get(known, 0) + cost

    def start(self) -> None:
        """Tell and hear once a round, until it is closed."""
        self._task = asyncio.get_running_loop().create_task(self._go_on())

    async def close(self) -> None:
        """Tell and hear no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def tell_and_hear(self) -> None:
        """One round. What could not be told is told in a later one, if that is soon enough."""
        self._forget_old()
        telling = dict(list(self._untold.items())[:_MOST_AT_ONCE])
        if not telling:
            return
        amounts = {_id_of(known): cost for known, cost in telling.items()}
        purge_at = datetime.fromtimestamp(self._now(), UTC)
        purge_at += timedelta(seconds=_MINUTES_KEPT * SECONDS)
        for known in telling:
            del self._untold[known]
        try:
            await self._counts.add(amounts, purge_at=purge_at)
        except SourceError as error:
            # It may have been told all the same; to count twice is worse than to count alone.
            self._say_away(error)
            return
        for known, cost in telling.items():
            self._told[known] = self._told.get(known, 0) + cost
        try:
            self._hear(telling, await self._counts.totals(list(amounts)))
        except SourceError as error:
            self._say_away(error)
            return
        if self._is_away:
            self._is_away = False
            _log.info("rates_together")

    def _hear(self, telling: Mapping[Known, int], totals: Mapping[str, int]) -> None:
        minute = self._minute()
        for known in telling:
            name, of_minute, digest = known
            others = max(totals.get(_id_of(known), 0) - self._told.get(known, 0), 0)
            news = others - self._others.get(known, 0)
            self._others[known] = others
            # Of the minute before it came too late to be added where it belongs.
            if of_minute == minute and news and name in self.budgets:
                self.budgets[name].add(digest, news)

    def _say_away(self, error: SourceError) -> None:
        if not self._is_away:
            self._is_away = True
            _log.warning("rates_alone", code=error.code)

    def _forget_old(self) -> None:
        oldest = self._minute() - 1
        for counts in (self._untold, self._told, self._others):
            for known in [one for one in counts if one[1] < oldest]:
                del counts[known]

    def _minute(self) -> int:
        return int(self._now()) // SECONDS

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(self._round_seconds)
            try:
                await self.tell_and_hear()
            except Exception:  # noqa: BLE001  # Whatever it is, counting goes on.
                _log.exception("rates_exchange_failed")


def _id_of(known: Known) -> str:
    name, minute, digest = known
    return f"{name}:{minute}:{digest.hex()}"
