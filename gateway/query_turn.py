"""Query turn: an operation that is answered once runs when it is its turn."""

from __future__ import annotations

from gateway.execution import Answer, GraphQLRequest
from gateway.gateway import Gateway
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
