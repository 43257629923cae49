"""Odd shapes: by its program and by the reference, a document comes to the same answer."""

from __future__ import annotations

import json
from typing import cast

from graphql.execution.values import get_variable_values
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from gateway.compiled.compiled import Compiled
from gateway.errors import RequestError
from gateway.plans import Plans
from gateway.prepared import Prepared
from gateway.reference import Executed, Reference
from loaders.operation import Operation
from tests.differential.documents import Asked, asked
from tests.differential.odd_schema import OddContext, schema
from tests.differential.values import Values
from tests.differential.world import World
from tests.fakes.programs import ReadyPrograms

VALUES = Values(
    {
        "Int": st.integers(-5, 5),
        "Float": st.sampled_from([0, 1.5, -3]),
        "String": st.sampled_from(["", "a", 'q"']),
        "Boolean": st.booleans(),
        "ID": st.sampled_from(["a", 12]),
        "Decimal": st.sampled_from(["1.50", "3"]),
        "DateTime": st.just("2026-11-22T15:16:53.000Z"),
        "Long": st.sampled_from([1, 2**40]),
    }
)
GRAPHQL = schema._schema
REFERENCE = Reference(GRAPHQL)
# Of a hundred values, so many are odd, in one world after the other.
MISCHIEF = (0, 5, 20)
# A failing case is long to shrink, so that is done by hand: phases=[*Phase].
THOROUGH = settings(
    max_examples=settings.default.max_examples * 2 if settings.default else 0,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def prepared(one: Asked) -> Prepared:
    """The document, ready to be run; another one is tried where it cannot be."""
    try:
        plan = Plans(GRAPHQL).plan(one.text, None)
    except RequestError:
        assume(False)
    definitions = plan.operation.variable_definitions or ()
    values = get_variable_values(GRAPHQL, definitions, one.variables)
    assume(not isinstance(values, list))
    assert not isinstance(values, list)
    return Prepared(plan, one.variables, values.coerced, {}, one.on_error)


def told(executed: Executed) -> str:
    """What it came to, as text; what JSON cannot carry as Python shows it."""
    errors = [error.formatted for error in executed.errors]
    return json.dumps({"data": executed.data, "errors": errors}, default=repr)


async def check(one: Asked, seeds: tuple[int, ...]) -> None:
    """That both executors come to the same in every world, and ask it for the same."""
    ready = prepared(one)
    compiled = Compiled(ReadyPrograms(schema), REFERENCE)
    for seed, mischief in zip(seeds, MISCHIEF, strict=True):
        answers = []
        for executor in (REFERENCE, compiled):
            world = World(seed, mischief)
            context = cast("Operation", OddContext(world))
            executed = await world.run(executor.execute(ready, context))
            answers.append((told(executed), sorted(world.called)))
        assert answers[0] == answers[1]


SEEDS = st.tuples(*[st.integers(0, 2**32)] * len(MISCHIEF))


@THOROUGH
@given(asked(GRAPHQL, VALUES), SEEDS)
async def test_any_query_comes_to_the_same(one: Asked, seeds: tuple[int, ...]) -> None:
    """Data, errors, their order, and what was asked of the world: all the same."""
    await check(one, seeds)


@settings(THOROUGH, max_examples=max(THOROUGH.max_examples // 10, 1))
@given(asked(GRAPHQL, VALUES, kind="subscription"), SEEDS)
async def test_any_update_comes_to_the_same(one: Asked, seeds: tuple[int, ...]) -> None:
    """An update of a subscription is run like a query, at a root that may not be null."""
    await check(one, seeds)
