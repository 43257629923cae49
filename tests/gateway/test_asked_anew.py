"""Who may ask anew: developers."""

from __future__ import annotations

from typing import cast

import pytest

from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from loaders.sources import Sources
from resolvers.schema import schema
from tests.fakes.sources import FakeSources


@pytest.mark.parametrize("development", [True, False])
def test_only_development_knows_the_wish(development: bool) -> None:
    """In production the extension means nothing: a client cannot go past what is kept."""
    sources = cast("Sources", FakeSources())
    engine = Engine(schema=schema, sources=sources, development=development)
    request = GraphQLRequest("{ viewer { creatorId } }", extensions={"anew": True})
    assert engine.prepared(request).is_anew is development
    assert engine.prepared(GraphQLRequest("{ viewer { creatorId } }")).is_anew is False
