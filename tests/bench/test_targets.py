"""What a run says of the targets."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.bench.gateways import OURS
from tests.bench.kinds import ALL, FASTIFY, MERCURIUS
from tests.bench.load import Measured
from tests.bench.rounds import Cell
from tests.bench.scenarios import FULL_PAGE, SCENARIOS
from tests.bench.special import SPECIAL
from tests.bench.targets import TARGETS, reasons, rows, verdict


def _measured(cpu_ms: float) -> Measured:
    return Measured(
        requests=10, seconds=1, cpu_ms=cpu_ms, p50_ms=1, p99_ms=1, memory_mib=1, faults=0
    )


def _cell(name: str, *cpu_ms: float) -> Cell:
    return Cell(FULL_PAGE, name, [_measured(one) for one in cpu_ms])


def test_every_target_is_of_a_scenario_and_gateways_that_there_are() -> None:
    """No target is lost because something was called otherwise."""
    titles = {scenario.title for scenario in (*SCENARIOS, *SPECIAL)}
    names = {kind.name for kind in ALL}
    assert {target.scenario for target in TARGETS} <= titles
    assert {name for target in TARGETS for name in (target.ours, target.against)} <= names


def test_a_ratio_is_the_median_of_each_rounds_own() -> None:
    """A round in which the machine was busy counts for both alike."""
    cells = [_cell(OURS.name, 1.0, 8.0, 3.0), _cell(MERCURIUS.name, 2.0, 10.0, 10.0)]
    assert TARGETS[0].got(cells) == 0.5
    assert TARGETS[1].got(cells) is None


@pytest.mark.parametrize(
    ("got", "said"), [(0.3, "aim met"), (0.4, "reached"), (0.75, "missed by 1.50 times")]
)
def test_a_verdict_says_how_far_it_is(got: float, said: str) -> None:
    """What is missed says by how much."""
    assert verdict(got, reach=0.5, aim=0.3) == said


def test_the_table_has_a_row_for_each_target_and_one_for_the_own_time() -> None:
    """What was not measured says so."""
    told = list(rows([_cell(OURS.name, 1.0), _cell(MERCURIUS.name, 4.0)], 0.7))
    assert len(told) == 2 + len(TARGETS) + 1
    assert told[2].endswith("| **0.25** | aim met |")
    assert told[3].endswith("| not measured |")
    assert told[-1].endswith("| **0.7 ms** | aim met |")


def test_what_is_missed_says_why() -> None:
    """Targets with one reason share a line; what is reached or was not measured has none."""
    page = next(one for one in SCENARIOS if one.title == TARGETS[1].scenario)
    ours = replace(_measured(4.0), memory_mib=0.5)
    theirs = [Cell(page, name, [_measured(5.0)]) for name in (MERCURIUS.name, FASTIFY.name)]
    shared, alone = reasons([Cell(page, OURS.name, [ours]), *theirs], own_time=5.0)
    assert shared.startswith(f"- {page.title} ({MERCURIUS.name}); {page.title} ({FASTIFY.name}): ")
    assert alone.startswith("- own time: ")
    cheap = Cell(page, OURS.name, [replace(ours, cpu_ms=1.0)])
    assert not list(reasons([cheap, *theirs], own_time=1.0))
