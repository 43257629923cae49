"""Health: is the process alive, and may it be sent requests."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from gateway.gateway import gateway_of


async def livez(_request: Request) -> JSONResponse:
    """The process runs and its loop turns."""
    return JSONResponse({"status": "alive"})


async def readyz(request: Request) -> JSONResponse:
    """The gateway answers, and which of its sources it reaches.

    A source that is down takes no gateway out of service: the panels of the others are worth more
    than nothing, and every other gateway would be as unready.
    """
    sources = await gateway_of(request.scope).reachable()
    status = "ready" if all(sources.values()) else "degraded"
    return JSONResponse({"status": status, "sources": sources})


def health_routes() -> list[BaseRoute]:
    """``/livez`` and ``/readyz``."""
    return [Route("/livez", livez), Route("/readyz", readyz)]
