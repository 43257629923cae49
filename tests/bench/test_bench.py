"""The bench itself: that it proves equality, measures every cell, and writes it down."""

from __future__ import annotations

import pytest

from tests.bench.bench import Choice, bench
from tests.bench.copies import copied_document, copied_text, original_of
from tests.bench.gateways import OURS, PEERS
from tests.bench.kinds import UNJOINED
from tests.bench.rounds import Limits
from tests.bench.scenarios import FULL_PAGE, HEADLINE, LIST

# Those of others that every checkout has; the rest is installed, and proved, by the bench alone.
_KINDS = [OURS, UNJOINED, PEERS[-1]]
_SCENARIOS = (FULL_PAGE, HEADLINE, LIST)


@pytest.mark.slow
async def test_one_short_run_proves_equality_and_measures_every_cell() -> None:
    """All gateways answer alike, each scenario is measured on each, and the results name all."""
    said: list[str] = []
    results = await bench(
        Limits(rounds=1, seconds=5, requests=10),
        Choice(kinds=_KINDS, scenarios=_SCENARIOS, has_slow=False),
        copies=2,
        compared=4,
        command="make bench",
        say=said.append,
    )
    assert results.proof.answers == 4 * len(_SCENARIOS)
    assert results.proof.values > 4_000
    assert {(cell.scenario, cell.gateway) for cell in results.cells} == {
        (scenario, kind.name) for scenario in _SCENARIOS for kind in _KINDS
    }
    assert all(one.requests == 10 for cell in results.cells for one in cell.measured)
    assert all(one.faults == 0 for cell in results.cells for one in cell.measured)
    document = results.document()
    assert all(kind.name in document for kind in _KINDS)
    assert all(scenario.title in document for scenario in _SCENARIOS)
    assert results.own_time is not None
    assert results.own_time.by_upstream.keys() == {
        "shop_analytics",
        "rewards",
        "journey",
        "mongodb",
    }


def test_a_copy_has_ids_of_its_own_and_leads_back_to_its_original() -> None:
    """Copying changes the company's ids, everywhere they stand, and nothing else."""
    live, product = "7200000000000005060", "1798991593217686896"
    copy = copied_text(live, 7)
    assert copy != live
    assert original_of(copy) == (live, 7)
    assert copied_document({"_id": live, "posters": [f"posters/{live}"], "n": 3}, 7) == {
        "_id": copy,
        "posters": [f"posters/{copy}"],
        "n": 3,
    }
    assert copied_text(product, 7) == product
    assert copied_text(live, 0) == live
