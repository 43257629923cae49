"""Query turn: an operation that is answered once runs when it is its turn."""

from __future__ import annotations

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.gateway import Gateway
from gateway.graphql_request import GraphQLRequest
from gateway.refusal import masked
from gateway.sink import Sink
from loaders.viewer import Viewer


async def run_in_turn(
    gateway: Gateway,
    request: GraphQLRequest,
    *,
    viewer: Viewer,
    language: str,
    request_id: str,
    budget_ms: int,
) -> Answer:
    """Wait for a turn and run it, both within ``budget_ms``. Raises RequestError."""
    priority = gateway.engine.priority(request)
    async with gateway.admission.turn(priority, patience_ms=budget_ms) as waited:
        return await gateway.engine.run(
            request,
            viewer=viewer,
            language=language,
            request_id=request_id,
            budget_ms=max(budget_ms - waited, 1),
        )


async def answer_in_turn(
    sink: Sink,
    gateway: Gateway,
    request: GraphQLRequest,
    *,
    viewer: Viewer,
    language: str,
    request_id: str,
    budget_ms: int,
) -> None:
    """The same, told to ``sink`` as a subscription with one answer would be. Raises nothing but
    CancelledError.
    """
    try:
        answer = await run_in_turn(
            gateway,
            request,
            viewer=viewer,
            language=language,
            request_id=request_id,
            budget_ms=budget_ms,
        )
    except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
        sink.fail(error if isinstance(error, RequestError) else masked(request_id))
    else:
        sink.send(answer)
        sink.complete()
