"""HTTP: GraphQL operations by GET, POST or QUERY, answered in one piece or as a stream.

| the request | the operation | the answer |
|---|---|---|
| OPTIONS | none | what may be asked, without a body |
| PUT, DELETE, or one with a stream's token | any | graphql-sse's single connection mode |
| ``text/event-stream`` is accepted at all | a subscription | an event stream |
| ``multipart/mixed;subscriptionSpec=1.0`` is | a subscription | multipart |
| neither | a subscription | a refusal that names them |
| one that takes parts (``gateway.incremental_accept``) | a query that defers | parts |
| ``text/event-stream`` is preferred to JSON | another | an event stream of one answer |
| anything else | another | JSON |
"""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from gateway import http_answer
from gateway.admission import Overloaded
from gateway.asked import note_asked
from gateway.cache_control import for_caches
from gateway.client_left import ClientLeft, while_connected
from gateway.deferred_answer import answer_in_parts
from gateway.delivery import deliver
from gateway.dialect import Dialect
from gateway.errors import CODES, RequestError
from gateway.event_stream import EventStream
from gateway.exchange import Exchange
from gateway.http_answer import HttpAnswer
from gateway.http_request import budget_of, check_host, check_method_and_type, read_request
from gateway.incremental_accept import incremental_of
from gateway.methods import SAFE, check_kind
from gateway.multipart import Multipart
from gateway.negotiation import EVENT_STREAM, JSON, MULTIPART
from gateway.query_turn import run_in_turn
from gateway.rate_limited import RateLimited
from gateway.refusal import masked
from gateway.refusal_log import RefusalLog
from gateway.single_connection import SingleConnections, is_single_connection
from gateway.streamed_operation import hold_operation

_STREAMED = {"GET", "POST"}
_DIALECTS: dict[str, Dialect] = {EVENT_STREAM: EventStream(), MULTIPART: Multipart()}


class GraphQLOverHttp:
    """The ASGI endpoint. Nothing but an answer leaves it, whatever goes wrong."""

    def __init__(self) -> None:
        self._refusals = RefusalLog()
        self._single_connections = SingleConnections()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, unless the client leaves before the answer is there."""
        exchange = Exchange(scope, receive, send)
        if exchange.method == "OPTIONS":
            await deliver(http_answer.of_options(), exchange)
            return
        try:
            exchange.gateway.rates.knock(exchange.address)
            # A stream takes no turn: whoever asks for one waits for nobody.
            if not exchange.wants_stream:
                exchange.gateway.admission.check()
        except (Overloaded, RateLimited) as refusal:
            self._refusals.add(refusal.code)
            exchange.gateway.telemetry.refused(refusal.code)
            await deliver(_refusal(exchange, refusal), exchange)
            return
        log = exchange.log
        try:
            if is_single_connection(exchange):
                reply = await self._single_connections.answer(exchange)
            else:
                reply = await _answer(exchange)
        except ClientLeft:
            if exchange.is_operation:
                log.client_left()
                log.write(http_status=200 if exchange.has_begun else _LEFT)
            return
        except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
            told = error if isinstance(error, RequestError) else masked(exchange.request_id)
            log.refusal(told)
            exchange.is_operation = True
            reply = None if exchange.has_begun else _refusal(exchange, told)
        if exchange.is_operation:
            log.write(http_status=reply.status if reply else 200)
        if reply is not None:
            await deliver(reply, exchange)


_LEFT = CODES["OPERATION_CLOSED"].http_status


def _refusal(exchange: Exchange, error: RequestError) -> HttpAnswer:
    if isinstance(error, RateLimited):
        exchange.refused_by = error.standing
    return http_answer.of_refusal(
        error,
        media_type=exchange.accept.answer or JSON,
        policy=exchange.gateway.settings.status_policy,
        request_id=exchange.request_id,
        in_events=exchange.in_events,
    )


async def _answer(exchange: Exchange) -> HttpAnswer | None:
    """The path of one operation: may it be, who asks, what is asked, and how is it answered.

    None when it has been answered by a stream. Raises RequestError, and ClientLeft.
    """
    gateway, accept, method = exchange.gateway, exchange.accept, exchange.method
    check_host(exchange.scope["http_version"], exchange.headers)
    if exchange.coding.name is None:
        message = "Answers are plain, or in gzip or zstd, which Accept-Encoding excludes."
        raise RequestError("NOT_ACCEPTABLE", message)
    incremental = incremental_of(exchange.headers.get("accept"))
    if accept.answer is None and accept.stream is None and incremental is None:
        message = "Answers are JSON or event streams, which Accept excludes."
        raise RequestError("NOT_ACCEPTABLE", message)
    check_method_and_type(method, exchange.headers)
    budget_ms = budget_of(exchange.headers, most_ms=gateway.settings.operation_ms)
    viewer = await exchange.identify()
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
    if kind == "subscription" and accept.stream is not None and method in _STREAMED:
        exchange.in_events = accept.stream == EVENT_STREAM
        holding = hold_operation(exchange, request, viewer, _DIALECTS[accept.stream])
        del request
        await holding
        return None
    check_kind(method, kind)
    if (
        incremental is not None
        and method in _STREAMED
        and gateway.engine.defers(request, every=incremental.format.every)
    ):
        return await answer_in_parts(exchange, request, viewer, incremental, budget_ms=budget_ms)
    if accept.answer is None and not accept.prefers_events:
        raise RequestError("NOT_ACCEPTABLE", "A query is answered in JSON, which Accept excludes.")
    answer = gateway.engine.copied(request, viewer=viewer, language=exchange.language)
    if answer is None:
        async with while_connected(exchange.receive):
            answer = await run_in_turn(
                gateway,
                request,
                viewer=viewer,
                language=exchange.language,
                request_id=exchange.request_id,
                budget_ms=budget_ms,
            )
    exchange.log.answer(answer)
    if accept.prefers_events:
        exchange.log.transport(_DIALECTS[EVENT_STREAM].name)
        return http_answer.of_answer_in_events(answer)
    reply = http_answer.of_answer(
        answer,
        media_type=accept.answer or JSON,
        policy=gateway.settings.status_policy,
        kind=kind,
    )
    if method in SAFE:
        return for_caches(reply, answer, exchange.headers.get("if-none-match"))
    return reply
