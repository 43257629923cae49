"""Talking over a WebSocket, rightly and wrongly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.gateway.serving import Served

PROTOCOL = Subprotocol("graphql-transport-ws")


class Socket:
    """A client that speaks JSON and may break the protocol as it likes."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, kind: str, **fields: Any) -> None:
        await self.connection.send(json.dumps({"type": kind, **fields}))

    async def subscribe(self, operation_id: str, query: str, **fields: Any) -> None:
        await self.say("subscribe", id=operation_id, payload={"query": query, **fields})

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            heard: dict[str, Any] = json.loads(await self.connection.recv())
        return heard

    async def closed(self) -> tuple[int, str]:
        """The code and reason with which the server closes, after whatever it still says."""
        try:
            async with asyncio.timeout(10):
                async for _ in self.connection:
                    pass
        except ConnectionClosed:
            pass  # Any code but 1000 and 1001.
        assert self.connection.close_code is not None
        return self.connection.close_code, self.connection.close_reason or ""


@asynccontextmanager
async def opened(served: Served, **options: Any) -> AsyncIterator[Socket]:
    """A socket on which nothing has been said."""
    options.setdefault("subprotocols", [PROTOCOL])
    async with connect(served.ws_url, **options) as connection:
        yield Socket(connection)


@asynccontextmanager
async def talking(ws_url: str, token: str) -> AsyncIterator[Socket]:
    """A socket whose server has acknowledged the token."""
    async with connect(ws_url, subprotocols=[PROTOCOL]) as connection:
        socket = Socket(connection)
        await socket.say("connection_init", payload={"authorization": f"Bearer {token}"})
        assert await socket.hear() == {"type": "connection_ack"}
        yield socket


@asynccontextmanager
async def acknowledged(served: Served, **claims: Any) -> AsyncIterator[Socket]:
    """The same with a token of the gateway's own creator."""
    async with talking(served.ws_url, served.token(**claims)) as socket:
        yield socket
