"""Hello: the least that a Starlette app on uvicorn can do; the floor that nothing goes below.

python -m tests.bench.peers.hello --fd N
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.bench.peers.serving import LIVEZ, arguments, serve


async def _hello(_request: Request) -> JSONResponse:
    return JSONResponse({"hello": "world"})


if __name__ == "__main__":
    app = Starlette(routes=[Route("/graphql", _hello, methods=["POST"]), LIVEZ])
    serve(app, arguments().parse_args().fd)
