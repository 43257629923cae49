"""Session state: what is shown of a LIVE at each moment of its life."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from loaders.session import Session
from loaders.session_state import Lifecycle, PageState, SessionState, State, derive_state
from loaders.session_tale import EndReason
from tests.fakes.documents import LIVE, Happening, session, tick
from tests.fakes.times import ENDED_AT, STARTED_AT

LIFE = Lifecycle(grace=60, silence=180, pause_limit=1800, poll=15)


def at(seconds: int) -> datetime:
    """So many seconds after the start."""
    return STARTED_AT + timedelta(seconds=seconds)


def shown(*happened: Happening, seen: int, now: int, **changes: Any) -> SessionState:
    """What is shown at second ``now`` of a LIVE that was last heard of at second ``seen``."""
    document = session(LIVE, *happened, last_seen_at=at(seen), **changes)
    return derive_state(msgspec.convert(document, Session), at(now), LIFE)


START: Happening = ("STARTED", STARTED_AT)


def test_a_planned_live_is_scheduled() -> None:
    """Nothing is inferred of a LIVE that never started."""
    found = shown(("SCHEDULED", at(0)), seen=0, now=10_000)
    assert (found.state, found.page_state) == (State.SCHEDULED, PageState.NOT_ENDED)
    assert (found.started_at, found.ended_at, found.air_seconds) == (None, None, 0)
    assert (found.turns_at, found.next_check_at) == (None, at(10_015))


def test_a_live_is_on_air_while_it_is_heard_of() -> None:
    """Its air time grows with the clock; three minutes of silence would turn it."""
    found = shown(START, seen=600, now=610)
    assert (found.state, found.air_seconds) == (State.LIVE, 610)
    assert (found.turns_at, found.next_check_at) == (at(780), at(625))


def test_silence_is_an_end_in_the_making() -> None:
    """After the silence there is a minute of grace; the air time stops where it was last seen."""
    found = shown(START, seen=600, now=780)
    assert (found.state, found.air_seconds) == (State.ENDING, 600)
    assert (found.turns_at, found.next_check_at) == (at(840), at(795))
    assert found.page_state is PageState.NOT_ENDED


def test_silence_that_lasts_is_an_end() -> None:
    """It ended when it was last seen, and nobody told why."""
    found = shown(START, seen=600, now=840)
    assert (found.state, found.end_reason) == (State.ENDED, EndReason.UNKNOWN)
    assert (found.ended_at, found.air_seconds) == (at(600), 600)
    assert (found.turns_at, found.next_check_at) == (None, None)
    assert found.page_state is PageState.AVAILABLE


def test_a_lost_connection_is_waited_for() -> None:
    """ENDING for the grace, then ended at the moment it was lost."""
    lost: Happening = ("DISCONNECTED", at(600))
    waiting = shown(START, lost, seen=600, now=659)
    assert (waiting.state, waiting.turns_at) == (State.ENDING, at(660))
    gone = shown(START, lost, seen=600, now=660)
    assert (gone.state, gone.end_reason) == (State.ENDED, EndReason.DISCONNECTED_TIMEOUT)
    assert (gone.ended_at, gone.air_seconds) == (at(600), 600)


def test_who_comes_back_within_the_grace_is_live() -> None:
    """An end that was only inferred can be taken back."""
    found = shown(START, ("DISCONNECTED", at(600)), ("RECONNECTED", at(630)), seen=640, now=650)
    assert (found.state, found.air_seconds) == (State.LIVE, 620)


def test_a_pause_is_no_end() -> None:
    """A paused LIVE may be silent for half an hour, and that is not air."""
    paused: Happening = ("PAUSED", at(600))
    found = shown(START, paused, seen=600, now=2_399)
    assert (found.state, found.air_seconds, found.turns_at) == (State.PAUSED, 600, at(2_400))
    assert shown(START, paused, seen=600, now=2_400).state is State.ENDING
    over = shown(START, paused, seen=600, now=2_460)
    assert (over.state, over.ended_at) == (State.ENDED, at(600))


def test_a_cancelled_live_is_cancelled() -> None:
    """It has no page, and nobody needs to ask again."""
    found = shown(("SCHEDULED", at(0)), ("CANCELLED", at(60)), seen=60, now=120)
    assert (found.state, found.page_state) == (State.CANCELLED, PageState.CANCELLED)
    assert found.next_check_at is None


@pytest.mark.parametrize(
    ("seconds", "comments", "end", "page"),
    [
        (119, 9, "ENDED", PageState.FALSE_START),
        (119, 10, "ENDED", PageState.AVAILABLE),
        (120, 0, "ENDED", PageState.AVAILABLE),
        (5, 0, "SUSPENDED", PageState.AVAILABLE),
    ],
)
def test_a_false_start_is_short_and_unnoticed(
    seconds: int, comments: int, end: str, page: PageState
) -> None:
    """Two minutes or ten comments make it a LIVE; a suspension is told however short it was."""
    found = shown(
        START,
        (end, at(seconds)),
        seen=seconds,
        now=seconds,
        last_tick=tick(at(seconds), comments=comments),
    )
    assert (found.state, found.page_state) == (State.ENDED, page)


def test_a_practice_has_no_page() -> None:
    """It ends like any other, and is a practice all the same."""
    found = shown(START, ("ENDED", ENDED_AT), seen=3_600, now=3_600, is_practice=True)
    assert (found.state, found.page_state) == (State.ENDED, PageState.PRACTICE)


def test_a_last_tick_is_a_sign_of_life() -> None:
    """The counters' own time counts, too, where the heartbeat is older."""
    found = shown(START, seen=60, now=610, last_tick=tick(at(600)))
    assert (found.state, found.turns_at) == (State.LIVE, at(780))
