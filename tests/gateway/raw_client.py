"""A WebSocket client of single frames, which reads and answers only when a test says so."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.client import ClientProtocol
from websockets.frames import Close, Frame, Opcode
from websockets.uri import parse_uri

from tests.gateway.serving import Served
from tests.gateway.talking import PROTOCOL

_LITTLE = 4096


class RawClient:
    """Frames out, frames in."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._frames: list[Frame] = []
        self._parser = ClientProtocol(parse_uri("ws://127.0.0.1/graphql"), subprotocols=[PROTOCOL])

    async def shake_hands(self) -> None:
        self._parser.send_request(self._parser.connect())
        self._writer.writelines(self._parser.data_to_send())
        self._parser.receive_data(await self._reader.readuntil(b"\r\n\r\n"))
        assert self._parser.handshake_exc is None
        assert len(self._parser.events_received()) == 1

    def send(self, opcode: Opcode, data: bytes, *, fin: bool = True, mask: bool = True) -> None:
        self._writer.write(Frame(opcode, data, fin).serialize(mask=mask))

    def say(self, kind: str, **fields: Any) -> None:
        self.send(Opcode.TEXT, json.dumps({"type": kind, **fields}).encode())

    async def frame(self) -> Frame:
        """The next frame, to which nothing is answered."""
        async with asyncio.timeout(10):
            while not self._frames:
                self._parser.receive_data(await self._reader.read(65536))
                self._frames += [
                    event for event in self._parser.events_received() if isinstance(event, Frame)
                ]
        return self._frames.pop(0)

    async def hear(self) -> Any:
        """The next message."""
        frame = await self.frame()
        assert frame.opcode is Opcode.TEXT, frame
        return json.loads(bytes(frame.data))

    async def closed(self) -> tuple[int, str]:
        """The code and reason of the close frame, after whatever comes before it."""
        while (frame := await self.frame()).opcode is not Opcode.CLOSE:
            pass
        close = Close.parse(frame.data)
        return close.code, close.reason

    async def is_cut(self) -> bool:
        """Whether the connection ends, after whatever still comes."""
        try:
            async with asyncio.timeout(10):
                while await self._reader.read(65536):
                    pass
        except ConnectionError:
            pass
        return True


@asynccontextmanager
async def raw_client(served: Served, *, subscribed: bool = False) -> AsyncIterator[RawClient]:
    """A client with small buffers, acknowledged; ``subscribed`` has heard its first update."""
    host, _, port = served.origin.partition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _LITTLE)
    connection.connect((host, int(port)))
    reader, writer = await asyncio.open_connection(sock=connection, limit=_LITTLE)
    client = RawClient(reader, writer)
    try:
        await client.shake_hands()
        client.say("connection_init", payload=served.authorization)
        assert await client.hear() == {"type": "connection_ack"}
        if subscribed:
            client.say("subscribe", id="1", payload={"query": "subscription { wait }"})
            assert (await client.hear())["type"] == "next"
        yield client
    finally:
        writer.transport.abort()
