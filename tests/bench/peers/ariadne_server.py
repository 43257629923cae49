"""Ariadne: the same end page schema first, over the product's own schema.graphql.

Ariadne's ASGI app over Starlette, one resolver a field that is no plain attribute, names converted
by Ariadne, dataloaders a request; parsed and validated documents are kept through the two options
that Ariadne has for that. The domain's work is that of the stock peer, its clients are the quick
ones. It has no logs, deadlines or limits.

    python -m tests.bench.peers.ariadne_server --fd N
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from ariadne.asgi import GraphQL
from graphql import DocumentNode, GraphQLSchema, parse, validate
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from tests.bench.peers.ariadne_schema import schema
from tests.bench.peers.quick_company import quick_company
from tests.bench.peers.serving import LIVEZ, Identity, arguments, serve
from tests.bench.peers.stock.company import Loaders
from tests.bench.peers.stock.panel import Context

_identity = Identity(os.environ)
_parsed = lru_cache(100)(parse)
_validated = lru_cache(100)(validate)


def _parse(_context: Any, data: dict[str, Any]) -> DocumentNode:
    return _parsed(data["query"])


def _validate(schema: GraphQLSchema, document: DocumentNode, **_options: Any) -> Any:
    return _validated(schema, document)


def _context(request: Request, _data: Any) -> Context:
    creator_id = _identity.creator(request.headers.get("authorization", ""))
    return Context(creator_id, Loaders(request.app.state.company), datetime.now(UTC))


@asynccontextmanager
async def _life(app: Starlette) -> AsyncIterator[None]:
    async with quick_company(os.environ) as company:
        app.state.company = company
        yield


if __name__ == "__main__":
    graphql = GraphQL(
        schema(), context_value=_context, query_parser=_parse, query_validator=_validate
    )
    serve(
        Starlette(routes=[Route("/graphql", graphql), LIVEZ], lifespan=_life),
        arguments().parse_args().fd,
    )
