"""Hour storm: many LIVEs end at nine, and their creators fetch their pages; in simulated time.

One gateway process and its core. Who is let in, who is sent away and who is told to wait a little
is decided by the gateway's own admission and its own hint; what each thing takes of the core is
what the benches have measured. Nothing here takes real time, so storms may be large, and come out
the same each time.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from gateway.admission import Admission, Overloaded
from gateway.ending_crowd import EndingCrowd
from gateway.priority import Priority
from loaders.session import Session
from tests.gateway.simulated_time import simulated

_START = datetime(2026, 1, 1, 21, tzinfo=UTC)
# How much of the core one takes before another has its turn: a callback of the event loop.
_SLICE_SECONDS = 0.0025


@dataclass(frozen=True, slots=True)
class Costs:
    """What one thing takes of a core, in milliseconds of CPU, and how long sources take."""

    page_ms: float
    told_ms: float
    refused_ms: float
    sources_ms: float


@dataclass(frozen=True, slots=True)
class Storm:
    """So many LIVEs of one process end within ``seconds``, and this share of their creators
    (``fetching``) ask for the page. One waits ``patience_seconds`` for it, and asks again a second
    later.
    """

    lives: int
    seconds: float = 5.0
    fetching: float = 1.0
    patience_seconds: float = 3.0
    has_hint: bool = True
    has_admission: bool = True


@dataclass(slots=True)
class Outcome:
    """The seconds from each end to its news and to its page, and what was done for nothing."""

    told: list[float] = field(default_factory=list)
    paged: list[float] = field(default_factory=list)
    refused: int = 0
    given_up: int = 0
    over_after: float = 0.0

    def share_within(self, seconds: float) -> float:
        """The share of the pages that were there so many seconds after their LIVE's end; 0 to 1."""
        return sum(took <= seconds for took in self.paged) / max(len(self.paged), 1)

    @staticmethod
    def percentile(of: list[float], share: float) -> float:
        """In seconds; 0 of nothing."""
        return sorted(of)[min(int(share * len(of)), len(of) - 1)] if of else 0.0


class _Core:
    """One processor, which does a little of each thing in turn."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    @property
    def is_busy(self) -> bool:
        return self._turn.locked()

    async def work(self, milliseconds: float) -> None:
        """Return when so much has been done for the caller."""
        left = milliseconds / 1000
        while left > 0:
            async with self._turn:
                await asyncio.sleep(min(left, _SLICE_SECONDS))
            left -= _SLICE_SECONDS


class _Everybody:
    """In place of admission: whoever comes runs."""

    def turn(self, _priority: Priority, *, patience_ms: int) -> Any:
        return asyncio.timeout(patience_ms / 1000)


class _Gateway:
    """What one process does for the creators of a storm."""

    def __init__(self, storm: Storm, costs: Costs, chance: random.Random) -> None:
        self._storm, self._costs, self._chance = storm, costs, chance
        self._core, self._crowd = _Core(), EndingCrowd()
        self._admission = (
            Admission(retry_after_ms=lambda: chance.randint(1_000, 3_999), is_idle=self._is_idle)
            if storm.has_admission
            else _Everybody()
        )
        self.outcome = Outcome()

    async def end(self, number: int) -> None:
        """One LIVE ends; returns when its creator has the page, if they want it."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._chance.uniform(0, self._storm.seconds))
        ended_at = loop.time()
        await self._core.work(self._costs.told_ms)
        self.outcome.told.append(loop.time() - ended_at)
        if self._chance.random() >= self._storm.fetching:
            return
        if self._storm.has_hint:
            await asyncio.sleep(self._hint(number, ended_at) / 1000)
        while (pause := await self._ask()) is not None:  # noqa: ASYNC110  # It is how clients wait.
            await asyncio.sleep(pause)
        self.outcome.paged.append(loop.time() - ended_at)

    def _hint(self, number: int, ended_at: float) -> int:
        at = _START + timedelta(seconds=ended_at)
        now = _START + timedelta(seconds=asyncio.get_running_loop().time())
        return self._crowd.fetch_after_ms(cast("Session", _Ended(str(number))), at, now)

    async def _ask(self) -> float | None:
        """None: the page is there. Otherwise the seconds after which the creator asks again."""
        patience = self._storm.patience_seconds
        try:
            async with asyncio.timeout(patience):
                async with self._admission.turn(Priority.PAGE, patience_ms=int(patience * 1000)):
                    await self._core.work(self._costs.page_ms / 2)
                    await asyncio.sleep(self._costs.sources_ms / 1000)
                    await self._core.work(self._costs.page_ms / 2)
        except Overloaded as error:
            self.outcome.refused += 1
            await self._core.work(self._costs.refused_ms)
            return error.retry_after_ms / 1000
        except TimeoutError:
            self.outcome.given_up += 1
            return 1.0
        return None

    async def _is_idle(self) -> bool:
        return not self._core.is_busy


@dataclass(frozen=True, slots=True)
class _Ended:
    """All that the hint asks of a session."""

    id: str


def storm_of(storm: Storm, costs: Costs, *, seed: int = 9, most_seconds: float = 60.0) -> Outcome:
    """Let it happen. What is not over ``most_seconds`` after its beginning is left as it is."""
    chance = random.Random(seed)
    random.seed(seed)  # The hint is drawn from the module's own.

    async def story() -> Outcome:
        gateway = _Gateway(storm, costs, chance)
        creators = [asyncio.create_task(gateway.end(number)) for number in range(storm.lives)]
        _, late = await asyncio.wait(creators, timeout=most_seconds)
        gateway.outcome.over_after = asyncio.get_running_loop().time()
        for creator in late:
            creator.cancel()
        await asyncio.gather(*creators, return_exceptions=True)
        return gateway.outcome

    return simulated(story())
