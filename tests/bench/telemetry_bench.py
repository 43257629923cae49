"""What telemetry costs: the CPU of a full page with none of it, with figures, and with traces.

    python -m tests.bench.telemetry_bench [--rounds 12] [--requests 300]

All gateways run at once and are asked in turns, and each round's ratio to the first one is
taken by itself, so that a busy minute hits all alike. The second is the first once more: how far it
is from 1 is what the machine adds. Nobody reads the figures meanwhile: Prometheus does so every
fifteen seconds, which is a matter of milliseconds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack

import uvloop

from tests.bench.gateways import OURS, Gateway, Kind, gateway
from tests.bench.rounds import Cell, Limits, run_rounds
from tests.bench.scenarios import FULL_PAGE
from tests.bench.stage import stage
from tests.house.source_file import ROOT
from tests.telemetry.otlp_collector import collector

_FIGURES = ("ENDPAGE_METRICS_ADDRESS", "127.0.0.1:0")


def kinds(collector_url: str) -> list[Kind]:
    """The gateways, each with more of it than the one before."""
    to = ("ENDPAGE_OTLP_URL", collector_url)
    return [
        _kind("off"),
        _kind("off once more"),
        _kind("figures", _FIGURES),
        _kind("figures, one trace in a hundred", _FIGURES, to),
        _kind("figures, every trace", _FIGURES, to, ("ENDPAGE_TRACE_RATIO", "1")),
    ]


def _kind(name: str, *environment: tuple[str, str]) -> Kind:
    known = ("ENDPAGE_DOCUMENTS", f"bench={ROOT / 'web' / 'operations'},{ROOT / 'web/operations'}")
    anything = ("ENDPAGE_DOCUMENTS_ONLY", "false")
    return Kind(name, OURS.module, OURS.arguments, (known, anything, *environment))


async def measured(limits: Limits, more: Sequence[Kind] = ()) -> list[Cell]:
    """A cell for each of them, and for each of ``more``."""
    async with (
        stage(copies=8) as on,
        collector() as collecting,
        AsyncExitStack() as running,
    ):
        gateways: list[Gateway] = [
            await running.enter_async_context(gateway(kind, on.environment, on.cores, on.folder))
            for kind in (*kinds(collecting.url), *more)
        ]
        return await run_rounds(gateways, on.asking, [FULL_PAGE], limits, _say)


def table(cells: Sequence[Cell]) -> str:
    """The medians, and the median of each round's ratio to the first."""
    lines = ["| telemetry | CPU a page | of that without |", "|---|---|---|"]
    lines += [
        f"| {cell.gateway} | {cell.middle(lambda one: one.cpu_ms):.3f} ms "
        f"| {cell.ratio_to(cells[0]):.3f} |"
        for cell in cells
    ]
    return "\n".join(lines) + "\n"


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=12)
    options.add_argument("--requests", type=int, default=300)
    given = options.parse_args()
    cells = uvloop.run(measured(Limits(given.rounds, 60.0, given.requests)))
    sys.stdout.write(table(cells))
