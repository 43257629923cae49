"""Freshness: how long an answer is good, by the state of its LIVE and what its service says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.envelope import Item, WireItem
from loaders.freshness import BY_PHASE, NOT_READY, Freshness, Phase, phase_of
from loaders.items import item_freshness
from loaders.keys import Key, Part
from loaders.names import SHOP
from loaders.spellings import decode

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = Key(Part.SESSION, "7" * 19, "6" * 19, "en", frozenset({"sales"}))


def item(**changes: Any) -> Item:
    """What a service says of a LIVE, but for ``changes``."""
    said = {"on_behalf_of": "6" * 19, "language": "en", "live_id": "7" * 19, "as_of": "1795360613"}
    return Item(decode(msgspec.json.encode({**said, **changes}), WireItem), upstream=SHOP)


@pytest.mark.parametrize(
    ("age", "phase"),
    [
        (None, Phase.LIVE),
        (timedelta(), Phase.ENDED),
        (timedelta(hours=48, seconds=-1), Phase.ENDED),
        (timedelta(hours=48), Phase.SETTLING),
        (timedelta(days=14, seconds=-1), Phase.SETTLING),
        (timedelta(days=14), Phase.FINAL),
    ],
)
def test_a_live_settles_after_two_days_and_is_final_after_a_fortnight(
    age: timedelta | None, phase: Phase
) -> None:
    """One that has not ended is LIVE."""
    assert phase_of(None if age is None else NOW - age, NOW) is phase


def test_the_more_settled_the_longer_it_is_good() -> None:
    """Each phase keeps answers at least as long as the one before it, in every respect."""
    good = [BY_PHASE[phase] for phase in (Phase.LIVE, Phase.ENDED, Phase.SETTLING, Phase.FINAL)]
    for earlier, later in pairwise(good):
        assert earlier.fresh < later.fresh
        assert earlier.stale < later.stale
        assert earlier.on_error <= later.on_error
    assert BY_PHASE[Phase.LIVE].fresh <= 1.0
    assert BY_PHASE[Phase.LIVE].stale == 0.0


@pytest.mark.parametrize("phase", Phase)
def test_an_item_is_good_by_the_phase_of_its_live(phase: Phase) -> None:
    """One that is ready and whole, and says nothing itself."""
    assert item_freshness(replace(KEY, phase=phase), item(), NOW) == BY_PHASE[phase]


@pytest.mark.parametrize("phase", Phase)
def test_what_is_not_ready_is_asked_for_again_soon(phase: Phase) -> None:
    """Whatever the phase, and never shown as stale."""
    said = item(status="NOT_READY")
    assert item_freshness(replace(KEY, phase=phase), said, NOW) == NOT_READY
    assert NOT_READY.fresh <= 1.0
    assert NOT_READY.stale == 0.0


def test_an_item_with_a_faulty_group_is_asked_for_again_soon() -> None:
    """Passing trouble with one group of a final LIVE does not last for an hour."""
    said = item(errors=[{"group": "benchmarks", "code": 98001001}])
    assert item_freshness(replace(KEY, phase=Phase.FINAL), said, NOW) == NOT_READY


@given(st.sampled_from(Phase), st.integers(-3_600, 7_200))
def test_a_service_says_when_its_answer_will_change(phase: Phase, seconds: int) -> None:
    """It is fresh no longer than until then, nor longer than its phase allows, never below 0."""
    at = str(int(NOW.timestamp()) + seconds)
    good = item_freshness(replace(KEY, phase=phase), item(next_refresh_at=at), NOW)
    usual = BY_PHASE[phase]
    assert good == Freshness(min(usual.fresh, max(seconds, 0)), usual.stale, usual.on_error)
