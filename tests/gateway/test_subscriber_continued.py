"""Subscriber: a LIVE that goes on as another one, which is written after the end that names it."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from loaders.session import COLLECTION
from tests.gateway.subscribed import subscribed
from tests.loaders.database import LIVE, Database, LittleSources, live
from tests.loaders.simulated_time import in_simulated_time

FOLLOWING = "7200000000000000002"
WITH_NEXT = """subscription ($id: ID!) { liveSession(sessionId: $id) {
  reason isLast session { revision state continuedBy { sessionId } } } }"""


@in_simulated_time
async def test_where_a_live_goes_on_is_told_when_it_is_there() -> None:
    """Its end names the next before that is written; who watches is told it all the same."""
    database = Database()
    database.put(COLLECTION, live())
    async with subscribed(LittleSources(database), document=WITH_NEXT) as (sink, _):
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=2, ended=0.0, continued_by=FOLLOWING))
        await asyncio.sleep(0.1)
        database.put(COLLECTION, live(id_=FOLLOWING, continuation_of=LIVE))
        await sink.ended.wait()
    following = [update["session"]["continuedBy"] for update in sink.updates]
    assert following == [None, None, {"sessionId": FOLLOWING}]
    assert [update["isLast"] for update in sink.updates] == [False, False, True]
    assert sink.told[-1][0] <= 3


@in_simulated_time
async def test_it_is_told_though_the_subscription_goes_on() -> None:
    """With recordings that are on their way it is not the last update, and is told all the same."""
    database = Database()
    database.put(COLLECTION, live(ended=0.0, continued_by=FOLLOWING))
    document = WITH_NEXT.replace("revision", "revision endPage { recordings { status } }")
    async with subscribed(LittleSources(database), document=document) as (sink, _):
        await asyncio.sleep(0.1)
        database.put(COLLECTION, live(id_=FOLLOWING, continuation_of=LIVE))
        await asyncio.sleep(3)
    told = [(one["reason"], one["session"]["continuedBy"]) for one in sink.updates]
    assert told == [("SNAPSHOT", None), ("CORRECTION", {"sessionId": FOLLOWING})]
    assert sink.answers[0][1].event_id != sink.answers[1][1].event_id


@in_simulated_time
async def test_one_that_could_not_be_read_is_told_when_it_can() -> None:
    """The update with the end has an error in its place; that is no reason to be silent later."""
    database = Database()
    database.put(COLLECTION, live(ended=0.0, continued_by=FOLLOWING))
    database.put(COLLECTION, live(id_=FOLLOWING, continuation_of=LIVE, events="none"))
    document = WITH_NEXT.replace("revision", "revision endPage { recordings { status } }")
    with capture_logs():
        async with subscribed(LittleSources(database), document=document) as (sink, _):
            await asyncio.sleep(0.1)
            database.put(COLLECTION, live(id_=FOLLOWING, continuation_of=LIVE))
            await asyncio.sleep(40)
    (_, first), (_, second) = sink.answers
    assert [error["path"][-1] for error in first.errors] == ["continuedBy"]
    assert second.errors == []
    assert second.data is not None
    assert second.data["liveSession"]["reason"] == "CORRECTION"


@in_simulated_time
async def test_a_next_live_that_never_comes_is_not_waited_for_long() -> None:
    """What it went on as was never written: the end is told at once, and that nothing follows."""
    database = Database()
    database.put(COLLECTION, live(ended=0.0, continued_by=FOLLOWING))
    async with subscribed(LittleSources(database), document=WITH_NEXT) as (sink, _):
        await sink.ended.wait()
    assert [update["isLast"] for update in sink.updates] == [False, True]
    assert 60 <= sink.told[-1][0] <= 80
