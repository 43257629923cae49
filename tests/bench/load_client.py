"""Load client: one connection of a client that asks for pages, as cheap as Python allows."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any, cast

import msgspec


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: its status, the seconds that it took, after how many to ask again, its body."""

    status: int
    seconds: float
    retry_after: float
    body: bytes

    @property
    def is_whole(self) -> bool:
        """Whether it is a page without any error."""
        return self.status == 200 and b'"errors"' not in self.body

    @property
    def is_partial(self) -> bool:
        """Whether it is a page with some error."""
        return self.status == 200 and b'"errors"' in self.body


GONE = Told(status=0, seconds=0.0, retry_after=1.0, body=b"")


class Client(asyncio.Protocol):
    """A kept-alive HTTP/1.1 connection with one request under way at a time."""

    def __init__(self) -> None:
        self._told: asyncio.Future[Told] | None = None
        self._buffer = bytearray()
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what requests go to."""
        self._transport = cast("Any", transport)

    def data_received(self, data: bytes) -> None:
        """Give the answer to who waits for it, when it is whole."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._buffer[:end]).lower()
        length = int(_header(head, b"content-length") or 0)
        if len(self._buffer) < end + 4 + length:
            return
        body = bytes(self._buffer[end + 4 : end + 4 + length])
        self._buffer.clear()
        after = float(_header(head, b"retry-after") or 0)
        self._give(Told(int(head[9:12]), time.perf_counter() - self._began, after, body))

    def connection_lost(self, error: Exception | None) -> None:
        """An answer that has not come will not come."""
        del error
        self._give(GONE)

    async def ask(self, request: bytes) -> Told:
        """Send the request and wait for its answer."""
        self._told = asyncio.get_running_loop().create_future()
        self._began = time.perf_counter()
        self._transport.write(request)
        return await self._told

    def close(self) -> None:
        """Leave."""
        self._transport.abort()

    def _give(self, told: Told) -> None:
        if self._told is not None and not self._told.done():
            self._told.set_result(told)


async def connected(port: int, *, many: int) -> list[Client]:
    """So many clients, connected."""
    loop = asyncio.get_running_loop()
    made = []
    for _ in range(many):
        _, client = await loop.create_connection(Client, "127.0.0.1", port)
        made.append(client)
    return made


def request_of(query: str, variables: dict[str, Any], token: str) -> bytes:
    """The bytes of a POST."""
    body = msgspec.json.encode({"query": query, "variables": variables})
    head = (
        "POST /graphql HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
        f"authorization: Bearer {token}\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _header(head: bytes, name: bytes) -> bytes:
    _, _, rest = head.partition(b"\r\n" + name + b":")
    return rest.partition(b"\r\n")[0].strip()
