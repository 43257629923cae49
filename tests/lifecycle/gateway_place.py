"""Gateway place: where one of the gateways is run, again and again, over a wire that may break."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import httpx

from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.faults.pipe import Pipe
from tests.lifecycle.over_websocket import PATIENCE_SECONDS
from tests.lifecycle.run import GatewayRun
from tests.lifecycle.truth import GRACE_SECONDS
from upstreams.launch import Running

_CHANGES = {
    **UNHURRIED,
    "ENDPAGE_GRACE_SECONDS": str(GRACE_SECONDS),
    "ENDPAGE_MONGODB_MS": "1500",
    "ENDPAGE_UPDATE_MS": "10000",
    "ENDPAGE_KEPT_MEGABYTES": "64",
    "ENDPAGE_DRAIN_SECONDS": "1",
    # What no event has told must not be found by chance: the stream alone has to do.
    "ENDPAGE_RECONCILE_SECONDS": "3600",
}


class GatewayPlace:
    """One gateway process at a time, and its own way to the database."""

    def __init__(self, running: Running, wire: Pipe, folder: Path) -> None:
        uri = running.gateway_mongodb_uri
        address = uri.partition("@")[2].partition("/")[0]
        there = f"{wire.address.host}:{wire.address.port}"
        self.wire = wire
        self.run: GatewayRun | None = None
        self.runs = 0
        self._running = replace(
            running,
            gateway_mongodb_uri=uri.replace(address, there),
            shares_mongodb_uri=running.shares_mongodb_uri.replace(address, there),
        )
        self._folder = folder
        self._stack = AsyncExitStack()

    @property
    def is_open(self) -> bool:
        """Whether clients may connect to it."""
        return self.run is not None and not self.run.is_ending

    async def start(self) -> None:
        """Return when it answers."""
        self.runs += 1
        folder = self._folder / str(self.runs)
        folder.mkdir()
        process = await self._stack.enter_async_context(
            gateway_over(self._running, folder, **_CHANGES)
        )
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, trust_env=False) as client:
            # The port is open already; this waits until somebody serves it.
            (await client.get(f"http://{process.origin}/livez")).raise_for_status()
        self.run = GatewayRun(process)

    async def kill(self) -> None:
        """End it as a crash does, and start another."""
        if self.is_open:
            assert self.run is not None
            self.run.is_killed = True
            self.run.process.process.kill()
            await self._again()

    async def drain(self) -> None:
        """Tell it to stop, and start another."""
        if self.is_open:
            assert self.run is not None
            self.run.is_draining = True
            self.run.process.process.terminate()
            await self._again()

    async def close(self) -> None:
        """End it."""
        if self.run is not None:
            self.run.is_draining = True
        await self._stack.aclose()

    async def _again(self) -> None:
        assert self.run is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.run.process.process.wait()
        await self._stack.aclose()
        await self.start()
