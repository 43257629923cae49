"""Cutter: raw sockets between a client and the gateway, cut in the middle of certain bytes."""

from __future__ import annotations

import asyncio
import re

from tests.clients.app import PATIENCE_SECONDS
from tests.faults.exchange import Address, Connection
from tests.faults.pipe import Pipe

# No match is longer.
_LONGEST = 64


class Cutter(Pipe):
    """A pipe that holds the bytes that match, and is cut in the middle of them when it is told to.

    That happens to one connection, once; later ones are left whole.
    """

    def __init__(self, server: Address) -> None:
        super().__init__(server)
        self._pattern: re.Pattern[bytes] | None = None
        self._is_held = asyncio.Event()
        self._is_cut = asyncio.Event()

    def hold_at(self, pattern: re.Pattern[bytes]) -> None:
        """Let everything before this through, and no more of that connection."""
        self._pattern = pattern

    async def held(self) -> None:
        """It has come, and all before it has gone through."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._is_held.wait()

    def cut(self) -> None:
        """Let half of what is held through, and hang up on both sides."""
        self._is_cut.set()

    async def _flow(self, source: Connection, target: Connection) -> None:
        before = b""
        while data := await source.reader.read(65_536):
            found = self._pattern.search(before + data) if self._pattern else None
            if found is not None:
                start = max(found.start() - len(before), 0)
                await self._hold(target, data[:start], data[start : found.end() - len(before)])
                return
            await target.send(data)
            before = (before + data)[-_LONGEST:]

    async def _hold(self, target: Connection, before: bytes, held: bytes) -> None:
        self._pattern = None
        await target.send(before)
        self._is_held.set()
        await self._is_cut.wait()
        await target.send(held[: len(held) // 2])
