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

import os
from collections.abc import Mapping
from datetime import UTC, datetime

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as StarletteResponse
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from tests.bench.peers.serving import LIVEZ, Identity, arguments, credential, serve
from tests.bench.peers.stock.company import Company, Loaders
from tests.bench.peers.stock.page import Query
from tests.bench.peers.stock.panel import Context
from tests.bench.peers.stock.words import SCALARS


class EndPageGraphQL(GraphQL[Context, None]):
    """Strawberry's view, with a context for each request."""

    def __init__(self, schema: strawberry.Schema, environment: Mapping[str, str]) -> None:
        super().__init__(schema)
        self._identity = Identity(environment)
        self._company = Company(environment, credential(environment))

    async def get_context(
        self, request: Request | WebSocket, response: StarletteResponse | WebSocket
    ) -> Context:
        """Who asks, and fresh dataloaders."""
        creator_id = self._identity.creator(request.headers.get("authorization", ""))
        return Context(creator_id, Loaders(self._company), datetime.now(UTC))


def app(environment: Mapping[str, str], *, cached: bool) -> Starlette:
    """The app that the environment describes."""
    schema = strawberry.Schema(
        query=Query,
        config=StrawberryConfig(scalar_map=SCALARS),
        extensions=[lambda: ParserCache(100), lambda: ValidationCache(100)] if cached else [],
    )
    return Starlette(routes=[Route("/graphql", EndPageGraphQL(schema, environment)), LIVEZ])


def main() -> None:
    """Serve until stopped."""
    parser = arguments()
    parser.add_argument("--cached", action="store_true")
    given = parser.parse_args()
    serve(app(os.environ, cached=given.cached), given.fd)


if __name__ == "__main__":
    main()
