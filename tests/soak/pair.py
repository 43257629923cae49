"""Pair: two gateways beside each other over one company, of which one at a time is restarted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from tests.soak.account import Account
from tests.soak.life import Life
from tests.soak.place import Place
from tests.soak.span import Span
from upstreams.launch import Running


class Pair:
    """Clients go to either."""

    def __init__(self, places: list[Place], account: Account) -> None:
        self.places = places
        self.restarts = {"drained": 0, "killed": 0}
        self._account = account

    @property
    def lives(self) -> list[Life]:
        """Every process that there was, oldest first."""
        return sorted((life for place in self.places for life in place.lives), key=_birth)

    def either(self, chance: random.Random) -> list[Place]:
        """Both, the one to go to first in front."""
        first = chance.randrange(2)
        return [self.places[first], self.places[1 - first]]

    async def restart(self, span: Span, *, seconds: float, kill_every: int) -> None:
        """Restart one after the other, until it is over; both are up before the next."""
        turn = 0
        while await span.rest(seconds):
            place, turn = self.places[turn % 2], turn + 1
            if turn % kill_every == 0:
                await place.kill()
                self.restarts["killed"] += 1
            else:
                await self._drain(place)
            span.happened()

    async def look(self, span: Span, *, seconds: float) -> None:
        """Sample what both hold every so many seconds, until it is over."""
        while await span.rest(seconds):
            for place in self.places:
                # It may be ending just now.
                if not place.run.is_ending:
                    with suppress(OSError, StopIteration):
                        place.life.look()

    async def _drain(self, place: Place) -> None:
        await place.drain()
        self.restarts["drained"] += 1
        if place.exit_codes[-1] != 0:
            self._account.blame(f"a drained gateway ended with {place.exit_codes[-1]}")


@asynccontextmanager
async def paired(
    running: Running, folder: Path, settings: Mapping[str, str], account: Account
) -> AsyncIterator[Pair]:
    """Both of them, up; ended at the end."""
    async with AsyncExitStack() as stack:
        places = [Place(name, running, folder, settings) for name in ("A", "B")]
        for place in places:
            stack.push_async_callback(place.close)
        await asyncio.gather(*(place.start() for place in places))
        yield Pair(places, account)


def _birth(life: Life) -> float:
    return life.born_at
