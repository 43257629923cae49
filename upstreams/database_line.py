"""Database line: the gateway's way to the embedded MongoDB, which can be slow or break.

The database has no faults of its own, and whoever moves LIVEs needs it well. So the gateway of
`endpage dev` goes through here, and the rest of the company has its own way.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

_LOOPBACK = "127.0.0.1"
_PIECE_BYTES = 65_536
_SLOW_MS = (300, 500)
# So much of a message is lost that no reader takes it for one.
_GARBLED = bytes(255 - byte for byte in range(256))
WORDS = ("well", "slow", "hung", "broken", "corrupt")


class DatabaseLine:
    """A loopback port in front of the database's own. `word` is how it is now."""

    def __init__(self, database_port: int) -> None:
        self.word = "well"
        self.port = 0
        self.database_port = database_port
        self._flows = asyncio.Event()
        self._flows.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def misbehave(self, word: str) -> None:
        """From now on it is as the word says; KeyError when there is no such word.

        What was swallowed while it was `hung` comes late, unless the line is `broken` next.
        """
        if word not in WORDS:
            raise KeyError(word)
        self.word = word
        if word == "broken":
            for writer in self._open:
                writer.transport.abort()
        if word == "hung":
            self._flows.clear()
        else:
            self._flows.set()

    def in_place_of(self, uri: str) -> str:
        """The address of the database, by way of this line."""
        own, here = f"@{_LOOPBACK}:{self.database_port}/", f"@{_LOOPBACK}:{self.port}/"
        return uri.replace(own, here, 1)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Whoever connects talks with the database, until one of both hangs up."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        try:
            if self.word == "broken":
                writer.transport.abort()
                return
            with suppress(OSError, asyncio.CancelledError):
                await self._joined(reader, writer)
        finally:
            writer.close()
            self._open.discard(writer)
            self._tasks.discard(task)

    async def close(self) -> None:
        """Hang up on everybody."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(_LOOPBACK, self.database_port)
        ways = [
            asyncio.ensure_future(self._asked(reader, far_writer)),
            asyncio.ensure_future(self._answered(far_reader, writer)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            far_writer.close()
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(_PIECE_BYTES):
            writer.write(piece)
            await writer.drain()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(_PIECE_BYTES):
            if self.word == "slow":
                await asyncio.sleep(random.uniform(*_SLOW_MS) / 1000)
            await self._flows.wait()
            writer.write(piece.translate(_GARBLED) if self.word == "corrupt" else piece)
            await writer.drain()


@asynccontextmanager
async def database_line(uri: str) -> AsyncIterator[DatabaseLine]:
    """A line to the embedded database at `uri`, open until the block is left."""
    line = DatabaseLine(urlsplit(uri).port or 0)
    server = await asyncio.start_server(line.connected, _LOOPBACK, 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        await line.close()
