"""A subscription over server-sent events, read from the socket itself: so it can be cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.gateway.streaming import EVENTS, events_of
from tests.lifecycle.connection import Connection, Gone, Heard
from tests.lifecycle.over_websocket import PATIENCE_SECONDS
from tests.lifecycle.run import GatewayRun

_BROKEN = (OSError, asyncio.IncompleteReadError, ValueError)


class OverSse:
    """Reads chunk by chunk, and only when it is asked."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._text = b""

    async def ask(self, request: bytes) -> None:
        """Send the request and read the head of the answer; raises Gone when it is refused."""
        try:
            self._writer.write(request)
            head = await self._reader.readuntil(b"\r\n\r\n")
        except _BROKEN as error:
            raise Gone from error
        status = int(head.split(b" ", 2)[1])
        # Only a gateway that is about to stop has a reason to refuse.
        assert status in (200, 503), head
        if status != 200:
            raise Gone

    async def heard(self) -> AsyncIterator[Heard]:
        """See Connection."""
        while True:
            block, end, rest = self._text.partition(b"\n\n")
            if not end:
                chunk = await self._chunk()
                if not chunk:
                    raise Gone
                self._text += chunk
                continue
            self._text = rest
            for event in events_of(block):
                if event.name == "complete":
                    yield Heard(is_complete=True)
                    return
                yield Heard(event.data.get("data"), event.data.get("errors", []))

    async def is_silent(self) -> bool:
        """See Connection: the answer ends."""
        try:
            return not self._text and not await self._chunk()
        except Gone:
            return True

    def cut(self) -> None:
        """See Connection."""
        self._writer.transport.abort()

    async def _chunk(self) -> bytes:
        try:
            size = int(await self._reader.readuntil(b"\r\n"), 16)
            return (await self._reader.readexactly(size + 2))[:-2]
        except _BROKEN as error:
            raise Gone from error


@asynccontextmanager
async def over_sse(
    run: GatewayRun, *, token: str, document: str, session_id: str
) -> AsyncIterator[Connection]:
    """See Opener."""
    body = json.dumps({"query": document, "variables": {"sessionId": session_id}}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: {run.process.origin}\r\naccept: {EVENTS}\r\n"
        f"authorization: Bearer {token}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    host, _, port = run.process.origin.partition(":")
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
    except OSError as error:
        raise Gone from error
    try:
        talk = OverSse(reader, writer)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await talk.ask(head.encode() + body)
        yield talk
    finally:
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()
