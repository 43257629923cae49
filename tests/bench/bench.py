"""Bench: one run, from the proof that answers are equal to the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from tests.bench.cores import load_average
from tests.bench.equality import prove_equal
from tests.bench.gateways import OURS, Kind, gateway
from tests.bench.growth import growth
from tests.bench.kinds import ALL, is_here
from tests.bench.own_time import own_time
from tests.bench.results import Results
from tests.bench.rounds import Limits, run_rounds
from tests.bench.scenarios import ONE_BY_ONE, SCENARIOS, Scenario
from tests.bench.slow import slow_upstream
from tests.bench.special import SPECIAL
from tests.bench.stage import stage


@dataclass(frozen=True, slots=True)
class Choice:
    """What of it all is run: gateways, scenarios, and the parts behind them.

    ``sizes``: how many sessions the store is filled to, one after the other.
    """

    kinds: Sequence[Kind] = ALL
    scenarios: Sequence[Scenario] = (*SCENARIOS, *SPECIAL)
    has_slow: bool = True
    has_own_time: bool = True
    sizes: Sequence[int] = ()

    @property
    def here(self) -> list[Kind]:
        """The chosen gateways whose packages are installed, and which some scenario asks; ours
        first.
        """
        asked = {name for scenario in self.scenarios for name in scenario.only}
        found = [kind for kind in self.kinds if is_here(kind)]
        peers = [kind for kind in found if kind != OURS and (kind.in_turn or kind.name in asked)]
        return [OURS, *peers]


def chosen(words: Sequence[str], sizes: Sequence[int]) -> Choice:
    """What the words choose: parts of titles of scenarios and of names of gateways.

    Words that fit no scenario leave all of them, and so with gateways.
    """
    everything = (*SCENARIOS, *SPECIAL)
    scenarios = [one for one in everything if any(word in one.title for word in words)]
    kinds = [kind for kind in ALL if any(word in kind.name for word in words)]
    return Choice(
        kinds=kinds or ALL,
        scenarios=scenarios or everything,
        has_slow=not words or "slow" in words,
        has_own_time=not words or "own time" in words,
        sizes=sizes,
    )


async def bench(
    limits: Limits,
    choice: Choice,
    *,
    copies: int,
    compared: int,
    command: str,
    say: Callable[[str], None],
) -> Results:
    """Prove, measure, and tell.

    ``copies`` is how often each creator is there, ``compared`` how many queries of each operation
    are compared first. Raises NotEqualError and BadAnswersError.
    """
    load_before = load_average()
    say("setting the stage")
    async with stage(copies=copies) as set_stage:
        async with AsyncExitStack() as stack:
            gateways = []
            for kind in choice.here:
                say(f"starting {kind.name}")
                started = gateway(kind, set_stage.environment, set_stage.cores, set_stage.folder)
                gateways.append(await stack.enter_async_context(started))
            proof = await prove_equal(gateways, set_stage.asking, choice.scenarios, each=compared)
            say(f"equal: {proof.answers} answers, {proof.values:,} values")
            asking = set_stage.asking
            cells = await run_rounds(gateways, asking, choice.scenarios, limits, say)
            alone = await run_rounds(gateways, asking, [ONE_BY_ONE], limits, say)
            slow = []
            if choice.has_slow:
                slow = await slow_upstream(set_stage, gateways, limits, say)
        own = None
        if choice.has_own_time:
            own = await own_time(set_stage, requests=limits.requests or ONE_BY_ONE.requests)
        sizes = choice.sizes
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
            slow=slow,
            grown=await growth(set_stage, sizes, limits, say) if sizes else [],
        )
