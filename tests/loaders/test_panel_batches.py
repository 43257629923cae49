"""The batch functions of the panels: aligned, typed, each with its own groups."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from loaders.analytics_link import analytics_link_by_session
from loaders.benchmarks import benchmarks_by_session
from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.improvements import (
    ImprovementsAnswer,
    account_improvements_by_creator,
    room_improvements_by_session,
)
from loaders.journey import CreatorJourney, SessionJourney, journey_by_creator, journey_by_session
from loaders.keys import Key
from loaders.names import JOURNEY, REWARDS, SHOP
from loaders.recording_finds import RecordingsAnswer
from loaders.recordings import recordings_by_session
from loaders.rewards import SessionRewards, rewards_by_creator, rewards_by_session
from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id, recording
from tests.fakes.times import ENDED_AT, unix
from tests.loaders.asking import creator_key, session_key

Batch = Callable[[Any, list[Key]], Awaitable[Sequence[Any]]]

BY_SESSION: list[tuple[Batch, str, str]] = [
    (analytics_link_by_session, SHOP, "analytics_link"),
    (benchmarks_by_session, SHOP, "benchmarks"),
    (room_improvements_by_session, SHOP, "room_improvements"),
    (rewards_by_session, REWARDS, "earned"),
    (journey_by_session, JOURNEY, "progress"),
]
BY_CREATOR: list[tuple[Batch, str, str]] = [
    (account_improvements_by_creator, SHOP, "account_improvements"),
    (rewards_by_creator, REWARDS, "weekly"),
    (journey_by_creator, JOURNEY, "level"),
]


@pytest.mark.parametrize(("batch", "name", "group"), [*BY_SESSION, *BY_CREATOR])
async def test_a_batch_is_aligned_and_keeps_errors_in_their_slots(
    company: FakeCompany, batch: Batch, name: str, group: str
) -> None:
    """Three keys, the middle one failing: three values in their order, from one call."""
    (upstream,) = [one for one in company.upstreams() if one.name == name]
    ids = [live_id(number) for number in (1, 2, 3)]
    make = session_key if (batch, name, group) in BY_SESSION else None
    keys = [make(n, group) if make else creator_key(ids[n - 1], group) for n in (1, 2, 3)]
    error = SourceUnavailable(upstream=name)
    upstream.fail(ids[1], error)
    one, two, three = await batch(company.operation(), keys)
    assert two is error
    assert not isinstance(one, Exception)
    assert not isinstance(three, Exception)
    assert upstream.calls == [tuple(keys)]


@pytest.mark.parametrize(("batch", "name", "group"), [*BY_SESSION, *BY_CREATOR])
async def test_a_group_that_is_garbage_is_a_bad_answer_of_its_key(
    company: FakeCompany, batch: Batch, name: str, group: str
) -> None:
    """The detail is kept for logs, and names the group."""
    (upstream,) = [one for one in company.upstreams() if one.name == name]
    upstream.groups[group] = ["garbage"]
    make = session_key(1, group) if (batch, name, group) in BY_SESSION else None
    (found,) = await batch(company.operation(), [make or creator_key(CREATOR, group)])
    assert isinstance(found, SourceBadAnswer)
    assert found.detail.startswith(f"group {group}: ")


@pytest.mark.parametrize(("batch", "name", "group"), [*BY_SESSION, *BY_CREATOR])
async def test_a_call_that_fails_fails_the_batch(
    company: FakeCompany, batch: Batch, name: str, group: str
) -> None:
    """Every key then has the error in its slot."""
    (upstream,) = [one for one in company.upstreams() if one.name == name]
    upstream.failure = SourceUnavailable(upstream=name)
    found = await batch(company.operation(), [session_key(1, group), session_key(2, group)])
    assert [type(answer) for answer in found] == [SourceUnavailable, SourceUnavailable]


async def test_a_diagnosis_that_is_pending_is_not_ready(company: FakeCompany) -> None:
    """Its own time to ask again is told, rather than that of the whole answer."""
    pending = shop.improvements(status="PENDING", outcome=None, next_refresh_at=unix(ENDED_AT))
    company.shop.groups["room_improvements"] = pending
    key = session_key(1, "room_improvements")
    (found,) = await room_improvements_by_session(company.operation(), [key])
    assert isinstance(found, ImprovementsAnswer)
    assert (found.is_ready, found.next_refresh_at) == (False, ENDED_AT)


async def test_parts_that_were_not_asked_for_are_nothing(company: FakeCompany) -> None:
    """A header alone is no failure: there is just nothing in it."""
    operation = company.operation()
    (earned,) = await rewards_by_session(operation, [session_key(1)])
    (progress,) = await journey_by_session(operation, [session_key(1)])
    (creator,) = await journey_by_creator(operation, [creator_key(CREATOR, "level")])
    assert isinstance(earned, SessionRewards)
    assert isinstance(progress, SessionJourney)
    assert isinstance(creator, CreatorJourney)
    assert (earned.earned, progress.progress, creator.goals) == (None, None, [])
    assert creator.level is not None
    assert creator.level.league == "C3"


async def test_progress_is_exact(company: FakeCompany) -> None:
    """Half a day is half a day."""
    (found,) = await journey_by_session(company.operation(), [session_key(1, "progress")])
    assert isinstance(found, SessionJourney)
    assert found.progress is not None
    assert [goal.added for goal in found.progress.goals] == [Decimal("0.5")]


async def test_recordings_are_found_in_one_find(company: FakeCompany) -> None:
    """Each LIVE has its own, none of them somebody else's; one that does not fit fails its LIVE."""
    company.mongo.put(
        "recordings",
        recording("a", LIVE),
        recording("b", live_id(2), duration_seconds="long"),
        recording("c", live_id(3), creator_id=SOMEBODY_ELSE),
        recording("d", LIVE, kind="HIGHLIGHT"),
    )
    keys = [session_key(3), session_key(1), session_key(2)]
    others, ours, broken = await recordings_by_session(company.operation(), keys)
    assert isinstance(others, RecordingsAnswer)
    assert others.recordings == ()
    assert isinstance(ours, RecordingsAnswer)
    assert sorted(one.id for one in ours.recordings) == ["a", "d"]
    assert isinstance(broken, SourceBadAnswer)
    assert company.calls() == {"recordings": 1}
