"""Deferred answer: a query answered over HTTP in parts, when there is something to wait for."""

from __future__ import annotations

from gateway import http_answer
from gateway.answer import Answer
from gateway.client_left import while_connected
from gateway.deferred_multipart import DeferredMultipart
from gateway.deferred_query import DeferredQuery
from gateway.dialect import Dialect
from gateway.event_stream import EventStream
from gateway.exchange import Exchange
from gateway.frames import FirstFrame
from gateway.graphql_request import GraphQLRequest
from gateway.http_answer import HttpAnswer
from gateway.http_request import budget_of
from gateway.incremental_accept import Incremental
from gateway.streamed_operation import StreamedOperation
from loaders.viewer import Viewer


async def answer_in_parts(
    exchange: Exchange,
    request: GraphQLRequest,
    viewer: Viewer,
    incremental: Incremental,
    *,
    budget_ms: int,
) -> HttpAnswer | None:
    """Run a query that may defer. The answer, when nothing of it is to come and the client takes a
    plain one; None when it has been answered by a stream.

    Raises RequestError while nothing has been sent, and ClientLeft.
    """
    query = DeferredQuery(
        exchange.gateway,
        request,
        incremental.format,
        viewer=viewer,
        language=exchange.language,
        request_id=exchange.request_id,
        budget_ms=budget_ms,
        deferred_ms=budget_of(exchange.headers, most_ms=exchange.gateway.settings.deferred_ms),
    )
    try:
        async with while_connected(exchange.receive):
            first = await query.first()
        if not first.has_next and (plain := _plain(exchange, first)):
            return plain
        operation = StreamedOperation(exchange, _dialect(incremental))
        operation.follow(query)
        query.tell(operation)
        await operation.stream.hold()
        return None
    finally:
        query.close()
        await query.ended()


def _dialect(incremental: Incremental) -> Dialect:
    return EventStream() if incremental.is_events else DeferredMultipart(incremental.format)


def _plain(exchange: Exchange, first: FirstFrame) -> HttpAnswer | None:
    """The whole answer in one piece; None when the client takes none."""
    answer = Answer(
        data=first.data,
        errors=first.errors,
        extensions=first.extensions,
        upstream_calls=first.upstream_calls,
    )
    accept = exchange.accept
    if accept.prefers_events:
        exchange.log.answer(answer)
        exchange.log.transport(EventStream.name)
        return http_answer.of_answer_in_events(answer)
    if accept.answer is not None:
        exchange.log.answer(answer)
        return http_answer.of_answer(
            answer,
            media_type=accept.answer,
            policy=exchange.gateway.settings.status_policy,
            kind="query",
        )
    return None
