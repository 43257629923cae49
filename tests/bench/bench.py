"""Bench: one run, from the proof that answers are equal to the results."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack

from tests.bench.cores import load_average
from tests.bench.equality import prove_equal
from tests.bench.gateways import KINDS, gateway
from tests.bench.own_time import own_time
from tests.bench.results import Results
from tests.bench.rounds import Limits, run_rounds
from tests.bench.scenarios import ONE_BY_ONE, SCENARIOS
from tests.bench.stage import stage


async def bench(
    limits: Limits, *, copies: int, compared: int, command: str, say: Callable[[str], None]
) -> Results:
    """Prove, measure, and tell.

    ``copies`` is how often each creator is there, ``compared`` how many queries of each operation
    are compared first. Raises NotEqualError and BadAnswersError.
    """
    load_before = load_average()
    say("setting the stage")
    async with stage(copies=copies) as set_stage, AsyncExitStack() as stack:
        gateways = [
            await stack.enter_async_context(
                gateway(kind, set_stage.environment, set_stage.cores, set_stage.folder)
            )
            for kind in KINDS
        ]
        asking = set_stage.asking
        proof = await prove_equal(gateways, asking, SCENARIOS, each=compared)
        say(f"equal: {proof.answers} answers, {proof.values:,} values")
        cells = await run_rounds(gateways, asking, SCENARIOS, limits, say)
        alone = await run_rounds(gateways, asking, [ONE_BY_ONE], limits, say)
        own = await own_time(set_stage, requests=limits.requests or ONE_BY_ONE.requests)
        return Results(
            command=command,
            cores=set_stage.cores,
            loads=(load_before, load_average()),
            limits=limits,
            subjects=set_stage.subjects,
            proof=proof,
            cells=cells,
            alone=alone,
            own_time=own,
        )
