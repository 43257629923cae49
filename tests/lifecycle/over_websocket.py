"""A subscription over a WebSocket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.gateway.talking import PROTOCOL
from tests.lifecycle.connection import Connection, Gone, Heard
from tests.lifecycle.run import GatewayRun

PATIENCE_SECONDS = 90


class OverWebSocket:
    """It reads a message only when it is asked for one, so that a test can make it stall."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._renewing: asyncio.Future[str | None] | None = None

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a message; one that cannot be sent is a connection that has gone."""
        try:
            await self._connection.send(json.dumps({"type": kind, **fields}))
        except ConnectionClosed as closed:
            raise Gone(self._connection.close_code) from closed

    async def renew(self, token: str) -> str | None:
        """Show a new token; gives until when it is good, as whoever listens meanwhile hears it."""
        renewing: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._renewing = renewing
        await self.say("ping", payload={"authorization": f"Bearer {token}"})
        return await renewing

    async def hear(self) -> dict[str, Any]:
        """The next message that is not only about whether we are there."""
        while True:
            try:
                message: dict[str, Any] = json.loads(await self._connection.recv())
            except ConnectionClosed as closed:
                raise Gone(self._connection.close_code) from closed
            if message["type"] != "ping":
                return message
            await self.say("pong")

    async def heard(self) -> AsyncIterator[Heard]:
        """See Connection."""
        while (message := await self.hear())["type"] != "complete":
            if message["type"] == "pong" and self._renewing is not None:
                self._renewing.set_result(message["payload"]["expiresAt"])
                self._renewing = None
                continue
            assert message["id"] == "1"
            payload = message["payload"]
            if message["type"] == "error":
                yield Heard(errors=payload)
                return
            assert message["type"] == "next", message
            yield Heard(payload["data"], payload.get("errors", []))
        yield Heard(is_complete=True)

    async def is_silent(self) -> bool:
        """See Connection: a gateway that goes on answers pings, and says nothing before that."""
        try:
            await self.say("ping")
            return bool((await self.hear())["type"] == "pong")
        except Gone:
            return True

    def cut(self) -> None:
        """See Connection."""
        self._connection.transport.abort()


@asynccontextmanager
async def over_websocket(
    run: GatewayRun, *, token: str, document: str, session_id: str
) -> AsyncIterator[Connection]:
    """See Opener."""
    payload = {"query": document, "variables": {"sessionId": session_id}}
    try:
        connection = await connect(
            run.process.ws_url,
            subprotocols=[PROTOCOL],
            proxy=None,
            max_queue=1,
            ping_interval=None,
            open_timeout=PATIENCE_SECONDS,
            close_timeout=1,
        )
    except (OSError, InvalidHandshake, ConnectionClosed) as error:
        raise Gone from error
    try:
        talk = OverWebSocket(connection)
        async with asyncio.timeout(PATIENCE_SECONDS):
            await talk.say("connection_init", payload={"authorization": f"Bearer {token}"})
            assert await talk.hear() == {"type": "connection_ack"}
            await talk.say("subscribe", id="1", payload=payload)
        yield talk
    finally:
        connection.transport.abort()
        await connection.wait_closed()
