"""Rounds: every gateway in every scenario, in turns, so that a busy minute hits all alike."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import msgspec

from tests.bench.gateways import Gateway
from tests.bench.load import Job, Measured
from tests.bench.scenarios import Asking, Request, Scenario

# Before a gateway is measured its pools are filled and its plans made.
_WARM_UP = 64


class BadAnswersError(Exception):
    """A gateway answered with errors while it was measured: its figures mean nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a run may be: ``requests`` of a cell at most (None: the scenario's own)."""

    rounds: int
    seconds: float
    requests: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One gateway in one scenario, round by round."""

    scenario: Scenario
    gateway: str
    measured: list[Measured]

    def middle(self, figure: Callable[[Measured], float]) -> float:
        """The median of a figure over the rounds."""
        return median(figure(one) for one in self.measured)

    def ratio_to(self, other: Cell) -> float:
        """The median, over the rounds, of this CPU per request to the other's."""
        pairs = zip(self.measured, other.measured, strict=True)
        return median(ours.cpu_ms / theirs.cpu_ms for ours, theirs in pairs)


async def run_rounds(
    gateways: Sequence[Gateway],
    asking: Asking,
    scenarios: Sequence[Scenario],
    limits: Limits,
    say: Callable[[str], None],
) -> list[Cell]:
    """All cells, scenario by scenario; within a round everybody is asked the same."""
    cells = {
        (scenario, gateway.pid): Cell(scenario, gateway.kind.name, [])
        for scenario in scenarios
        for gateway in gateways
    }
    for number in range(limits.rounds):
        for scenario in scenarios:
            most = min(limits.requests or scenario.requests, scenario.requests)
            warm_up = asking.requests(scenario.operation, min(_WARM_UP, most))
            requests = asking.requests(scenario.operation, most)
            # Each round begins with another: none is always the first after the others.
            shift = number % len(gateways)
            for gateway in (*gateways[shift:], *gateways[:shift]):
                one = await loaded(gateway, scenario, warm_up, requests, limits.seconds)
                cells[scenario, gateway.pid].measured.append(one)
                say(
                    f"round {number + 1}/{limits.rounds}  {scenario.title}  {gateway.kind.name}: "
                    f"{one.cpu_ms:.2f} ms CPU, {one.per_second:.0f}/s, p50 {one.p50_ms:.1f} ms"
                )
    return list(cells.values())


async def loaded(
    gateway: Gateway,
    scenario: Scenario,
    warm_up: list[Request],
    requests: list[Request],
    seconds: float,
) -> Measured:
    """One gateway under one load. Raises BadAnswersError."""
    job = Job(gateway.port, gateway.pid, scenario.in_flight, seconds, warm_up, requests)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.load"), stdin=PIPE, stdout=PIPE
    )
    told, _ = await process.communicate(msgspec.json.encode(job))
    if process.returncode != 0:
        raise BadAnswersError(f"{gateway.kind.name}: the load ended with {process.returncode}")
    one = msgspec.json.decode(told, type=Measured)
    if one.faults:
        raise BadAnswersError(f"{gateway.kind.name}: {one.faults} bad answers of {one.requests}")
    return one
