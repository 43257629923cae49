"""Rounds: every gateway in every scenario, in turns, so that a busy minute hits all alike."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

import msgspec

from tests.bench.gateways import Gateway
from tests.bench.load import Job, Measured
from tests.bench.scenarios import TOLD_FIRST, Asking, Request, Scenario

# Before a gateway is measured its pools are filled, its plans made and its code compiled, which
# takes Node.js some hundred requests; later it only needs to find its pace again.
_FIRST_WARM_UP = 400
_WARM_UP = 64


class BadAnswersError(Exception):
    """A gateway answered with errors while it was measured: its figures mean nothing."""


Figure: TypeAlias = Callable[[Measured], float]


def cpu(one: Measured) -> float:
    """The milliseconds of CPU that a request took."""
    return one.cpu_ms


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

    def middle(self, figure: Figure) -> float:
        """The median of a figure over the rounds."""
        return median(figure(one) for one in self.measured)

    def ratio_to(self, other: Cell, figure: Figure = cpu) -> float:
        """The median, over the rounds, of this figure (CPU per request) to the other's."""
        pairs = zip(self.measured, other.measured, strict=True)
        return median(figure(ours) / figure(theirs) for ours, theirs in pairs)


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
        for gateway in asked_of(scenario, gateways)
    }
    for number in range(limits.rounds):
        for scenario in scenarios:
            most = min(limits.requests or scenario.requests, scenario.requests)
            warming = _WARM_UP if number else _FIRST_WARM_UP
            warm_up = asking.of(scenario, min(warming, most))
            requests = asking.of(scenario, most + TOLD_FIRST)
            if scenario.is_known:
                # Those that tell the text are asked before what is measured.
                warm_up = requests[:TOLD_FIRST] + warm_up[TOLD_FIRST:]
            requests = requests[TOLD_FIRST:]
            these = asked_of(scenario, gateways)
            # Each round begins with another: none is always the first after the others.
            shift = number % len(these)
            for gateway in (*these[shift:], *these[:shift]):
                one = await loaded(gateway, scenario, warm_up, requests, limits.seconds)
                cells[scenario, gateway.pid].measured.append(one)
                say(
                    f"round {number + 1}/{limits.rounds}  {scenario.title}  {gateway.kind.name}: "
                    f"{one.cpu_ms:.2f} ms CPU, {one.per_second:.0f}/s, p50 {one.p50_ms:.1f} ms"
                )
    return list(cells.values())


def asked_of(scenario: Scenario, gateways: Sequence[Gateway]) -> list[Gateway]:
    """The gateways that a scenario is measured on."""
    if scenario.only:
        return [gateway for gateway in gateways if gateway.kind.name in scenario.only]
    return [gateway for gateway in gateways if gateway.kind.in_turn]


async def loaded(
    gateway: Gateway,
    scenario: Scenario,
    warm_up: list[Request],
    requests: list[Request],
    seconds: float,
) -> Measured:
    """One gateway under one load. Raises BadAnswersError."""
    if gateway.kind.is_rest:
        warm_up = [request.as_rest() for request in warm_up]
        requests = [request.as_rest() for request in requests]
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
