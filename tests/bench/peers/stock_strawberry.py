"""Stock Strawberry: the same end page, written the way that Strawberry's documentation shows.

`strawberry.asgi.GraphQL` with a context of its own, `strawberry.dataloader`, `httpx.AsyncClient`,
motor and the standard library's json; PyJWT checks each token. It has no logs, no deadlines, no
limits and no mask over errors, which makes it cheaper than the gateway that it is compared with.
`--cached` adds Strawberry's own parser and validation caches, which its documentation offers
against the cost of parsing the same documents again.

    python -m tests.bench.peers.stock_strawberry --fd N [--cached]

It reads the same ENDPAGE_* variables as the gateway.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import jwt
import strawberry
import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.responses import Response as StarletteResponse
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from tests.bench.peers.stock.company import Company, Loaders
from tests.bench.peers.stock.page import Query
from tests.bench.peers.stock.panel import Context
from tests.bench.peers.stock.words import SCALARS
from upstreams.child import when_orphaned


class EndPageGraphQL(GraphQL[Context, None]):
    """Strawberry's view, with a context for each request."""

    def __init__(self, schema: strawberry.Schema, environment: Mapping[str, str]) -> None:
        super().__init__(schema)
        pem = Path(environment["ENDPAGE_JWT_PUBLIC_KEY_FILE"]).read_bytes()
        self._key = cast("RSAPublicKey", load_pem_public_key(pem))
        self._issuer = environment["ENDPAGE_JWT_ISSUER"]
        self._audience = environment["ENDPAGE_JWT_AUDIENCE"]
        credential = Path(environment["ENDPAGE_SERVICE_CREDENTIAL_FILE"])
        self._company = Company(environment, credential.read_text(encoding="ascii"))

    async def get_context(
        self, request: Request | WebSocket, response: StarletteResponse | WebSocket
    ) -> Context:
        """Who asks, and fresh dataloaders."""
        creator_id = self._creator(request.headers.get("authorization", ""))
        return Context(creator_id, Loaders(self._company), datetime.now(UTC))

    def _creator(self, authorization: str) -> str | None:
        try:
            claims: dict[str, Any] = jwt.decode(
                authorization.removeprefix("Bearer "),
                self._key,
                algorithms=["RS256"],
                issuer=self._issuer,
                audience=self._audience,
            )
        except jwt.PyJWTError:
            return None
        return str(claims["sub"])


def app(environment: Mapping[str, str], *, cached: bool) -> Starlette:
    """The app that the environment describes."""
    schema = strawberry.Schema(
        query=Query,
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[lambda: ParserCache(100), lambda: ValidationCache(100)] if cached else [],
    )
    graphql = EndPageGraphQL(schema, environment)
    return Starlette(routes=[Route("/graphql", graphql), Route("/livez", _livez)])


async def _livez(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--cached", action="store_true")
    arguments = parser.parse_args()
    when_orphaned(lambda: os.kill(os.getpid(), signal.SIGTERM))
    served = app(os.environ, cached=arguments.cached)
    # uvicorn's own way to take a descriptor opens it as a socket without TCP_NODELAY, which would
    # cost every answer 40 ms.
    server = uvicorn.Server(uvicorn.Config(served, access_log=False, log_level="warning"))
    server.run(sockets=[socket.socket(fileno=arguments.fd)])


if __name__ == "__main__":
    main()
