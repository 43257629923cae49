"""Health: is the process alive, and may it be sent requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from gateway.gateway import gateway_of

Reachable = Callable[[], Awaitable[dict[str, bool]]]
TOGETHER = "together"
"""Where the state of an app that is one of several has the event that all of them are ready."""
_SECONDS = 1.0


def kept(
    reachable: Reachable,
    *,
    seconds: float = _SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Reachable:
    """The same function, whose answer is kept: who asks often, or at once, loads no source.

    ``clock`` gives seconds. A failure is not kept.
    """
    asking: asyncio.Task[dict[str, bool]] | None = None
    good_until = clock()

    async def ask() -> dict[str, bool]:
        nonlocal good_until
        found = await reachable()
        good_until = clock() + seconds
        return found

    async def answer() -> dict[str, bool]:
        nonlocal asking
        if asking is None or (asking.done() and clock() >= good_until):
            asking = asyncio.create_task(ask())
        # Others wait for the same answer: one who leaves must not take it from them.
        return await asyncio.shield(asking)

    return answer


async def livez(_request: Request) -> JSONResponse:
    """The process runs and its loop turns."""
    return JSONResponse({"status": "alive"})


async def readyz(request: Request) -> JSONResponse:
    """The gateway answers, and which of its sources it reaches.

    A source that is down takes no gateway out of service: the panels of the others are worth more
    than nothing, and every other gateway would be as unready. One that is about to stop is unready,
    and so is a process that waits for the others with which it serves.
    """
    if gateway_of(request.scope).streams.is_draining:
        return JSONResponse({"status": "draining"}, status_code=503)
    together: asyncio.Event | None = request.scope["state"].get(TOGETHER)
    if together is not None and not together.is_set():
        return JSONResponse({"status": "starting"}, status_code=503)
    sources = await gateway_of(request.scope).reachable()
    status = "ready" if all(sources.values()) else "degraded"
    return JSONResponse({"status": status, "sources": sources})


def health_routes() -> list[BaseRoute]:
    """``/livez`` and ``/readyz``."""
    return [Route("/livez", livez), Route("/readyz", readyz)]
