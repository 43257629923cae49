"""Subscriptions of the whole product over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.app.product import OPERATIONS, Product
from tests.gateway.talking import Socket, talking


class Watching:
    """One subscription to one LIVE."""

    def __init__(self, socket: Socket, identifier: str) -> None:
        self.socket = socket
        self._id = identifier

    async def update(self) -> dict[str, Any]:
        """The next update, which must have no error."""
        message = await self.socket.hear()
        assert message["type"] == "next", message
        assert message["id"] == self._id
        assert "errors" not in message["payload"], message
        update: dict[str, Any] = message["payload"]["data"]["liveSession"]
        return update

    async def update_when(self, state: str) -> dict[str, Any]:
        """The first update in that state; the ticks of the LIVE before it are not looked at."""
        while (update := await self.update())["session"]["state"] != state:
            assert update["isLast"] is False
        return update

    async def completed(self) -> None:
        """Nothing more came but the completion."""
        assert await self.socket.hear() == {"type": "complete", "id": self._id}


@asynccontextmanager
async def watching(
    product: Product, kind: str, session: str, *, document: str = OPERATIONS["LiveTransition"]
) -> AsyncIterator[Watching]:
    """A subscription of the kind's creator to a session, over a socket of its own."""
    async with talking(product.gateway.ws_url, product.token(kind)) as socket:
        await socket.subscribe("1", document, variables={"sessionId": session})
        yield Watching(socket, "1")
