"""Our schema: by its program and by the reference, a document comes to the same answer."""

from __future__ import annotations

from typing import cast

import msgspec
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gateway.errors import RequestError
from gateway.execution import Engine
from gateway.graphql_request import GraphQLRequest
from loaders.operation import Operation
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.schema import schema
from tests.differential.company_world import IDS, CompanyWorld
from tests.differential.documents import Asked, asked
from tests.differential.values import Values
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR

VALUES = Values(
    {
        "ID": st.sampled_from(IDS),
        "Int": st.sampled_from([1, 2, 20, 50, 51, 0]),
        "String": st.sampled_from(["", "MTc5NTM1NjAwMDAwMDo3MjAwMDAwMDAwMDAwMDAwMDAx"]),
    }
)
REFERENCE = FakeCompany(is_compiled=False).engine
COMPILED = FakeCompany().engine
# Of a hundred things, so many go wrong, in one company after the other.
MISCHIEF = (0, 5, 30)
THOROUGH = settings(
    max_examples=settings.default.max_examples * 3 // 2 if settings.default else 0,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


async def answer(engine: Engine, one: Asked, world: CompanyWorld) -> tuple[bytes, dict[str, int]]:
    """What goes over the wire, and how often each source was called for it."""
    prepared = engine.prepared(
        GraphQLRequest(one.text, variables=one.variables, on_error=one.on_error)
    )
    operation = Operation(
        sources=cast("Sources", world.company.sources),
        viewer=Viewer(CREATOR, "app"),
        language="en",
        request_id="request-1",
        groups=prepared.groups,
    )
    with capture_logs():
        answered = await world.run(engine.answer(prepared, operation))
    return msgspec.json.encode(answered.to_wire()), world.company.calls()


async def check(one: Asked, seeds: tuple[int, ...]) -> None:
    """That both executors come to the same in every company, with as many calls."""
    for seed, mischief in zip(seeds, MISCHIEF, strict=True):
        try:
            expected = await answer(REFERENCE, one, CompanyWorld(seed, mischief))
        except RequestError:
            assume(False)
            raise
        assert await answer(COMPILED, one, CompanyWorld(seed, mischief)) == expected


SEEDS = st.tuples(*[st.integers(0, 2**32)] * len(MISCHIEF))


@THOROUGH
@given(asked(schema._schema, VALUES, depth=6), SEEDS)
async def test_any_query_comes_to_the_same(one: Asked, seeds: tuple[int, ...]) -> None:
    """Byte for byte, errors and their order included, with exactly as many calls of each source."""
    await check(one, seeds)


@settings(THOROUGH, max_examples=max(THOROUGH.max_examples // 10, 1))
@given(asked(schema._schema, VALUES, depth=6, kind="subscription"), SEEDS)
async def test_any_update_comes_to_the_same(one: Asked, seeds: tuple[int, ...]) -> None:
    """So does an update of a subscription."""
    await check(one, seeds)
