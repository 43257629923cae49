"""Asked: a client of Node.js in a process of its own, asked in one of its ways after the other."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from tests.app.product import Product
from tests.clients.app import PATIENCE_SECONDS
from tests.clients.installed import check_installed
from tests.clients.kind import FOLDER
from tests.house.source_file import ROOT

# A line holds a whole page, and every request that was sent for it.
_LONGEST_LINE = 4 * 1024 * 1024


class Asked:
    """``states`` of an answer are what the client shows, one after the other."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def ask(self, way: str, **told: Any) -> dict[str, Any]:
        """What it shows, and the requests that it has ``sent``, but those over a socket."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode({"way": way, **told}) + b"\n")
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            line = await self._process.stdout.readline()
        answer: dict[str, Any] = msgspec.json.decode(line)
        assert "failure" not in answer, answer["failure"]
        return answer


@asynccontextmanager
async def asking(driver: str, *arguments: str) -> AsyncIterator[Asked]:
    """That client, until nobody asks it any more."""
    check_installed()
    command = ("node", str(FOLDER / "drivers" / f"{driver}.mjs"), *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE
    )
    try:
        yield Asked(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@dataclass(slots=True)
class Clients:
    """All of them, each in a process from when it is first asked; ``product`` is what they ask."""

    product: Product
    relay_app: Path
    _stack: AsyncExitStack
    _asked: dict[str, Asked] = field(default_factory=dict)

    async def ask(self, by: str, way: str, *, of: str, **told: Any) -> dict[str, Any]:
        """What the client ``by`` shows the creator of the kind ``of``."""
        if by not in self._asked:
            arguments = [str(self.relay_app)] if by == "relay" else []
            self._asked[by] = await self._stack.enter_async_context(asking(by, *arguments))
        url, token = self.product.gateway.url, self.product.token(of)
        return await self._asked[by].ask(way, url=url, token=token, **told)
