"""WebSocket operation: one ``subscribe`` message, from its first word to its last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import aclosing
from typing import Any, Protocol, cast

from gateway.errors import RequestError
from gateway.execution import Answer
from gateway.gateway import Gateway
from gateway.operation_log import OperationLog
from gateway.refusal import masked, refusal_errors
from gateway.websocket_messages import Subscribe
from loaders.viewer import Viewer


class Say(Protocol):
    """Sends one message to the client."""

    def __call__(self, kind: str, **fields: object) -> Awaitable[None]: ...


async def run_operation(
    gateway: Gateway,
    message: Subscribe,
    *,
    say: Say,
    viewer: Viewer,
    language: str,
    request_id: str,
    is_one_too_many: bool,
) -> None:
    """Run it and say what comes of it: ``next`` and ``complete``, or one ``error`` at the end.

    After an ``error`` there is no ``complete``; after a cancellation there is nothing.
    """
    log = OperationLog(request_id=request_id, transport="websocket")
    log.viewer(viewer, language)
    try:
        if is_one_too_many:
            raise RequestError("TOO_MANY_SUBSCRIPTIONS", "Too many operations on one socket.")
        async for answer in _answers(gateway, message, log, viewer, language, request_id):
            log.answer(answer)
            await say("next", id=message.id, payload=answer.to_wire())
        await say("complete", id=message.id)
    except asyncio.CancelledError:
        log.client_left()
        raise
    except Exception as error:  # noqa: BLE001  # The mask: what is not a refusal is told as one.
        refusal = error if isinstance(error, RequestError) else masked(request_id)
        log.refusal(refusal)
        await say("error", id=message.id, payload=refusal_errors(refusal, request_id))
    finally:
        log.write()


async def _answers(
    gateway: Gateway,
    message: Subscribe,
    log: OperationLog,
    viewer: Viewer,
    language: str,
    request_id: str,
) -> AsyncIterator[Answer]:
    request = message.payload.to_request()
    kind = gateway.engine.kind(request)
    log.request(request, kind)
    asked: dict[str, Any] = {"viewer": viewer, "language": language, "request_id": request_id}
    if kind != "subscription":
        most_ms = gateway.settings.operation_ms
        priority = gateway.engine.priority(request)
        async with gateway.admission.turn(priority, patience_ms=most_ms) as waited:
            answer = await gateway.engine.run(request, **asked, budget_ms=max(most_ms - waited, 1))
        yield answer
        return
    events = gateway.engine.subscribe(request, **asked)
    async with aclosing(cast("Any", events)):
        async for answer in events:
            yield answer
