"""Ends that are out of the ordinary, as one subscriber sees them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from tests.lifecycle.documents import LIGHT, POLL, WITH_RECORDINGS
from tests.lifecycle.house import House
from tests.lifecycle.stage import Stage
from tests.lifecycle.subscriber import Subscriber
from upstreams.simulator.live_service import LiveService

_MANY_TICKS = 40
_MINUTE, _MONTH = 60.0, 30 * 86_400.0


@pytest.fixture
async def stage(house: House) -> AsyncIterator[Stage]:
    """A LIVE that nobody watches yet."""
    stage = await Stage.begun(house, house.running.creators[1])
    yield stage
    await stage.leave()


def told(subscriber: Subscriber) -> list[tuple[str, str, bool]]:
    """The reason and state of all updates, and which was the last."""
    return [
        (update["reason"], update["session"]["state"], update["isLast"])
        for update in subscriber.promises.updates
    ]


@pytest.mark.parametrize("ago", [_MINUTE, _MONTH])
async def test_one_that_ended_before_is_answered_at_once(stage: Stage, ago: float) -> None:
    """A push message that is opened late: the first update is the last state, and the last one
    where no recordings are selected that may still begin.
    """
    house = stage.house
    with MongoClient[dict[str, Any]](house.running.mongodb_uri, tz_aware=True) as database:
        then = LiveService(database, house.running.world(), clock=lambda: time.time() - ago)
        stage.session_id = await asyncio.to_thread(then.start, stage.creator)
        await stage.do(then.end)
    stage.watch_in_all_ways()
    await stage.agree("ENDED")
    for subscriber in stage.subscribers:
        is_last = ago == _MONTH or subscriber.document == LIGHT
        assert told(subscriber) == [("SNAPSHOT", "ENDED", is_last)]
        if is_last:
            await subscriber.completed()


async def test_a_false_start_is_told_as_such(stage: Stage) -> None:
    """It has ended, there is no page, and nothing more will come."""
    subscriber = stage.watch(0, document=WITH_RECORDINGS)
    await stage.agree("LIVE")
    await stage.do(stage.house.live.false_start)
    await subscriber.completed()
    assert told(subscriber)[-1] == ("TRANSITION", "ENDED", True)
    session = subscriber.promises.updates[-1]["session"]
    assert (session["endPageState"], session["endPage"]) == ("FALSE_START", None)


async def test_one_that_goes_on_says_where(stage: Stage) -> None:
    """The end of the one names the other, which is watched from its first second."""
    subscriber = stage.watch(0, document=LIGHT)
    await stage.agree("LIVE")
    following = await stage.do(stage.house.live.carry_on)
    await subscriber.completed()
    session = subscriber.promises.updates[-1]["session"]
    assert (session["state"], session["endReason"]) == ("ENDED", "DEVICE_SWITCH")
    assert session["continuedBy"]["sessionId"] == following
    other = Stage(stage.house, stage.creator, following)
    other.watch(1, document=LIGHT)
    await other.agree("LIVE")
    await other.end()


async def test_an_end_that_is_restated_is_a_correction(stage: Stage) -> None:
    """While the replay is processed the subscription is open, and hears what the end really was."""
    subscriber = stage.watch(0, document=WITH_RECORDINGS)
    await stage.agree("LIVE")
    await stage.do(stage.house.live.end)
    await stage.agree("ENDED")
    await stage.record()
    await stage.restate("SUSPENDED", "MISLEADING_CLAIM")
    await stage.agree("ENDED")
    assert ("CORRECTION", "ENDED", False) in told(subscriber)
    assert subscriber.promises.updates[-1]["session"]["endReason"] == "PLATFORM_SUSPENDED"
    await stage.finish_recording()
    await subscriber.completed()
    assert subscriber.connections == 1


async def test_a_suspension_shows_its_page_at_once(stage: Stage) -> None:
    """The page comes with the end, and the replay is told to be restricted when it is."""
    subscriber = stage.watch(0, document=WITH_RECORDINGS)
    await stage.agree("LIVE")
    await stage.do(stage.house.live.suspend)
    await stage.agree("ENDED")
    end = next(one for one in subscriber.promises.updates if one["reason"] == "TRANSITION")
    assert end["session"]["endReason"] == "PLATFORM_SUSPENDED"
    assert end["session"]["endPage"]["id"]
    await stage.record()
    await stage.finish_recording()
    await subscriber.completed()
    replay = subscriber.promises.updates[-1]["session"]["endPage"]["recordings"]["replay"]
    assert replay == {"state": "RESTRICTED", "reason": "VIOLATION"}
    assert subscriber.connections == 1


async def test_who_reads_too_slowly_misses_no_end(stage: Stage) -> None:
    """While it reads nothing much goes on; then it is told the end, over the same connection."""
    quick, slow = (stage.watch(0, document=LIGHT) for _ in range(2))
    await stage.agree("LIVE")
    slow.stall()
    for _ in range(_MANY_TICKS):
        await stage.do(stage.house.live.tick)
    await stage.do(stage.house.live.end)
    await quick.completed()
    slow.go_on()
    await slow.completed()
    assert slow.connections == 1
    assert told(slow)[-1] == told(quick)[-1] == ("TRANSITION", "ENDED", True)


async def test_a_poll_tells_the_same(stage: Stage) -> None:
    """At each step of its life the query gives what the subscription has told, at both gateways."""
    subscriber = stage.watch(0, document=LIGHT)
    steps = [
        (None, "LIVE"),
        ("pause", "PAUSED"),
        ("resume", "LIVE"),
        ("disconnect", "ENDING"),
        ("reconnect", "LIVE"),
        ("tick", "LIVE"),
        ("end", "ENDED"),
    ]
    for command, state in steps:
        if command is not None:
            await stage.do(getattr(stage.house.live, command))
        await stage.agree(state)
        shown = subscriber.promises.session
        assert shown is not None
        for number in range(2):
            polled = await _polled(stage, number)
            assert (polled["nextCheckAt"] is None) is (state == "ENDED")
            for field in ("id", "state", "revision", "endReason", "endedAt", "endPageState"):
                assert polled[field] == shown[field], (command, field)


async def _polled(stage: Stage, number: int) -> dict[str, Any]:
    run = await stage.house.gateway(number)
    headers = {"authorization": f"Bearer {stage.house.token(stage.creator)}"}
    body = {"query": POLL, "variables": {"sessionId": stage.session_id}}
    async with httpx.AsyncClient(timeout=90, trust_env=False) as client:
        answer = (await client.post(run.process.url, json=body, headers=headers)).json()
    assert "errors" not in answer, answer
    session: dict[str, Any] = answer["data"]["liveSession"]
    return session
