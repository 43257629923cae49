"""A client that reads a large file as slowly as a test wants."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from structlog.typing import EventDict

from tests.gateway.media_served import MediaServed

# More than all buffers on the way hold, and next to nothing on the disk.
LARGE = 64 * 1024 * 1024


def put_large(media: MediaServed, id_: str = "r1") -> Path:
    """A recording with a large file."""
    path = media.put(id_)
    written = path.stat()
    os.truncate(path, LARGE)
    os.utime(path, (0, written.st_mtime))
    return path


class Reader:
    """A client that has read the beginning, and goes on when it is told."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.received = 0

    async def read(self, size: int | None = None) -> int:
        """So many bytes, or all that come until the connection ends; how many there were."""
        loop = asyncio.get_running_loop()
        before = self.received
        async with asyncio.timeout(60):
            with suppress(ConnectionResetError):
                while size is None or self.received - before < size:
                    data = await loop.sock_recv(self.connection, 1 << 16)
                    if not data:
                        break
                    self.received += len(data)
        return self.received - before


def reading(media: MediaServed, target: str) -> AbstractAsyncContextManager[Reader]:
    """Somebody who has asked for a file, and has read the beginning of it."""
    return reading_at(media.served.origin, target)


@asynccontextmanager
async def reading_at(origin: str, target: str) -> AsyncIterator[Reader]:
    """The same of whichever gateway; ``origin`` is its host and port."""
    host, _, port = origin.partition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.setblocking(False)
    try:
        loop = asyncio.get_running_loop()
        await loop.sock_connect(connection, (host, int(port)))
        await loop.sock_sendall(connection, f"GET {target} HTTP/1.1\r\nhost: a\r\n\r\n".encode())
        reader = Reader(connection)
        assert await reader.read(1) >= 1
        yield reader
    finally:
        connection.close()


def media_lines(lines: list[EventDict]) -> list[EventDict]:
    """The lines about files."""
    return [line for line in lines if line["event"] == "media"]
