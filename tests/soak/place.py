"""Place: one address, at which one gateway after another is run."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from tests.app.gateway_process import gateway_over
from tests.lifecycle.run import GatewayRun
from tests.soak.life import Life
from upstreams.launch import Running

_PATIENCE_SECONDS = 120


class Place:
    """While no gateway is there, whoever connects is refused, as by a machine that starts again."""

    def __init__(
        self, name: str, running: Running, folder: Path, settings: Mapping[str, str]
    ) -> None:
        self.name = name
        self.lives: list[Life] = []
        self.exit_codes: list[int | None] = []
        self._running = running
        self._folder = folder
        self._settings = settings
        # It holds the port and never listens, so that nobody else gets it meanwhile.
        self._held = _bound(0)
        self._stack = AsyncExitStack()
        self._run: GatewayRun | None = None
        self._back_at = time.monotonic()

    @property
    def run(self) -> GatewayRun:
        """The gateway that is here, or the last one that was: a client knows the address alone."""
        assert self._run is not None
        return self._run

    @property
    def life(self) -> Life:
        """The present process, or the last one."""
        return self.lives[-1]

    def was_away(self, *, since: float) -> bool:
        """Whether at any time since that monotonic second a connection had reason to be refused,
        or to end.
        """
        return self.run.is_ending or self._back_at >= since

    async def start(self) -> None:
        """Return when it answers."""
        number = len(self.lives) + 1
        folder = self._folder / f"{self.name}{number}"
        folder.mkdir()
        with _bound(self._held.getsockname()[1]) as own:
            process = await self._stack.enter_async_context(
                gateway_over(self._running, folder, own, **self._settings)
            )
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await _answers(f"http://{process.origin}/livez")
        self._back_at = time.monotonic()
        self._run = GatewayRun(process)
        self.lives.append(Life(self.name, number, process.process.pid))

    async def drain(self) -> None:
        """Tell it to stop, and start another."""
        self.run.is_draining = True
        self.life.ended("drained")
        self.run.process.process.terminate()
        await self._again()

    async def kill(self) -> None:
        """End it as a crash does, and start another."""
        self.run.is_killed = True
        self.life.ended("killed")
        self.run.process.process.kill()
        await self._again()

    async def close(self) -> None:
        """End it."""
        await self._stack.aclose()
        self._held.close()

    async def _again(self) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            code = await self.run.process.process.wait()
        if self.run.is_draining:
            self.exit_codes.append(code)
        await self._stack.aclose()
        await self.start()


async def _answers(url: str) -> None:
    async with httpx.AsyncClient(timeout=_PATIENCE_SECONDS, trust_env=False) as client:
        while True:
            try:
                (await client.get(url)).raise_for_status()
            except httpx.TransportError:
                # It does not listen yet.
                await asyncio.sleep(0.05)
            else:
                return


def _bound(port: int) -> socket.socket:
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listener.bind(("127.0.0.1", port))
    return listener
