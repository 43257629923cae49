"""Streamed operation: a subscription, or a query in parts, that has a stream to itself."""

from __future__ import annotations

from gateway.dialect import Dialect
from gateway.errors import RequestError
from gateway.exchange import Exchange
from gateway.graphql_request import GraphQLRequest
from gateway.held_stream import HeldStream
from gateway.outlet import Outlet
from gateway.sink import Sink, Subscription
from gateway.stream_life import StreamLife
from loaders.viewer import Viewer


class StreamedOperation(Outlet):
    """Its answers in the words of a dialect."""

    __slots__ = ("_dialect", "_exchange", "is_over", "stream")
    # An update is promised to nobody: who comes back is told the state as it is.
    is_answering = False

    def __init__(self, exchange: Exchange, dialect: Dialect) -> None:
        self._exchange = exchange
        self._dialect = dialect
        self.is_over = False
        self.stream = HeldStream(exchange, dialect, self)
        super().__init__(self.stream.wake)

    def take(self) -> bytes | None:
        """The next answer, or the operation's end."""
        if not self.has_news:
            return None
        log = self._exchange.log
        try:
            answer = self.take_answer()
        except RequestError as error:
            self.is_over = True
            log.refusal(error)
            return self._dialect.failure(error, self._exchange.request_id)
        if answer is None:
            self.is_over = True
            return self._dialect.complete()
        log.answer(answer)
        told = self._dialect.answer(answer)
        if self.has_only_its_end:
            # In one piece with the last answer: who has heard that may hang up.
            self.is_over = True
            told += self._dialect.complete()
        return told

    def written(self) -> None:
        """What was taken has been written."""
        self.make_room()


async def hold_operation(
    exchange: Exchange, request: GraphQLRequest, viewer: Viewer, dialect: Dialect
) -> None:
    """Stream one subscription until it ends, or has to.

    Raises RequestError while nothing has been sent, and ClientLeft.
    """
    operation = StreamedOperation(exchange, dialect)
    life = StreamLife(exchange.gateway, viewer, operation.stream.interrupt)
    try:
        operation.follow(open_subscription(exchange, request, viewer, operation))
        # A stream is held for hours; its request, with the text of the document, need not be.
        del request
        exchange.forget_headers()
        await operation.stream.hold()
    finally:
        operation.close()
        life.end()


def open_subscription(
    exchange: Exchange, request: GraphQLRequest, viewer: Viewer, sink: Sink
) -> Subscription:
    """Begin a subscription where the client says that it has left off. Raises RequestError."""
    return exchange.gateway.subscriptions.open(
        request,
        viewer=viewer,
        language=exchange.language,
        request_id=exchange.request_id,
        sink=sink,
        last_event_id=exchange.headers.get("last-event-id"),
    )
