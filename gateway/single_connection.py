"""Single connection: graphql-sse's mode in which one event stream carries many operations.

| request | what it does |
|---|---|
| PUT | reserves a stream: 201 and its token |
| GET or POST with the token, for ``text/event-stream`` | opens the stream; once at a time |
| POST with the token and ``extensions.operationId`` | runs an operation in it: 202 |
| DELETE with the token and ``?operationId=`` | ends an operation: 200 |

The token is a ticket and no proof of who asks: each request says that by itself, and a token is
good for whoever reserved it alone. Closing the stream ends its operations and the reservation.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from gateway.asked import note_asked
from gateway.coming_back import draining
from gateway.deferred_query import DeferredQuery
from gateway.errors import RequestError
from gateway.event_stream import EventStream
from gateway.exchange import Exchange
from gateway.graphql_request import GraphQLRequest
from gateway.held_stream import HeldStream
from gateway.http_answer import HttpAnswer
from gateway.http_request import budget_of, check_method_and_type, read_request
from gateway.incremental_accept import CURRENT
from gateway.negotiation import EVENT_STREAM
from gateway.query_turn import answer_in_turn
from gateway.reservations import Reservation, Reservations
from gateway.shared_query import SharedQuery
from gateway.shared_stream import SharedOperation
from gateway.stream_life import StreamLife
from gateway.streamed_operation import open_subscription
from loaders.viewer import Viewer

_LONGEST_ID = 128
_LONGEST_QUERY_STRING = 16_384
_MOST_PARAMETERS = 16
_PLAIN = "text/plain"
_EVENTS = EventStream()


def is_single_connection(exchange: Exchange) -> bool:
    """Whether a request is one of this mode."""
    if exchange.method in {"GET", "POST"}:
        return stream_token(exchange) is not None
    return exchange.method in {"PUT", "DELETE"}


def stream_token(exchange: Exchange) -> str | None:
    """The reservation's token, from the header or the address."""
    given = exchange.headers.get("x-graphql-event-stream-token")
    return given or _parameter(exchange, "token")


class SingleConnections:
    """The streams of one process, and what is asked of them."""

    def __init__(self) -> None:
        self._reservations = Reservations()

    async def answer(self, exchange: Exchange) -> HttpAnswer | None:
        """What the request asks for; None when it has been answered by a stream.

        Raises RequestError, and ClientLeft.
        """
        exchange.in_events = exchange.is_operation = False
        viewer = await exchange.identify()
        match exchange.method:
            case "PUT":
                return self._reserve(exchange, viewer)
            case "DELETE":
                return self._end(exchange, viewer)
            case "POST" if not exchange.accept.prefers_events:
                return await self._begin(exchange, viewer)
            case _:
                await self._open(exchange, viewer)
                return None

    def _reserve(self, exchange: Exchange, viewer: Viewer) -> HttpAnswer:
        settings = exchange.gateway.settings
        if exchange.gateway.streams.is_draining:
            raise draining().refusal
        if self._reservations.has(stream_token(exchange), viewer.creator_id):
            raise RequestError("STREAM_CONFLICT", "The stream of this token is reserved already.")
        reservation = self._reservations.reserve(
            viewer.creator_id,
            most=settings.streams,
            most_per_creator=settings.streams_per_creator,
        )
        return HttpAnswer(201, reservation.token.encode("ascii"), _PLAIN)

    def _end(self, exchange: Exchange, viewer: Viewer) -> HttpAnswer:
        reservation = self._reservations.find(stream_token(exchange), viewer.creator_id)
        operation_id = _parameter(exchange, "operationId")
        if not operation_id:
            raise RequestError("BAD_REQUEST", "The parameter operationId is missing.")
        # One that has ended by itself meanwhile is no fault of the client's.
        reservation.stream.end(operation_id)
        return HttpAnswer(200, b"", _PLAIN)

    async def _open(self, exchange: Exchange, viewer: Viewer) -> None:
        if exchange.accept.stream != EVENT_STREAM:
            raise RequestError("NOT_ACCEPTABLE", "The stream is text/event-stream.")
        reservation = self._reservations.find(stream_token(exchange), viewer.creator_id)
        held = HeldStream(exchange, _EVENTS, reservation.stream)
        life = StreamLife(exchange.gateway, viewer, held.interrupt)
        try:
            self._reservations.opened(reservation)
            reservation.stream.on_news = held.wake
            try:
                await held.hold()
            finally:
                self._reservations.end(reservation)
        finally:
            life.end()

    async def _begin(self, exchange: Exchange, viewer: Viewer) -> HttpAnswer:
        gateway = exchange.gateway
        reservation = self._reservations.find(stream_token(exchange), viewer.creator_id)
        check_method_and_type(exchange.method, exchange.headers)
        budget_ms = budget_of(exchange.headers, most_ms=gateway.settings.operation_ms)
        request = await read_request(
            exchange.scope,
            exchange.receive,
            exchange.headers,
            most_bytes=gateway.settings.body_bytes,
            most_seconds=gateway.settings.body_seconds,
        )
        request = note_asked(
            gateway, exchange.log, request, viewer, exchange.client, address=exchange.address
        )
        kind = gateway.engine.kind(request)
        in_parts = gateway.engine.defers(request, every=CURRENT.every)
        operation = _place(exchange, reservation, request.extensions.get("operationId"))
        if kind == "subscription":
            try:
                operation.follow(open_subscription(exchange, request, viewer, operation))
            except BaseException:
                reservation.stream.drop(operation)
                raise
        elif in_parts:
            operation.is_query = True
            query = _in_parts(exchange, request, viewer, budget_ms)
            operation.follow(query)
            query.tell(operation)
        else:
            answering = answer_in_turn(
                operation,
                gateway,
                request,
                viewer=viewer,
                language=exchange.language,
                request_id=exchange.request_id,
                budget_ms=budget_ms,
            )
            operation.is_query = True
            operation.follow(SharedQuery(answering))
        return HttpAnswer(202, b"", _PLAIN)


def _in_parts(
    exchange: Exchange, request: GraphQLRequest, viewer: Viewer, budget_ms: int
) -> DeferredQuery:
    """A query whose answers are frames; clients of this mode take whatever payload comes."""
    return DeferredQuery(
        exchange.gateway,
        request,
        CURRENT,
        viewer=viewer,
        language=exchange.language,
        request_id=exchange.request_id,
        budget_ms=budget_ms,
        deferred_ms=budget_of(exchange.headers, most_ms=exchange.gateway.settings.deferred_ms),
    )


def _place(exchange: Exchange, reservation: Reservation, operation_id: object) -> SharedOperation:
    """The operation's place in the stream. Raises RequestError when it can have none."""
    stream = reservation.stream
    if stream.is_closed:  # While the body came.
        raise RequestError("STREAM_NOT_FOUND", "The stream has been closed.")
    if not isinstance(operation_id, str) or not 0 < len(operation_id) <= _LONGEST_ID:
        raise RequestError("BAD_REQUEST", "extensions.operationId is missing or too long.")
    if len(stream) >= exchange.gateway.settings.socket_operations:
        raise RequestError("TOO_MANY_SUBSCRIPTIONS", "Too many operations on one stream.")
    return stream.begin(operation_id, exchange.request_id, exchange.log)


def _parameter(exchange: Exchange, name: str) -> str | None:
    given: bytes = exchange.scope["query_string"]
    if name.encode("ascii") not in given or len(given) > _LONGEST_QUERY_STRING:
        return None
    try:
        pairs = parse_qsl(given.decode("latin-1"), max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        return None
    return dict(pairs).get(name)
