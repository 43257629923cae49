"""A client of single bytes, which says whatever a test says and reads what is answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_WITHOUT_BODY = (204, 304)


@dataclass(slots=True)
class Told:
    """One answer: its status line, its headers without ``date``, and its body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class RawHttp:
    """One connection. ``to_head``: what is asked by HEAD, so that no answer has a body."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, to_head: bool
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._to_head = to_head

    def say(self, sent: bytes) -> None:
        """Send these bytes."""
        self._writer.write(sent)

    def end(self) -> None:
        """Send no more."""
        self._writer.write_eof()

    async def told(self) -> Told | None:
        """The next answer, be it a 100; None when the connection is closed instead."""
        async with asyncio.timeout(20):
            try:
                head = await self._reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError as cut:
                if cut.partial:
                    raise
                return None
            except ConnectionError:
                return None
            told = _read(head)
            if not self._to_head and told.status not in _WITHOUT_BODY:
                told.body = await self._body(told.headers)
        return told

    async def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        body = b""
        while chunk := await self._chunk():
            body += chunk
        return body

    async def head(self) -> Told:
        """The head of an answer whose body is read chunk by chunk."""
        async with asyncio.timeout(20):
            return _read(await self._reader.readuntil(b"\r\n\r\n"))

    async def chunk(self) -> bytes:
        """The next chunk; the last one is empty."""
        async with asyncio.timeout(20):
            return await self._chunk()

    async def _chunk(self) -> bytes:
        length = int(await self._reader.readuntil(b"\r\n"), 16)
        return (await self._reader.readexactly(length + 2))[:-2]

    async def all_told(self, *, most: int) -> tuple[list[Told], bool]:
        """The answers up to so many, and whether the connection is closed behind them."""
        answers: list[Told] = []
        while len(answers) < most:
            if (told := await self.told()) is None:
                return answers, True
            answers.append(told)
        if "close" not in answers[-1].headers.get("connection", ""):
            return answers, False
        assert await self.told() is None
        return answers, True


def _read(head: bytes) -> Told:
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    version, status, _ = first.split(" ", 2)
    assert version == "HTTP/1.1"
    told = Told(int(status))
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "vary" and name in told.headers:
            told.headers[name] += f", {value}"
        elif name != "date":
            assert name not in told.headers, f"{name} is told twice"
            told.headers[name] = value
    return told


@asynccontextmanager
async def raw_http(origin: str, *, to_head: bool = False) -> AsyncIterator[RawHttp]:
    """A connection on which nothing has been said."""
    host, _, port = origin.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1_000_000)
    try:
        yield RawHttp(reader, writer, to_head=to_head)
    finally:
        writer.transport.abort()
