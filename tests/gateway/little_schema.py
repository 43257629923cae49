"""A schema of a few fields, some of which fail, for what the product's own has no example of."""

from __future__ import annotations

from typing import cast

import strawberry

from gateway.answer import Answer
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from loaders.errors import NotFound, SourceUnavailable
from loaders.sources import Sources
from loaders.viewer import Viewer
from tests.fakes.sources import FakeSources


@strawberry.type
class Part:
    """A number that is always there, and two that never are."""

    good: int = 1

    @strawberry.field
    async def bad(self) -> int:
        """It may not be null."""
        raise SourceUnavailable(upstream="x")

    @strawberry.field
    async def lost(self) -> int | None:
        """It may be null."""
        raise NotFound


@strawberry.type
class Query:
    """The ways in."""

    @strawberry.field
    def part(self) -> Part | None:
        """It may be null."""
        return Part()

    @strawberry.field
    def whole(self) -> Part:
        """It may not be null."""
        return Part()

    @strawberry.field
    async def parts(self) -> list[Part]:
        """Two of them."""
        return [Part(), Part()]


@strawberry.type
class Mutation:
    """What is done, one after the other."""

    @strawberry.mutation
    def note(self, word: str, fails: bool = False) -> str | None:
        """Note the word, unless it fails."""
        if fails:
            raise NotFound
        NOTED.append(word)
        return word


NOTED: list[str] = []
_SCHEMA = strawberry.Schema(query=Query, mutation=Mutation)


async def answered(request: GraphQLRequest) -> Answer:
    """What the real engine answers over this schema."""
    sources = cast("Sources", FakeSources())
    engine = Engine(schema=_SCHEMA, sources=sources, development=False)
    viewer = Viewer("6800000000000000001", "app")
    return await engine.run(request, viewer=viewer, language="en", request_id="r")
