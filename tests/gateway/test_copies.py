"""Copies: what is sent again as it was, and what is made anew every time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from gateway.on_error import OnError
from loaders.errors import SourceBadAnswer
from loaders.names import SHOP
from tests.fakes.documents import LIVE, SOMEBODY_ELSE, recording, session
from tests.fakes.times import NOW, STARTED_AT, unix, wire
from tests.gateway.copied_world import Clock, Company, ended_ago

PAGE = f'{{ endPage(sessionId: "{LIVE}") {{ servedAt rewards {{ asOf }} recordings {{ asOf }} }} }}'
VIEWS = "metrics { traffic { views { value } } }"
METRICS = f'{{ endPage(sessionId: "{LIVE}") {{ {VIEWS} }} }}'
BY_VARIABLE = "query ($id: ID!) { liveSession(sessionId: $id) { title } }"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(clock: Clock) -> Company:
    return Company(clock)


async def is_copied(company: Company, query: str = METRICS, **how: Any) -> bool:
    """Whether it is known without running anything when it has been asked twice."""
    await company.told(query, **how)
    await company.told(query, **how)
    return (await company.told(query, **how)).is_copied


async def test_the_third_time_nothing_is_run(company: Company) -> None:
    """First it is read, then made of what was read, then sent again, and good for as long."""
    first, second, third = [await company.told(METRICS) for _ in range(3)]
    assert [one.is_copied for one in (first, second, third)] == [False, False, True]
    assert first.content == second.content == third.content
    assert (second.good_for, third.good_for) == (60.0, 60.0)
    assert (second.upstream_calls, third.upstream_calls) == (0, 0)


async def test_its_own_moment_is_the_present(company: Company, clock: Clock) -> None:
    """And no other time that happens to be the same, or to be written the same."""
    assert await is_copied(company, PAGE)
    clock.seconds = 2.0
    told = await company.told(PAGE)
    assert told.is_copied
    page = msgspec.json.decode(told.content)["data"]["endPage"]
    assert page["servedAt"] == wire(NOW + timedelta(seconds=2))
    assert page["recordings"]["asOf"] == wire(NOW)


async def test_a_moment_that_is_shown_twice_is_the_present_twice(
    company: Company, clock: Clock
) -> None:
    """However often and under whatever name."""
    query = f'{{ endPage(sessionId: "{LIVE}") {{ a: servedAt b: servedAt }} }}'
    assert await is_copied(company, query)
    clock.seconds = 1.5
    page = msgspec.json.decode((await company.told(query)).content)["data"]["endPage"]
    assert page == {"a": "2026-11-22T15:10:01.500Z", "b": "2026-11-22T15:10:01.500Z"}


@pytest.mark.parametrize(
    "query",
    [
        "{ __typename }",
        "{ viewer { creatorId } }",
        "{ viewer { liveSessions(first: 1) { nodes { title } } } }",
        f'{{ liveSession(sessionId: "{LIVE}") {{ broadcast {{ airSeconds }} }} }}',
        '{ liveSession(sessionId: "7200000000000000099") { title } }',
    ],
)
async def test_what_rests_on_nothing_that_was_kept_has_no_copy(
    company: Company, query: str
) -> None:
    """Nothing is read for it, it is always read anew, or it is an error."""
    assert not await is_copied(company, query)


async def test_what_asks_for_more_than_data_has_no_copy(company: Company) -> None:
    """The cost stands in the answer's extensions."""
    assert not await is_copied(company, extensions={"cost": True})


async def test_variables_and_language_make_it_another(company: Company) -> None:
    """And so does the document."""
    other = "7200000000000000002"
    ended_ago(company, timedelta(days=20), live=other)
    assert await is_copied(company, BY_VARIABLE, variables={"id": LIVE})
    assert not (await company.told(BY_VARIABLE, {"id": other})).is_copied
    assert await is_copied(company, METRICS)
    assert not (await company.told(METRICS, language="es")).is_copied
    assert not (await company.told(f"{METRICS} ")).is_copied


async def test_long_variables_have_no_copy(company: Company) -> None:
    """They would stand in its key, where nobody counts them."""
    query = f"query ($id: ID!) {{ {METRICS[2:-2]} node(id: $id) @skip(if: true) {{ id }} }}"
    assert await is_copied(company, query, variables={"id": "x" * 500})
    assert not await is_copied(company, query, variables={"id": "x" * 501})


async def test_nobody_is_shown_a_copy_of_somebody_elses(company: Company) -> None:
    """It is not found, as it was before there was a copy, and that has none."""
    before = await company.told(METRICS, creator=SOMEBODY_ELSE)
    assert await is_copied(company, METRICS)
    for _ in range(3):
        again = await company.told(METRICS, creator=SOMEBODY_ELSE)
        assert (again.content, again.is_copied) == (before.content, False)
    assert b"NOT_FOUND" in before.content


async def test_a_wish_for_errors_changes_nothing_where_there_are_none(company: Company) -> None:
    """A copy has none, so it is the same whatever is to become of them."""
    assert await is_copied(company, METRICS)
    assert (await company.told(METRICS, on_error=OnError.HALT)).is_copied


async def test_what_has_errors_has_no_copy(company: Company) -> None:
    """Neither has a page of which one panel is missing."""
    company.shop.fail(LIVE, SourceBadAnswer("unreadable", upstream=SHOP))
    assert not await is_copied(company, METRICS)


async def test_it_ends_when_what_it_rests_on_is_no_longer_fresh(
    company: Company, clock: Clock
) -> None:
    """The LIVE and its numbers are good for a minute, and are read anew behind its back then."""
    assert await is_copied(company, METRICS)
    clock.seconds = 59.0
    told = await company.told(METRICS)
    assert (told.is_copied, told.good_for) == (True, 1.0)
    clock.seconds = 60.0
    assert not (await company.told(METRICS)).is_copied


async def test_it_ends_when_the_clock_comes_to_what_it_was_compared_with(
    company: Company, clock: Clock
) -> None:
    """A recording expires, and the copy says until the last moment that it has not; how long it is
    good for says so, too, and does when it is made.
    """
    query = f'{{ endPage(sessionId: "{LIVE}") {{ recordings {{ replay {{ state }} }} }} }}'
    company.mongo.put("recordings", recording("1", expires_at=NOW + timedelta(seconds=5)))
    assert (await company.told(query)).good_for == 5.0
    assert await is_copied(company, query)
    clock.seconds = 4.0
    told = await company.told(query)
    assert (told.is_copied, told.good_for, b"READY" in told.content) == (True, 1.0, True)
    clock.seconds = 5.0
    told = await company.told(query)
    assert (told.is_copied, b"EXPIRED" in told.content) == (False, True)


async def test_it_ends_when_a_panel_may_change(company: Company, clock: Clock) -> None:
    """Until then it is good for what is left."""
    company.rewards.say(LIVE, next_refresh_at=unix(NOW + timedelta(seconds=20)))
    query = f'{{ endPage(sessionId: "{LIVE}") {{ rewards {{ nextRefreshAt }} }} }}'
    assert await is_copied(company, query)
    clock.seconds = 5.0
    told = await company.told(query)
    assert (told.is_copied, told.good_for) == (True, 15.0)
    clock.seconds = 20.0
    assert not (await company.told(query)).is_copied


async def test_a_clock_that_is_set_back_ends_it(company: Company, clock: Clock) -> None:
    """What had come may not have come by then."""
    assert await is_copied(company, METRICS)
    clock.seconds = -1.0
    assert not (await company.told(METRICS)).is_copied


async def test_a_live_that_is_on_has_no_copy(company: Company) -> None:
    """It may end at any moment."""
    live = session(LIVE, ("STARTED", STARTED_AT), last_seen_at=NOW)
    company.mongo.put("live_sessions", live)
    assert not await is_copied(company, f'{{ liveSession(sessionId: "{LIVE}") {{ state }} }}')


async def test_it_ends_when_something_of_it_is_read_anew(company: Company, clock: Clock) -> None:
    """By whoever, and though nothing of it has changed."""
    assert await is_copied(company, PAGE)
    [key] = [key for call in company.rewards.calls for key in call if key.id == LIVE]
    clock.seconds = 1.0
    source = company.sources.rewards
    read = (await source.read(company.operation(), [key]))[key]
    source.learn(key, read)  # type: ignore[arg-type]  # it is no error
    assert not (await company.told(PAGE)).is_copied
    assert (await company.told(PAGE)).is_copied


@pytest.mark.parametrize("turns", range(24))
async def test_what_is_read_anew_while_it_is_made_is_shown_next(turns: int) -> None:
    """In whichever turn of the loop it comes."""
    company = Company(Clock())
    await company.told(PAGE)
    [key] = [key for call in company.rewards.calls for key in call if key.id == LIVE]
    company.rewards.say(LIVE, as_of=unix(NOW))
    newer = (await company.rewards.read([key], time_left=1.0, request_id=""))[key]
    making = asyncio.get_running_loop().create_task(company.told(PAGE))
    for _ in range(turns):
        await asyncio.sleep(0)
    company.sources.rewards.learn(key, newer)  # type: ignore[arg-type]  # it is no error
    await making
    told = await company.told(PAGE)
    page = msgspec.json.decode(told.content)["data"]["endPage"]
    assert page["rewards"]["asOf"] == wire(NOW)
    assert told[:3] == (await company.told(PAGE, may_copy=False))[:3]
