"""Advice: what live figures say of documents, and nothing where there are too few of them."""

from __future__ import annotations

import pytest

from gateway.telemetry.advice import Advice, advice_of
from tests.telemetry.little_figures import figures, panel

# Of a hundred 90 within 100 ms: the 95th is in the middle of what is between that and 200 ms.
QUICK = {"0.1": 90, "0.2": 100}
SLOW = {"0.1": 0, "0.4": 90, "0.8": 100}


def test_a_panel_far_behind_the_headline_is_better_deferred() -> None:
    """Both are told by what most readers wait for; one that is a little slower is let be."""
    told = figures(
        *panel("Page", "Metrics", ready=100, seconds=QUICK),
        *panel("Page", "RoomImprovements", ready=100, seconds=SLOW),
        *panel("Page", "Journey", ready=100, seconds={"0.1": 80, "0.2": 100}),
    )
    assert advice_of(told) == [
        Advice(
            "Page",
            "roomImprovements",
            "defer",
            "there after 600 ms (p95), the headline after 150 ms",
        )
    ]


def test_what_is_deferred_already_is_not_advised_again() -> None:
    """It may take its time; that it is mostly late is told all the same."""
    told = figures(
        *panel("Page", "Metrics", ready=100, seconds=QUICK),
        *panel("Page", "Rewards", ready=100, in_time=40, seconds=SLOW, part="later"),
    )
    assert advice_of(told) == [
        Advice("Page", "rewards", "slow", "not in time in 60% of its answers")
    ]


def test_a_document_without_the_headline_is_measured_by_its_quickest_panel() -> None:
    """Which is not advised against itself."""
    told = figures(
        *panel("Side", "Rewards", ready=100, seconds=QUICK),
        *panel("Side", "Journey", ready=100, seconds=SLOW),
    )
    assert [(one.panel, one.kind) for one in advice_of(told)] == [("journey", "defer")]


@pytest.mark.parametrize(
    ("ready", "empty", "not_supported", "failed", "is_told"),
    [(2, 60, 38, 0, True), (3, 59, 38, 0, False), (0, 0, 0, 100, False)],
)
def test_a_panel_that_is_always_empty_is_asked_for_in_vain(
    *, ready: int, empty: int, not_supported: int, failed: int, is_told: bool
) -> None:
    """By the document that asks for it; one that fails is no such panel."""
    lines = panel(
        *("Page", "Rewards"), ready=ready, empty=empty, not_supported=not_supported, failed=failed
    )
    found = [one for one in advice_of(figures(*lines)) if one.kind == "empty"]
    expected = [Advice("Page", "rewards", "empty", "nothing in 98% of its answers")]
    assert found == (expected if is_told else [])


def test_a_panel_is_slow_when_more_than_half_come_late() -> None:
    """Failed ones are late, too; the headline may be slow, and cannot be deferred after itself."""
    told = figures(
        *panel("Page", "Metrics", ready=100, in_time=49),
        *panel("Page", "Rewards", ready=50, failed=50, in_time=50),
    )
    assert advice_of(told) == [
        Advice("Page", "metrics", "slow", "not in time in 51% of its answers")
    ]


def test_of_what_is_rare_and_of_what_is_not_known_nothing_is_said() -> None:
    """99 answers say nothing; and nobody can change a document that anybody may have written."""
    told = figures(
        *panel("Rare", "Rewards", empty=99),
        *panel("other", "Rewards", empty=1000),
    )
    assert advice_of(told) == []
    assert [one.operation for one in advice_of(told, least=99)] == ["Rare"]
