"""What a second process gives: pages a second of one worker and of several, all on every core.

    python -m tests.bench.workers_bench [--rounds 5] [--workers 2]

Services, database and load are on the same cores, so the speed-up is what is left of them for the
gateway: with as many workers as cores it cannot be as many times as fast. Asked in turns, and each
round's ratio is taken by itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import AsyncExitStack
from dataclasses import replace

import uvloop

from tests.bench.cores import Cores
from tests.bench.gateways import OURS, Kind, gateway
from tests.bench.load import Measured
from tests.bench.rounds import Cell, Limits, run_rounds
from tests.bench.scenarios import FULL_PAGE
from tests.bench.stage import stage

_SCENARIO = replace(FULL_PAGE, in_flight=64, requests=1_600)


async def measured(limits: Limits, workers: int) -> list[Cell]:
    """A cell for one worker, one for one worker once more, and one for all of them."""
    everywhere = frozenset(os.sched_getaffinity(0))
    async with stage(copies=8) as on, AsyncExitStack() as running:
        gateways = [
            await running.enter_async_context(
                gateway(kind, on.environment, Cores(everywhere, everywhere), on.folder)
            )
            for kind in (_kind(1), _kind(1, " once more"), _kind(workers))
        ]
        os.sched_setaffinity(0, everywhere)
        return await run_rounds(gateways, on.asking, [_SCENARIO], limits, _say)


def table(cells: list[Cell]) -> str:
    """The medians, and the median of each round's ratio to one worker."""
    lines = ["| workers | pages a second | times one worker's | p99 |", "|---|---|---|---|"]
    lines += [
        f"| {cell.gateway} | {cell.middle(_per_second):.0f} "
        f"| {cell.ratio_to(cells[0], _per_second):.2f} "
        f"| {cell.middle(lambda one: one.p99_ms):.0f} ms |"
        for cell in cells
    ]
    return "\n".join(lines) + "\n"


def _per_second(one: Measured) -> float:
    return one.per_second


def _kind(workers: int, more: str = "") -> Kind:
    environment = (("ENDPAGE_WORKERS", str(workers)),)
    return Kind(f"{workers}{more}", OURS.module, OURS.arguments, environment)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    cells = uvloop.run(measured(Limits(given.rounds, 10.0), given.workers))
    sys.stdout.write(table(cells))
