"""Odd parts: what is odd in a part is completed by the reference, and comes to the same."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from contextlib import aclosing
from typing import Any, cast

from graphql import ExecutionResult
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from gateway.deferred_plan import in_parts
from gateway.deferred_run import DeferredRun
from gateway.early_executor import EarlyExecutor
from gateway.on_error import OnError
from gateway.prepared import Prepared
from loaders.deferred_part import DeferredPart
from loaders.operation import Operation
from tests.differential.documents import Asked, asked
from tests.differential.odd_schema import OddContext, schema
from tests.differential.test_odd_shapes import GRAPHQL, VALUES, prepared
from tests.differential.world import World
from tests.fakes.programs import ReadyPrograms

# Most documents that are drawn defer nothing.
DEFERRING = asked(GRAPHQL, VALUES).filter(
    lambda one: "@defer" in one.text and one.on_error is not OnError.HALT
)
THOROUGH = settings(
    max_examples=settings.default.max_examples // 2 if settings.default else 0,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


async def told(ready: Prepared, world: World, programs: ReadyPrograms | None) -> str:
    """All parts, as text; what JSON cannot carry as Python shows it."""
    plan = in_parts(ready.plan, every=True)
    run = DeferredRun(
        plan,
        ready.variables,
        program=None if programs is None else programs.of_parts(plan, ready.values),
        values=ready.values,
        on_error=ready.on_error,
        told=lambda _: {},
    )
    context = OddContext(world)
    executor = run.executor(GRAPHQL, cast("Operation", context), cast("DeferredPart", context))
    try:
        parts = await _parts(executor)
    finally:
        await executor.cancel_incremental_work()
    return json.dumps(parts, default=repr)


async def _parts(executor: EarlyExecutor) -> list[Any]:
    begun = executor.execute_operation()
    result = await begun if isinstance(begun, Awaitable) else begun
    if isinstance(result, ExecutionResult):
        return [result.formatted]
    first, later = result
    async with aclosing(later) as results:
        return [first.formatted, *[each.formatted async for each in results]]


@THOROUGH
@given(DEFERRING, st.integers(0, 2**32), st.sampled_from([0, 5, 20]))
async def test_any_query_comes_in_the_same_parts(one: Asked, seed: int, mischief: int) -> None:
    """Data, errors, their order, the parts, and what was asked of the world: all the same."""
    ready = prepared(one)
    assume(ready.plan.deferrals is not None)
    programs = ReadyPrograms(schema)
    answers = []
    for each in (None, programs, programs):
        world = World(seed, mischief)
        answers.append((await world.run(told(ready, world, each)), sorted(world.called)))
    assert answers[1] == answers[0]
    assert answers[2] == answers[0]
