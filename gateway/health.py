"""Health: is the process alive, has it begun, and may it be sent requests.

| asked | 200 | 503 |
|---|---|---|
| `/livez` | the process runs and its loop turns | never |
| `/startupz` | all that a gateway begins with is done | something of it is not, which is told |
| `/readyz` | it may be sent requests; what is away, and what that breaks, is told | it is not |
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from gateway.dependencies import told_of
from gateway.gateway import Gateway, gateway_of

Reachable = Callable[[], Awaitable[dict[str, bool]]]
TOGETHER = "together"
"""Where the state of an app that is one of several has the event that all of them are ready."""
WORKERS = "workers"
"""What a process waits for that is ready before the others are."""
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


async def startupz(request: Request) -> JSONResponse:
    """All that a gateway begins with is done, here and in the processes with which it serves."""
    waits_for = _waits_for(request)
    if waits_for:
        return JSONResponse({"status": "starting", "waitsFor": waits_for}, status_code=503)
    return JSONResponse({"status": "started"})


async def readyz(request: Request) -> JSONResponse:
    """The gateway answers, and which of its sources it reaches.

    A source that is down takes no gateway out of service: the panels of the others are worth more
    than nothing, and every other gateway would be as unready. One that is about to stop is unready,
    and so is a process that waits for the others with which it serves, and one whose own database
    is known to be older than it needs.
    """
    gateway = gateway_of(request.scope)
    if _is_leaving(gateway):
        return JSONResponse({"status": "draining"}, status_code=503)
    waits_for = _waits_for(request)
    if waits_for:
        return JSONResponse({"status": "starting", "waitsFor": waits_for}, status_code=503)
    reachable = await gateway.reachable()
    status = "ready" if all(reachable.values()) else "degraded"
    return JSONResponse({"status": status, "dependencies": told_of(reachable)})


def _is_leaving(gateway: Gateway) -> bool:
    return gateway.readiness.is_leaving or gateway.streams.is_draining


def _waits_for(request: Request) -> list[str]:
    together: asyncio.Event | None = request.scope["state"].get(TOGETHER)
    waits_for = list(gateway_of(request.scope).readiness.waits_for)
    if together is not None and not together.is_set():
        waits_for.append(WORKERS)
    return waits_for


def health_routes() -> list[BaseRoute]:
    """``/livez``, ``/startupz`` and ``/readyz``."""
    return [Route("/livez", livez), Route("/startupz", startupz), Route("/readyz", readyz)]
