"""The storm's simulation: admission and hint do what they are for, the same each time."""

from __future__ import annotations

import pytest

from tests.bench.hour_storm import Costs, Outcome, Storm, storm_of

# Two hundred pages a second.
COSTS = Costs(page_ms=5, told_ms=1, refused_ms=0.5, sources_ms=30)


def storm(lives: int, *, hint: bool, admission: bool) -> Outcome:
    asked = Storm(lives, seconds=1, patience_seconds=1, has_hint=hint, has_admission=admission)
    return storm_of(asked, COSTS, most_seconds=20)


def test_who_comes_alone_waits_for_nobody() -> None:
    """One LIVE: the news takes what it costs, the page what it costs and what its sources take."""
    outcome = storm_of(Storm(1, has_hint=False), COSTS)
    assert (len(outcome.told), outcome.refused, outcome.given_up) == (1, 0, 0)
    assert outcome.told[0] == pytest.approx(0.001)
    assert outcome.paged[0] == pytest.approx(0.001 + 0.005 + 0.030)


def test_the_same_storm_comes_out_the_same() -> None:
    """All chance is seeded."""
    first, second = (storm(60, hint=True, admission=True) for _ in range(2))
    assert first == second


def test_without_either_the_core_works_for_nobody() -> None:
    """All pages run at once, and most are ready when nobody waits for them any more."""
    outcome = storm(600, hint=False, admission=False)
    assert len(outcome.told) == 600
    assert outcome.given_up > 300


def test_with_admission_everybody_has_their_page() -> None:
    """Some are sent away and come again; few pages are made in vain."""
    outcome = storm(600, hint=False, admission=True)
    assert len(outcome.paged) == 600
    assert outcome.refused > 0
    assert outcome.given_up < 60


def test_with_the_hint_fewer_are_sent_away() -> None:
    """Who is told to wait a little finds room."""
    hinted, hurried = (storm(600, hint=hint, admission=True) for hint in (True, False))
    assert len(hinted.paged) == len(hurried.paged) == 600
    assert hinted.refused < hurried.refused / 2


def test_shares_and_percentiles() -> None:
    """Of nothing they are nothing."""
    assert (Outcome().share_within(10), Outcome.percentile([], 0.5)) == (0.0, 0.0)
    some = Outcome(paged=[1.0, 2.0, 3.0, 40.0])
    assert (some.share_within(3), some.percentile(some.paged, 0.5)) == (0.75, 3.0)
