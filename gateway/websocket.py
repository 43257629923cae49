"""WebSocket: operations of every kind over ``graphql-transport-ws``.

A socket says who asks once, in ``connection_init`` or its handshake, and that holds until the token
runs out. Each operation is a task of its own; a fault in one ends that one alone.

| close code | when |
|---|---|
| 4400 | a message is not of the protocol |
| 4401 | an operation before ``connection_ack``; a token that is not to be trusted, or has run out |
| 4403 | a client's platform that is not served |
| 4406 | the subprotocol was not offered |
| 4408 | no ``connection_init`` in time |
| 4409 | an operation id that is in use |
| 4429 | a second ``connection_init`` |
| 4500 | a fault of ours before any operation |
| 1009 | a message that is too long; the server closes before it gets here |
| 1013 | the issuer's keys cannot be had: try again later |
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from starlette.types import Receive, Scope, Send

from gateway.errors import CODES, RequestError
from gateway.gateway import Gateway, gateway_of
from gateway.language import language_of
from gateway.refusal import masked
from gateway.request_headers import RequestHeaders
from gateway.websocket_messages import (
    ClientMessage,
    Complete,
    ConnectionInit,
    Ping,
    Subscribe,
    decode,
    encode,
)
from gateway.websocket_operation import run_operation
from loaders.viewer import Viewer

SUBPROTOCOL = "graphql-transport-ws"
_LONGEST_WAIT = 86_400.0 * 365


class GraphQLOverWebSocket:
    """The ASGI endpoint."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket until either side closes it."""
        await receive()  # websocket.connect
        if SUBPROTOCOL not in scope["subprotocols"]:
            await send({"type": "websocket.accept"})
            await _close(send, Closed(4406, "Subprotocol not acceptable"))
            return
        await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        socket = _Socket(gateway_of(scope), RequestHeaders(scope), send)
        try:
            await socket.serve(receive)
        except Closed as closed:
            await _close(send, closed)
        finally:
            await socket.stop_operations()


class Closed(Exception):
    """The socket is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


async def _close(send: Send, closed: Closed) -> None:
    try:
        await send({"type": "websocket.close", "code": closed.code, "reason": closed.reason})
    except OSError:
        return  # The client was quicker.


class _Socket:
    def __init__(self, gateway: Gateway, headers: RequestHeaders, send: Send) -> None:
        self._gateway = gateway
        self._headers = headers
        self._send = send
        self._request_id = headers.request_id()
        self._language = language_of(headers.get("accept-language"), gateway.settings.languages)
        self._is_initialised = False
        self._viewer: Viewer | None = None
        self._begun = 0
        self._operations: dict[str, asyncio.Task[None]] = {}

    async def serve(self, receive: Receive) -> None:
        """Take messages until the client leaves. Raises ``Closed``."""
        try:
            # First the time to say who asks, then the time for which the token is good.
            async with asyncio.timeout(self._gateway.settings.socket_init_seconds) as limit:
                while (event := await receive())["type"] == "websocket.receive":
                    try:
                        message = decode(event.get("text"))
                    except ValueError:
                        raise Closed(4400, "Invalid message received") from None
                    await self._take(message)
                    if isinstance(message, ConnectionInit):
                        limit.reschedule(self._good_until())
        except TimeoutError:
            if self._viewer is None:
                raise Closed(4408, "Connection initialisation timeout") from None
            raise Closed(4401, "Token expired") from None

    async def stop_operations(self) -> None:
        """Cancel what still runs, and wait until it has let go of its sources."""
        running = list(self._operations.values())
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)

    async def _take(self, message: ClientMessage) -> None:
        match message:
            case ConnectionInit():
                await self._initialise(message)
            case Ping(payload=payload):
                await self._say("pong", **({} if payload is None else {"payload": payload}))
            case Subscribe():
                self._begin(message)
            case Complete(id=operation_id):
                task = self._operations.pop(operation_id, None)
                if task is not None:
                    task.cancel()

    async def _initialise(self, message: ConnectionInit) -> None:
        if self._is_initialised:
            raise Closed(4429, "Too many initialisation requests")
        self._is_initialised = True
        given = (message.payload or {}).get("authorization", self._headers.get("authorization"))
        try:
            self._viewer = await self._gateway.identify(given if isinstance(given, str) else None)
        except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
            refusal = error if isinstance(error, RequestError) else masked(self._request_id)
            code = CODES[refusal.code].socket_code or 4400
            raise Closed(code, refusal.message) from None
        await self._say("connection_ack")

    def _begin(self, message: Subscribe) -> None:
        if self._viewer is None:
            raise Closed(4401, "Unauthorized")
        if message.id in self._operations:
            raise Closed(4409, f"Subscriber for {message.id[:64]} already exists")
        self._begun += 1
        is_one_too_many = len(self._operations) >= self._gateway.settings.socket_operations
        task = asyncio.get_running_loop().create_task(
            run_operation(
                self._gateway,
                message,
                say=self._say,
                viewer=self._viewer,
                language=self._language,
                request_id=f"{self._request_id}.{self._begun}",
                is_one_too_many=is_one_too_many,
            )
        )
        self._operations[message.id] = task
        task.add_done_callback(lambda done: self._forget(message.id, done))

    def _forget(self, operation_id: str, task: asyncio.Task[None]) -> None:
        # After a ``complete`` the id may be in use again, by another task.
        if self._operations.get(operation_id) is task:
            del self._operations[operation_id]
        if not task.cancelled():
            task.exception()

    async def _say(self, kind: str, **fields: object) -> None:
        try:
            await self._send({"type": "websocket.send", "text": encode(kind, **fields)})
        except (OSError, RuntimeError):
            return  # The client has left, or the socket is closing: receive() tells the loop.

    def _good_until(self) -> float | None:
        """The loop's time at which the viewer's token, with the leeway, would be refused."""
        assert self._viewer is not None
        if self._viewer.expires_at is None:
            return None
        leeway = timedelta(seconds=self._gateway.settings.jwt_leeway_seconds)
        left = (self._viewer.expires_at - datetime.now(UTC) + leeway).total_seconds()
        return asyncio.get_running_loop().time() + min(max(left, 0.0), _LONGEST_WAIT)
