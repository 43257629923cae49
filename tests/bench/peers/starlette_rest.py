"""A REST aggregator on Starlette: the answers of the bench's operations at addresses of their own.

aiohttp, orjson and PyMongo's asynchronous client, one call to each service, no dataloaders.

    python -m tests.bench.peers.starlette_rest --fd N
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.bench.peers.quick_company import quick_company
from tests.bench.peers.rest_reads import Reads
from tests.bench.peers.serving import LIVEZ, Identity, arguments, serve

_identity = Identity(os.environ)


class _Answer(Response):
    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The content as JSON; moments and decimals have forms of their own."""
        told: bytes = orjson.dumps(content, default=_form, option=orjson.OPT_PASSTHROUGH_DATETIME)
        return told


def _form(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return format(value, "f")
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(type(value))


def _reads(request: Request) -> Reads | None:
    creator_id = _identity.creator(request.headers.get("authorization", ""))
    if creator_id is None:
        return None
    return Reads(request.app.state.company, creator_id, datetime.now(UTC))


async def _page(request: Request) -> Response:
    reads = _reads(request)
    if reads is None:
        return Response(status_code=401)
    session = await reads.session(request.path_params["session_id"])
    if session is None:
        return Response(status_code=404)
    return _Answer({"endPage": await _PARTS[request.path_params.get("part", "")](reads, session)})


_PARTS = {"": Reads.full_page, "headline": Reads.headline, "rewards": Reads.rewards}


async def _newest(request: Request) -> Response:
    reads = _reads(request)
    if reads is None:
        return Response(status_code=401)
    return _Answer({"viewer": await reads.newest(int(request.query_params["first"]))})


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    async with quick_company(os.environ) as company:
        app.state.company = company
        yield


if __name__ == "__main__":
    routes = [
        Route("/end-pages/{session_id}", _page),
        Route("/end-pages/{session_id}/{part}", _page),
        Route("/live-sessions", _newest),
        LIVEZ,
    ]
    serve(Starlette(routes=routes, lifespan=_life), arguments().parse_args().fd)
