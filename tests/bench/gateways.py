"""Gateways: what is measured, each a process of its own with the same settings."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.bench.cores import Cores, running_on

# On a machine that does other things too, a gateway may start slowly.
_READY_SECONDS = 120.0
_STOP_SECONDS = 10.0
_STOCK = "tests.bench.peers.stock_strawberry"


@dataclass(frozen=True, slots=True)
class Kind:
    """A gateway that can be started: ``python -m module arguments --fd N``.

    ``script`` is a file for node in the place of the module. One that ``is_rest`` is asked at
    addresses of its own instead of in GraphQL. ``in_turn`` is false for one that is measured only
    where a scenario names it.
    """

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    script: str = ""
    is_rest: bool = False
    in_turn: bool = True

    @property
    def command(self) -> tuple[str, ...]:
        """What is started, but for the descriptor."""
        start = ("node", self.script) if self.script else (sys.executable, "-m", self.module)
        return (*start, *self.arguments)


_SERVE = ("serve", "--stop-with-parent")
OURS = Kind("endpage", "gateway", _SERVE)
PEERS = (
    Kind("endpage, reference executor", "gateway", _SERVE, (("ENDPAGE_EXECUTION", "reference"),)),
    Kind("stock Strawberry", _STOCK),
    Kind("stock Strawberry, its caches on", _STOCK, ("--cached",)),
)


@dataclass(frozen=True, slots=True)
class Gateway:
    """One that runs."""

    kind: Kind
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where it answers GraphQL."""
        return f"{self.address}/graphql"

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def gateway(
    kind: Kind, environment: Mapping[str, str], cores: Cores, folder: Path
) -> AsyncIterator[Gateway]:
    """The gateway, running on its core; its log goes to a file in ``folder``."""
    inherited = {name: value for name, value in os.environ.items() if "ENDPAGE" not in name}
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        with (folder / f"{kind.name}.log").open("ab") as log, running_on(cores.gateway):
            process = await asyncio.create_subprocess_exec(
                *kind.command,
                *("--fd", str(listener.fileno())),
                stdin=PIPE,
                stdout=log,
                stderr=log,
                pass_fds=(listener.fileno(),),
                env={**inherited, **environment, **dict(kind.environment)},
            )
    try:
        await _until_alive(process, f"http://127.0.0.1:{port}/livez", kind)
        yield Gateway(kind, port, process.pid)
    finally:
        await _stopped(process)


async def _until_alive(process: Process, url: str, kind: Kind) -> None:
    """Wait until it answers; raises TimeoutError, or RuntimeError when it has ended instead."""
    async with asyncio.timeout(_READY_SECONDS), aiohttp.ClientSession() as client:
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"{kind.name} has ended: {process.returncode}")
            try:
                async with client.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def _stopped(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
