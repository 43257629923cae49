"""WebSocket operations: those that are under way on one socket, by the ids of its client."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from gateway.client import Client
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.incremental_accept import CURRENT
from gateway.incremental_format import IncrementalFormat
from gateway.operation_log import OperationLog
from gateway.refusal import masked
from gateway.websocket_closed import Closed
from gateway.websocket_handshake import Handshake
from gateway.websocket_messages import Subscribe
from gateway.websocket_operation import WebSocketOperation
from gateway.websocket_wire import Wire
from loaders.viewer import Viewer


class WebSocketOperations:
    """Begins and stops them. A fault in one ends that one alone."""

    __slots__ = (
        "_address",
        "_begun",
        "_client",
        "_format",
        "_gateway",
        "_language",
        "_request_id",
        "_tasks",
        "_under_way",
        "_when_answered",
        "_wire",
    )

    def __init__(
        self, gateway: Gateway, wire: Wire, handshake: Handshake, tasks: set[asyncio.Task[None]]
    ) -> None:
        """``tasks`` holds what runs until it has ended, when nobody else does."""
        self._gateway = gateway
        self._wire = wire
        self._request_id = handshake.request_id
        self._address = handshake.address
        self._language = handshake.language
        self._client = handshake.client
        self._tasks = tasks
        self._format: IncrementalFormat | None = None
        self._begun = 0
        self._under_way: dict[str, WebSocketOperation] = {}
        self._when_answered: Callable[[], None] | None = None

    @property
    def is_writable(self) -> bool:
        """Whether the client keeps up."""
        return self._wire.is_writable

    def say(self, message: bytes) -> None:
        """Send one message."""
        self._wire.say(message)

    def take_parts(self, spec: object) -> None:
        """The client has said that it takes queries in parts, in the format of that name."""
        self._format = CURRENT if f"incrementalSpec={spec}" == CURRENT.spec else None

    @property
    def longest_ms(self) -> int:
        """The longest that a query of this socket may run."""
        settings = self._gateway.settings
        deferred_ms = 0 if self._format is None else settings.deferred_ms
        return max(settings.operation_ms, deferred_ms)

    def begin(self, message: Subscribe, viewer: Viewer) -> None:
        """Begin one, or say its ``error``. Raises ``Closed`` for an id that is in use."""
        if message.id in self._under_way:
            raise Closed(4409, f"Subscriber for {message.id[:64]} already exists")
        if self._when_answered is not None:
            return  # The client asks again where it connects next.
        self._begun += 1
        request_id = f"{self._request_id}.{self._begun}"
        telemetry = self._gateway.telemetry
        log = OperationLog(request_id=request_id, transport="websocket", telemetry=telemetry)
        log.viewer(viewer, self._language)
        log.client(self._client)
        is_one_too_many = len(self._under_way) >= self._gateway.settings.socket_operations
        operation = WebSocketOperation(self, message.id, request_id=request_id, log=log)
        self._under_way[message.id] = operation
        try:
            if is_one_too_many:
                raise RequestError("TOO_MANY_SUBSCRIPTIONS", "Too many operations on one socket.")
            operation.begin(
                self._gateway,
                message.payload.to_request(),
                viewer=viewer,
                client=self._client,
                address=self._address,
                language=self._language,
                format_=self._format,
                tasks=self._tasks,
            )
        except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
            operation.fail(error if isinstance(error, RequestError) else masked(request_id))

    def known(self, client: Client) -> None:
        """Which client the socket's first message says that asks, if it says so."""
        self._client = client.or_else(self._client)

    def resume(self) -> None:
        """The client keeps up again."""
        for operation in list(self._under_way.values()):
            operation.resume()

    def stop(self, operation_id: str) -> None:
        """The client wants no more of that one, which may be over already."""
        operation = self._under_way.get(operation_id)
        if operation is not None:
            operation.stop()

    def stop_all(self) -> None:
        """The socket is closed."""
        for operation in list(self._under_way.values()):
            operation.stop()

    def begin_no_more(self, when_answered: Callable[[], None]) -> None:
        """Begin nothing more, and call the function when no query is under way."""
        self._when_answered = when_answered
        self._call_when_answered()

    def forget(self, operation_id: str) -> None:
        """It is over."""
        del self._under_way[operation_id]

    def said_all(self) -> None:
        """One of them has said its last word."""
        self._call_when_answered()

    def _call_when_answered(self) -> None:
        if self._when_answered is None:
            return
        if not any(operation.is_query for operation in self._under_way.values()):
            self._when_answered()
