"""The ending crowd: pages are asked for no faster than they can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from gateway.ending_crowd import EndingCrowd
from loaders.session import Session

NINE = datetime(2026, 1, 1, 21, tzinfo=UTC)
Hint = Callable[..., int]


@dataclass(frozen=True)
class Ended:
    """All that the crowd asks of a session."""

    id: str


@pytest.fixture
def hint(monkeypatch: pytest.MonkeyPatch) -> Hint:
    """How long to wait who is told of this LIVE's end after so long; a wait at random is -1."""
    monkeypatch.setattr("gateway.ending_crowd.random.randint", lambda *_range: -1)
    crowd = EndingCrowd()

    def hint(name: str, seconds: float = 0.0, *, ended: float | None = 0.0) -> int:
        ended_at = None if ended is None else NINE + timedelta(seconds=ended)
        session = cast("Session", Ended(name))
        return crowd.fetch_after_ms(session, ended_at, NINE + timedelta(seconds=seconds))

    return hint


def test_who_comes_alone_does_not_wait(hint: Hint) -> None:
    """Nor do those who come one after the other, slowly enough."""
    assert {hint(str(number), number * 0.006) for number in range(1_000)} == {0}


def test_pages_have_their_turns(hint: Hint) -> None:
    """A hundred at once: one after the other. Half a second later most of them have been made."""
    assert [hint(str(number)) for number in range(100)] == [6 * number for number in range(100)]
    assert hint("later", 0.5) == 100
    assert hint("much later", 2.0) == 0


def test_a_turn_too_far_away_is_no_turn(hint: Hint) -> None:
    """Beyond ten seconds they come at random within them, so that nobody waits longer."""
    waits = [hint(str(number)) for number in range(5_000)]
    assert max(waits) == 9_996
    assert waits.count(-1) == 5_000 - 1_667


def test_all_of_one_live_have_one_turn(hint: Hint) -> None:
    """Also those who are told later, when it may have come by then."""
    assert [hint("one"), hint("two"), hint("two"), hint("two", 0.004)] == [0, 6, 6, 2]
    assert hint("two", 5.0) == 0
    assert hint("three", 5.0) == 0


def test_what_is_no_fresh_end_is_fetched_at_once(hint: Hint) -> None:
    """An update that is no end, and an end that was long ago; neither takes a turn."""
    assert hint("running", ended=None) == 0
    assert hint("old", 11.0, ended=0.0) == 0
    assert hint("new", 11.0, ended=11.0) == 0
    assert hint("next", 11.0, ended=11.0) == 6


def test_what_was_told_long_ago_is_forgotten(hint: Hint) -> None:
    """After ten seconds a turn is nobody's any more, and nothing of it is left."""
    hint("one")
    hint("two", 20.0, ended=20.0)
    assert hint("one", 20.0, ended=15.0) == 6
