"""Session tale: what a LIVE's events come to, in the order of their revisions."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from loaders.session import EventKind, SessionEvent
from loaders.session_tale import EndReason, Tale, told
from tests.fakes.times import STARTED_AT


def tale_of(*happened: tuple[int, str] | tuple[int, str, str]) -> Tale:
    """The tale of (minute, kind[, reason])s, told in no order."""
    events = [
        SessionEvent(revision, STARTED_AT + timedelta(minutes=minute), kind, *reason)
        for revision, (minute, kind, *reason) in enumerate(happened, start=1)
    ]
    random.Random(7).shuffle(events)
    return told(events)


def minutes_on_air(tale: Tale) -> float:
    return tale.air / timedelta(minutes=1)


def test_nothing_told_is_nothing_known() -> None:
    """A LIVE without events has not started, and has not ended."""
    assert told([]) == Tale()


def test_pauses_are_not_air() -> None:
    """Two pauses of five and ten minutes are taken off an hour."""
    tale = tale_of(
        (0, "STARTED"),
        (10, "PAUSED"),
        (15, "RESUMED"),
        (30, "PAUSED"),
        (40, "RESUMED"),
        (60, "ENDED", "HOST_ENDED"),
    )
    assert minutes_on_air(tale) == 45
    assert tale.end_reason is EndReason.HOST_ENDED


def test_a_lost_connection_is_not_air() -> None:
    """What nobody could see does not count, whether the host or the network is to blame."""
    tale = tale_of((0, "STARTED"), (10, "DISCONNECTED"), (12, "RECONNECTED"), (20, "ENDED"))
    assert minutes_on_air(tale) == 18


def test_events_that_are_told_twice_count_once() -> None:
    """A doubled start, pause or end changes nothing."""
    once = tale_of((0, "STARTED"), (10, "PAUSED"), (20, "ENDED", "HOST_ENDED"))
    twice = tale_of(
        (0, "STARTED"),
        (5, "STARTED"),
        (10, "PAUSED"),
        (11, "PAUSED"),
        (20, "ENDED", "HOST_ENDED"),
        (21, "ENDED", "SYSTEM"),
    )
    assert twice == once


def test_an_end_is_taken_back_by_who_comes_back() -> None:
    """An early end and then a reconnection: it goes on, and the gap was not air."""
    tale = tale_of((0, "STARTED"), (10, "ENDED", "SYSTEM"), (13, "RECONNECTED"), (20, "ENDED"))
    assert minutes_on_air(tale) == 17
    assert tale.ended_at == STARTED_AT + timedelta(minutes=20)
    assert tale.started_at == STARTED_AT


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        ((1, "ENDED", "HOST_ENDED"), EndReason.HOST_ENDED),
        ((1, "ENDED", "DEVICE_SWITCH"), EndReason.DEVICE_SWITCH),
        ((1, "ENDED", "SYSTEM"), EndReason.SYSTEM),
        ((1, "ENDED", "METEOR"), EndReason.UNKNOWN),
        ((1, "ENDED"), EndReason.UNKNOWN),
        ((1, "SUSPENDED", "COUNTERFEIT"), EndReason.PLATFORM_SUSPENDED),
        ((1, "CONTINUED"), EndReason.DEVICE_SWITCH),
    ],
)
def test_every_end_has_a_reason(
    happened: tuple[int, str] | tuple[int, str, str], reason: EndReason
) -> None:
    """Also one that this version has no name for."""
    assert tale_of((0, "STARTED"), happened).end_reason is reason


def test_a_suspension_is_told_even_after_another_end() -> None:
    """The first end keeps its time; that the platform suspended the LIVE is what is told."""
    tale = tale_of((0, "STARTED"), (10, "ENDED", "HOST_ENDED"), (11, "SUSPENDED", "COUNTERFEIT"))
    assert tale.ended_at == STARTED_AT + timedelta(minutes=10)
    assert tale.end_reason is EndReason.PLATFORM_SUSPENDED


def test_a_kind_that_is_not_known_yet_is_let_be() -> None:
    """A newer LIVE service may tell more than this version understands."""
    event = SessionEvent(2, STARTED_AT, "TELEPORTED")
    assert event.known_kind is EventKind.UNKNOWN
    assert told([event]) == Tale()


def test_time_never_runs_backwards() -> None:
    """Clocks differ: an event that claims to be older than the one before it happened with it."""
    tale = tale_of((10, "STARTED"), (20, "PAUSED"), (5, "RESUMED"), (30, "ENDED"))
    assert minutes_on_air(tale) == 20
    early = tale_of((10, "STARTED"), (5, "ENDED"))
    assert early.ended_at == early.started_at == STARTED_AT + timedelta(minutes=10)
