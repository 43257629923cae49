"""WebSocket conversation: ``graphql-transport-ws`` on one socket, message by message.

A socket says who asks in ``connection_init`` or its handshake, and that holds until the token runs
out. A ``ping`` whose payload has ``authorization`` renews it: its ``pong`` says ``expiresAt``.
Everything is done at once when it is heard, but for finding out who asks: what is heard meanwhile
waits. With ``incrementalSpec`` in ``connection_init``, ``v0.2``, queries may be told in parts.

This file is long because each message of the protocol has a method of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from gateway.client import client_of_payload
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.refusal import masked
from gateway.tokens import untrusted
from gateway.websocket_closed import Closed
from gateway.websocket_handshake import Handshake
from gateway.websocket_identity import good_until, identified, renewed
from gateway.websocket_messages import (
    ClientMessage,
    Complete,
    ConnectionInit,
    Ping,
    Subscribe,
    decode,
    encode,
)
from gateway.websocket_operations import WebSocketOperations
from gateway.websocket_wire import Wire
from loaders.viewer import Viewer


class Conversation:
    """Hears what the client says, and says what there is to say.

    ``due`` is the loop's time at which the socket is to be closed with ``overdue``; None is never.
    """

    __slots__ = (
        "_address",
        "_authorization",
        "_ended",
        "_gateway",
        "_held",
        "_is_initialised",
        "_is_leaving",
        "_is_over",
        "_operations",
        "_request_id",
        "_tasks",
        "_thinking",
        "_viewer",
        "_wire",
        "due",
    )

    def __init__(
        self, gateway: Gateway, wire: Wire, handshake: Handshake, tasks: set[asyncio.Task[None]]
    ) -> None:
        """``tasks`` holds what runs until it has ended, when nobody else does."""
        self._gateway = gateway
        self._wire = wire
        self._request_id = handshake.request_id
        self._address = handshake.address
        self._authorization = handshake.authorization
        self._tasks = tasks
        self._operations = WebSocketOperations(gateway, wire, handshake, tasks)
        self._is_initialised = self._is_leaving = self._is_over = False
        self._viewer: Viewer | None = None
        self._ended: Callable[[], None] | None = None
        self._thinking: asyncio.Task[None] | None = None
        self._held: list[ClientMessage] = []
        now = asyncio.get_running_loop().time()
        self.due: float | None = now + gateway.settings.socket_init_seconds

    @property
    def is_thinking(self) -> bool:
        """Whether nothing more need be read before it is known who asks."""
        return self._thinking is not None

    def hear(self, text: str | None) -> None:
        """Take one message; None is one that is not text."""
        try:
            message = decode(text)
        except ValueError:
            self._wire.close(Closed(4400, "Invalid message received"))
        else:
            self._hear(message)

    def resume(self) -> None:
        """The client keeps up again."""
        self._operations.resume()

    def overdue(self) -> Closed:
        """Why the socket is closed at the time that was due."""
        if self._is_leaving:
            return _restart()
        if self._viewer is None:
            return Closed(4408, "Connection initialisation timeout")
        return Closed(4401, "Token expired")

    def leave(self) -> None:
        """Close with 1012 as soon as the queries that run are answered; begin nothing more."""
        if self._is_leaving or self._is_over:
            return
        self._is_leaving = True
        self.due = asyncio.get_running_loop().time() + self._operations.longest_ms / 1000
        self._wire.look()
        self._operations.begin_no_more(lambda: self._wire.close(_restart()))

    def revoked(self) -> None:
        """The token that was shown last is good no more."""
        self._wire.close(Closed(4401, untrusted().message))

    def end(self) -> None:
        """The socket is closed: stop everything."""
        self._is_over = True
        self._gateway.revocations.forget(self)
        self.due = None
        if self._ended is not None:
            self._ended()
            self._ended = None
        if self._thinking is not None:
            self._thinking.cancel()
            self._thinking = None
        self._operations.stop_all()

    def _hear(self, message: ClientMessage) -> None:
        if self._is_over:
            return
        if self._thinking is not None:
            self._held.append(message)
            return
        try:
            self._take(message)
        except Exception as error:  # noqa: BLE001  # The mask: a fault outside of any operation.
            self._wire.close(self._closed_by(error))

    def _take(self, message: ClientMessage) -> None:
        match message:
            case ConnectionInit():
                self._initialise(message)
            case Ping(payload=dict(payload)) if "authorization" in payload:
                self._renew(payload["authorization"])
            case Ping(payload=payload):
                self._wire.say(encode("pong", **({} if payload is None else {"payload": payload})))
            case Subscribe():
                self._operations.begin(message, self._known_viewer())
            case Complete(id=operation_id):
                self._operations.stop(operation_id)

    def _initialise(self, message: ConnectionInit) -> None:
        if self._is_initialised:
            raise Closed(4429, "Too many initialisation requests")
        self._is_initialised = True
        self._operations.known(client_of_payload(message.payload))
        payload = message.payload or {}
        self._operations.take_parts(payload.get("incrementalSpec"))
        given = payload.get("authorization", self._authorization)
        self._authorization = None
        find = partial(
            identified,
            self._gateway,
            given,
            request_id=self._request_id,
            address=self._address,
        )
        self._think(find, then=self._acknowledge)

    def _acknowledge(self, viewer: Viewer) -> None:
        try:
            self._ended = self._gateway.streams.open(viewer.creator_id, self._wire.shutdown)
        except RequestError as refusal:
            # No code of 4400 and more: after those clients do not try again.
            raise Closed(1013, refusal.message) from None
        self._trust(viewer)
        self._wire.known()
        self._wire.say(encode("connection_ack"))

    def _renew(self, given: object) -> None:
        before = self._known_viewer()
        find = partial(
            renewed,
            self._gateway,
            given,
            before=before,
            request_id=self._request_id,
            address=self._address,
        )
        self._think(find, then=self._tell_expiry)

    def _tell_expiry(self, viewer: Viewer) -> None:
        self._trust(viewer)
        self._wire.say(encode("pong", payload={"expiresAt": viewer.expires_at}))

    def _known_viewer(self) -> Viewer:
        if self._viewer is None:
            raise Closed(4401, "Unauthorized")
        return self._viewer

    def _trust(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._gateway.revocations.watch(self, viewer)
        if not self._is_leaving:
            leeway_seconds = self._gateway.settings.jwt_leeway_seconds
            self.due = good_until(viewer, leeway_seconds=leeway_seconds)

    def _think(
        self, find: Callable[[], Awaitable[Viewer]], *, then: Callable[[Viewer], None]
    ) -> None:
        task = asyncio.get_running_loop().create_task(self._find_out(find, then))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._thinking = task
        self._wire.look()

    async def _find_out(
        self, find: Callable[[], Awaitable[Viewer]], then: Callable[[Viewer], None]
    ) -> None:
        try:
            viewer = await find()
            self._thinking = None
            then(viewer)
        except Exception as error:  # noqa: BLE001  # The mask: a fault outside of any operation.
            self._thinking = None
            self._wire.close(self._closed_by(error))
            return
        self._wire.look()
        held, self._held = self._held, []
        for message in held:
            self._hear(message)

    def _closed_by(self, error: Exception) -> Closed:
        if isinstance(error, Closed):
            return error
        return Closed(4500, masked(self._request_id).message)


def _restart() -> Closed:
    return Closed(1012, "Service restart")
