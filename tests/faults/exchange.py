"""Exchange: one request at the fault proxy, what the real upstream says to it, and the way back."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]

JSON: Headers = (("content-type", "application/json"),)
CHUNKED: Headers = (*JSON, ("transfer-encoding", "chunked"))
_END_OF_HEAD = b"\r\n\r\n"
# SO_LINGER on, for no time: closing then resets.
_RESETS = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Address:
    """A loopback port."""

    port: int
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        """The same for HTTP."""
        return f"http://{self.host}:{self.port}"

    @classmethod
    def of(cls, url: str) -> Address:
        """The address that an upstream's URL names."""
        return cls(int(url.rsplit(":", 1)[1]))


def head(
    status: str = "200 OK", headers: Headers = JSON, *, length: int | str | None = None
) -> bytes:
    """The head of an answer; ``length`` is what it says of its body's, None says nothing."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    if length is not None:
        lines.append(f"content-length: {length}")
    return "\r\n".join(lines).encode("latin-1") + _END_OF_HEAD


def answer(body: bytes, *, status: str = "200 OK", headers: Headers = JSON) -> bytes:
    """A whole and correct answer."""
    return head(status, headers, length=len(body)) + body


class Connection:
    """One connection from the gateway."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def request(self) -> bytes:
        """The next request, whole. Raises IncompleteReadError when the gateway has hung up."""
        received = await self.reader.readuntil(_END_OF_HEAD)
        for line in received.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                return received + await self.reader.readexactly(int(line.split(b":")[1]))
        return received

    async def send(self, data: bytes) -> None:
        """Send ``data``, as fast as the gateway takes it."""
        self.writer.write(data)
        await self.writer.drain()

    async def stalled(self) -> None:
        """Do nothing until the gateway hangs up."""
        while await self.reader.read(65_536):
            pass

    def hang_up(self) -> None:
        """Close in good order."""
        self.writer.close()

    def reset(self) -> None:
        """Close with a TCP reset, and what was not sent yet is lost."""
        held: socket.socket = self.writer.get_extra_info("socket")
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETS)
        self.writer.transport.abort()


class Exchange:
    """One request and its connection. ``number`` counts the requests since the fault was set."""

    def __init__(
        self, connection: Connection, request: bytes, upstream: Address, number: int
    ) -> None:
        self.connection = connection
        self.request = request
        self.number = number
        self._upstream = upstream

    async def body(self) -> bytes:
        """The body of what the real upstream answers."""
        return (await self.whole()).partition(_END_OF_HEAD)[2]

    async def whole(self) -> bytes:
        """All that the real upstream answers, byte for byte."""
        reader, writer = await asyncio.open_connection(self._upstream.host, self._upstream.port)
        try:
            writer.write(self.request)
            return await Connection(reader, writer).request()
        finally:
            writer.close()

    async def send(self, data: bytes) -> None:
        """Send ``data`` to the gateway."""
        await self.connection.send(data)
