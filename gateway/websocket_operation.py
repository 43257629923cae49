"""WebSocket operation: one ``subscribe`` message, from its first word to its last."""

from __future__ import annotations

import asyncio
from typing import Protocol

from gateway.answer import Answer
from gateway.asked import note_asked
from gateway.client import Client
from gateway.deferred_query import DeferredQuery
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.graphql_request import GraphQLRequest
from gateway.incremental_format import IncrementalFormat
from gateway.operation_log import OperationLog
from gateway.query_turn import answer_in_turn
from gateway.refusal import masked, refusal_errors
from gateway.sink import Subscription
from gateway.websocket_messages import encode
from loaders.viewer import Viewer


class Speaker(Protocol):
    """What an operation needs of those that share its socket."""

    @property
    def is_writable(self) -> bool:
        """Whether the client keeps up with what it is sent."""
        ...

    def say(self, message: bytes) -> None:
        """Send one message, or nothing when the socket is closed."""
        ...

    def forget(self, operation_id: str) -> None:
        """The operation is over, and its id free."""
        ...

    def said_all(self) -> None:
        """The operation has said its last word, if it has one."""
        ...


class WebSocketOperation:
    """Tells what comes of one operation: ``next`` and ``complete``, or one ``error`` at the end.

    It is the ``Sink`` of a subscription, and of a query, which is a task, or comes in parts. After
    an ``error`` there is no ``complete``; after ``stop`` there is nothing.
    """

    __slots__ = ("_id", "_is_over", "_log", "_request_id", "_running", "_speaker")

    def __init__(
        self, speaker: Speaker, operation_id: str, *, request_id: str, log: OperationLog
    ) -> None:
        self._speaker = speaker
        self._id = operation_id
        self._request_id = request_id
        self._log = log
        self._is_over = False
        self._running: Subscription | asyncio.Task[None] | None = None

    @property
    def is_query(self) -> bool:
        """Whether it is a query, which ends soon and by itself."""
        return isinstance(self._running, asyncio.Task | DeferredQuery)

    def begin(
        self,
        gateway: Gateway,
        request: GraphQLRequest,
        *,
        viewer: Viewer,
        client: Client,
        address: str,
        language: str,
        format_: IncrementalFormat | None,
        tasks: set[asyncio.Task[None]],
    ) -> None:
        """Begin it. ``format_`` is that in which the client takes a query in parts, if it does.
        ``address`` is the network that it asks from.
        ``tasks`` holds what runs until it has ended, when nobody else does.

        Raises RequestError when it cannot be begun.
        """
        gateway.rates.knock(address)
        gateway.rates.enter(viewer.creator_id)
        request = note_asked(gateway, self._log, request, viewer, client, address=address)
        if format_ is not None and gateway.engine.defers(request, every=format_.every):
            settings = gateway.settings
            query = DeferredQuery(
                gateway,
                request,
                format_,
                viewer=viewer,
                language=language,
                request_id=self._request_id,
                budget_ms=settings.operation_ms,
                deferred_ms=settings.deferred_ms,
            )
            self._running = query
            query.tell(self)
            return
        if gateway.engine.kind(request) != "subscription":
            work = self._answer(gateway, request, viewer, language)
            task = asyncio.get_running_loop().create_task(work)
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            self._running = task
            return
        subscriber = gateway.subscriptions.open(
            request, viewer=viewer, language=language, request_id=self._request_id, sink=self
        )
        if not self._is_over:
            self._running = subscriber

    def is_ready(self) -> bool:
        """Whether the client keeps up."""
        return self._speaker.is_writable

    def send(self, answer: Answer) -> None:
        """Say ``next``."""
        if self._is_over:
            return
        try:
            message = encode("next", id=self._id, payload=answer.to_wire())
        except Exception:  # noqa: BLE001  # The mask: text that is no Unicode, for one.
            self._let_go()
            self.fail(masked(self._request_id))
            return
        self._log.answer(answer)
        self._speaker.say(message)

    def complete(self) -> None:
        """Say ``complete``."""
        if not self._is_over:
            self._end(encode("complete", id=self._id))

    def fail(self, error: RequestError) -> None:
        """Say ``error``."""
        if self._is_over:
            return
        self._log.refusal(error)
        told = refusal_errors(error, self._request_id)
        self._end(encode("error", id=self._id, payload=told))

    def resume(self) -> None:
        """The client keeps up again."""
        if self._running is not None and not isinstance(self._running, asyncio.Task):
            self._running.resume()

    def stop(self) -> None:
        """The client has left, or wants no more: say nothing more, and let go of the work."""
        if self._is_over:
            return
        self._is_over = True
        self._log.client_left()
        self._log.write()
        self._speaker.forget(self._id)
        self._let_go()
        self._speaker.said_all()

    def _let_go(self) -> None:
        # Each holds the other, and with them the socket: both would wait for the collector.
        running, self._running = self._running, None
        if isinstance(running, asyncio.Task):
            running.cancel()
        elif running is not None:
            running.close()

    def _end(self, message: bytes) -> None:
        self._is_over = True
        self._running = None
        self._log.write()
        # Before the last word: who hears it may use the id again.
        self._speaker.forget(self._id)
        self._speaker.say(message)
        self._speaker.said_all()

    async def _answer(
        self, gateway: Gateway, request: GraphQLRequest, viewer: Viewer, language: str
    ) -> None:
        try:
            await answer_in_turn(
                self,
                gateway,
                request,
                viewer=viewer,
                language=language,
                request_id=self._request_id,
                budget_ms=gateway.settings.operation_ms,
            )
        except asyncio.CancelledError:
            self.stop()
            raise
