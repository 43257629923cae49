"""Keep-alive: one connection to a gateway, over which whatever bytes a test likes are asked for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n")


class KeepAlive:
    """The connection; a new one, when the gateway has ended it. ``connections``: how many."""

    def __init__(self, origin: str) -> None:
        host, _, port = origin.partition(":")
        self._host, self._port = host, int(port)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.connections = 0

    async def status(self, target: bytes, *, method: bytes = b"GET") -> int:
        """The status of what is answered to this path and query, letter for letter."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
            self.connections += 1
        reader, writer = self._streams
        writer.write(method + b" " + target + b" HTTP/1.1\r\nhost: a\r\n\r\n")
        async with asyncio.timeout(60):
            head = await reader.readuntil(b"\r\n\r\n")
            found, length = _STATUS.match(head), _LENGTH.search(head)
            if length is not None and method != b"HEAD":
                await reader.readexactly(int(length[1]))
        if length is None or b"\r\nconnection: close" in head:
            self.close()
        assert found is not None, head
        return int(found[1])

    def close(self) -> None:
        """End it; the next request is sent over another."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@asynccontextmanager
async def kept_alive(origin: str) -> AsyncIterator[KeepAlive]:
    """A connection to the gateway at this host and port."""
    connection = KeepAlive(origin)
    try:
        yield connection
    finally:
        with suppress(OSError):
            connection.close()
