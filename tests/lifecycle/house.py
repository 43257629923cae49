"""House: a company, two gateways over it, and all that may go wrong between them.

What takes long (a process that starts) goes on by itself, as it does in life; ``whole`` waits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from gateway.development import mint_token
from tests.app.product import SECRET
from tests.faults.exchange import Address
from tests.faults.pipe import Pipe
from tests.faults.port import behaving
from tests.lifecycle.gateway_place import GatewayPlace
from tests.lifecycle.over_websocket import PATIENCE_SECONDS
from tests.lifecycle.run import GatewayRun
from upstreams.launch import Company, Running
from upstreams.simulator.live_service import LiveService
from upstreams.simulator.recordings_service import RecordingsService

# A breaker may be open for some seconds after the database is back.
_AFTERMATH_SECONDS = 10


class House:
    """Everything that the tests of this room share."""

    def __init__(
        self,
        company: Company,
        running: Running,
        places: list[GatewayPlace],
        database: MongoClient[dict[str, Any]],
    ) -> None:
        world = running.world()
        self.running = running
        self.places = places
        self.live = LiveService(database, world)
        self.recordings = RecordingsService(database, world)
        self._company = company
        self._opened = asyncio.Event()
        self._database: asyncio.Task[None] | None = None
        self._work: list[asyncio.Task[None]] = []
        self._broken_wires: set[int] = set()
        self._troubled_until = 0.0

    def token(self, creator: str) -> str:
        """A token of that creator."""
        return mint_token(creator, secret=SECRET)

    @property
    def is_troubled(self) -> bool:
        """Whether a gateway may have a reason not to reach the database."""
        is_away = self._database is not None and not self._database.done()
        return is_away or bool(self._broken_wires) or time.monotonic() < self._troubled_until

    async def gateway(self, preferred: int) -> GatewayRun:
        """The preferred gateway, or the other one while that is away."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for place in (self.places[preferred], self.places[1 - preferred]):
                    if place.is_open and place.run is not None:
                        return place.run
                self._opened.clear()
                await self._opened.wait()

    def kill(self, number: int) -> None:
        """Kill one gateway; another process takes its place."""
        self._begin(self._reopened(self.places[number].kill()))

    def drain(self, number: int) -> None:
        """Tell one gateway to stop; another process takes its place."""
        self._begin(self._reopened(self.places[number].drain()))

    def crash_database(self) -> None:
        """Kill the database's process and start it again over the same files."""
        if self._database is None or self._database.done():
            self._database = asyncio.create_task(self._crash_database())
            self._work.append(self._database)

    async def database(self) -> None:
        """Return when the database may be written to."""
        if self._database is not None:
            async with asyncio.timeout(2 * PATIENCE_SECONDS):
                await asyncio.shield(self._database)

    async def break_wire(self, number: int, *, is_silent: bool) -> None:
        """Cut one gateway off the database, so that it has no stream; or put it back on."""
        wire = self.places[number].wire
        if number in self._broken_wires:
            await self._mend_wire(number)
            return
        self._broken_wires.add(number)
        if is_silent:
            wire.swallow()
        else:
            wire.refuse()

    async def whole(self) -> None:
        """Return when nothing is broken any more."""
        for number in list(self._broken_wires):
            await self._mend_wire(number)
        work, self._work = self._work, []
        async with asyncio.timeout(3 * PATIENCE_SECONDS):
            await asyncio.gather(*work)

    async def _mend_wire(self, number: int) -> None:
        await self.places[number].wire.behave()
        self._broken_wires.discard(number)
        self._troubled_until = time.monotonic() + _AFTERMATH_SECONDS

    async def _crash_database(self) -> None:
        await self._company.crash_mongodb()
        await self._company.restart_mongodb()
        self._troubled_until = time.monotonic() + _AFTERMATH_SECONDS

    async def _reopened(self, work: Coroutine[Any, Any, None]) -> None:
        await work
        self._opened.set()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._work.append(asyncio.create_task(work))


@asynccontextmanager
async def housed(folder: Path) -> AsyncIterator[House]:
    """A house in which all is well and nothing happens but what a test makes happen."""
    company = Company(seed=11, creators=50, simulate=False, is_mortal=True)
    async with company as running, AsyncExitStack() as stack:
        port = running.gateway_mongodb_uri.partition("@")[2].partition("/")[0].split(":")[1]
        places: list[GatewayPlace] = []
        for name in ("one", "other"):
            wire = await stack.enter_async_context(behaving(Pipe(Address(int(port)))))
            (folder / name).mkdir()
            places.append(GatewayPlace(running, wire, folder / name))
            stack.push_async_callback(places[-1].close)
        await asyncio.gather(*(place.start() for place in places))
        with MongoClient[dict[str, Any]](running.mongodb_uri, tz_aware=True) as database:
            yield House(company, running, places, database)
