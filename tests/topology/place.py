"""Place: where one of the gateways runs, at the same address again and again."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from tests.app.gateway_process import GatewayProcess, gateway_over
from tests.app.product import eventually
from upstreams.launch import Running

_PATIENCE_SECONDS = 120


class Place:
    """One gateway process at a time."""

    def __init__(
        self, running: Running, folder: Path, *, host: str, settings: dict[str, str]
    ) -> None:
        """``host`` is an address of loopback that nobody else uses: a port of it which is free for
        a while is taken by nobody meanwhile.
        """
        self.address = ""
        self._running = running
        self._folder = folder
        self._host, self._port = host, 0
        self._settings = settings
        self._stack = AsyncExitStack()
        self._process: GatewayProcess | None = None
        self._runs = 0

    async def start(self) -> None:
        """Return when it is ready."""
        self._runs += 1
        folder = self._folder / str(self._runs)
        folder.mkdir(parents=True)
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind((self._host, self._port))
            self._port = taken.getsockname()[1]
            self.address = f"{self._host}:{self._port}"
            # It listens when it is ready, as when it takes its port by itself.
            self._process = await self._stack.enter_async_context(
                gateway_over(self._running, folder, taken, **self._settings)
            )
        async with httpx.AsyncClient(timeout=_PATIENCE_SECONDS, trust_env=False) as client:
            await eventually(
                lambda: self._status(client),
                until=lambda status: status == 200,
                seconds=_PATIENCE_SECONDS,
            )

    async def _status(self, client: httpx.AsyncClient) -> int:
        try:
            return (await client.get(f"http://{self.address}/readyz")).status_code
        except httpx.TransportError:
            return 0

    def tell_to_stop(self) -> None:
        """Tell it, and do not wait."""
        assert self._process is not None
        self._process.process.terminate()

    async def ended(self) -> int:
        """Return when it has, with its exit code."""
        assert self._process is not None
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await self._process.process.wait()

    async def close(self) -> None:
        """End whatever runs."""
        await self._stack.aclose()
