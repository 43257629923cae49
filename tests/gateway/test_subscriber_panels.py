"""Subscriber: what is told of the panels of a page, until they have settled down."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from loaders import recording as recordings
from loaders.session import COLLECTION
from tests.gateway.subscribed import RECORDINGS, subscribed
from tests.loaders.database import Database, LittleSources, live, recording
from tests.loaders.kept_source import utc_now
from tests.loaders.simulated_time import in_simulated_time


def database_with_page() -> Database:
    """A LIVE that has just ended."""
    database = Database()
    database.put(COLLECTION, live(ended=0.0))
    return database


@in_simulated_time
async def test_an_end_that_is_taken_back_and_told_anew_is_a_correction() -> None:
    """With recordings that are on their way the subscription goes on, and hears it."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing())
    async with subscribed(LittleSources(database), document=RECORDINGS) as (sink, _):
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=2))
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=3, ended=0.0))
        await asyncio.sleep(1)
    told = [(update["session"]["state"], update["reason"]) for update in sink.updates]
    assert told[:3] == [("ENDED", "SNAPSHOT"), ("LIVE", "CORRECTION"), ("ENDED", "TRANSITION")]


def in_processing(*, look_in: float = 60.0) -> dict[str, Any]:
    """A replay that is being made, to be looked at again in so many seconds."""
    return recording(state="PROCESSING", next_check_at=utc_now() + timedelta(seconds=look_in))


@in_simulated_time
async def test_a_recording_that_becomes_ready_is_told_and_is_the_last() -> None:
    """By its event, at once; the panel that has changed is named."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing())
    async with subscribed(LittleSources(database), document=RECORDINGS) as (sink, _):
        await asyncio.sleep(10)
        database.put(recordings.COLLECTION, recording(state="READY"))
        await sink.ended.wait()
    assert [at for at, *_ in sink.told] == [0.0, 10.0]
    first, last = sink.updates
    assert (first["isLast"], first["changed"]) == (False, [])
    assert (last["isLast"], last["changed"], last["reason"]) == (True, ["RECORDINGS"], "PANELS")
    assert last["session"]["endPage"]["recordings"]["replay"] == {"state": "READY"}


DEFERRED = """subscription ($id: ID!) { liveSession(sessionId: $id) {
  reason changed isLast session { revision state
    ... @defer(label: "page") { endPage { ... @defer { recordings { status } } } } } } }"""


@in_simulated_time
async def test_what_an_update_defers_comes_with_the_rest() -> None:
    """An APP may share the fragments of its queries: each update is whole all the same."""
    database = database_with_page()
    database.put(recordings.COLLECTION, recording(state="READY"))
    async with subscribed(LittleSources(database), document=DEFERRED) as (sink, _):
        await sink.ended.wait()
    (update,) = sink.updates
    assert update["session"]["endPage"] == {"recordings": {"status": "READY"}}
    assert update["isLast"] is True


@in_simulated_time
async def test_recordings_that_begin_after_the_end_are_waited_for() -> None:
    """They are another service's: it hears of the end when we do, and is not done before us."""
    database = database_with_page()
    async with subscribed(LittleSources(database), document=RECORDINGS) as (sink, _):
        await asyncio.sleep(1)
        database.put(recordings.COLLECTION, in_processing())
        await asyncio.sleep(10)
        database.put(recordings.COLLECTION, recording(state="READY"))
        await sink.ended.wait()
    assert [at for at, *_ in sink.told] == [0.0, 1.0, 11.0]
    told = [update["session"]["endPage"]["recordings"]["status"] for update in sink.updates]
    assert told == ["EMPTY", "PENDING", "READY"]


@in_simulated_time
async def test_recordings_that_never_begin_are_not_waited_for_long() -> None:
    """Nothing is told of them but that it was the last."""
    async with subscribed(LittleSources(database_with_page()), document=RECORDINGS) as (sink, _):
        await sink.ended.wait()
    assert 120 <= sink.told[-1][0] <= 140
    assert [update["isLast"] for update in sink.updates] == [False, True]


@in_simulated_time
async def test_a_recording_that_no_event_tells_of_is_found_when_the_page_says() -> None:
    """The panel's own nextRefreshAt is when it is read again; what is the same is not told."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing(look_in=20))
    async with subscribed(LittleSources(database), document=RECORDINGS) as (sink, _):
        await asyncio.sleep(1)
        database.put(recordings.COLLECTION, in_processing(look_in=39), is_told=False)
        await asyncio.sleep(30)
        database.put(recordings.COLLECTION, recording(state="READY"), is_told=False)
        await sink.ended.wait()
    assert [update["reason"] for update in sink.updates] == ["SNAPSHOT", "PANELS"]
    assert 40 <= sink.told[-1][0] <= 60


@in_simulated_time
async def test_what_should_have_come_is_asked_for_soon_and_then_less_often() -> None:
    """After one second, two, four and eight, and then as often as one who polls."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing(look_in=10))
    sources = LittleSources(database)
    async with subscribed(sources, document=RECORDINGS) as (sink, _):
        await asyncio.sleep(9)
        finds = len(database.finds)
        await asyncio.sleep(2 + 1 + 2 + 4 + 8 + 15 + 10)
        assert 2 * 4 <= len(database.finds) - finds <= 2 * 7
        database.put(recordings.COLLECTION, recording(state="READY"), is_told=False)
        await sink.ended.wait()
    assert sink.updates[-1]["changed"] == ["RECORDINGS"]


@in_simulated_time
async def test_what_never_comes_is_asked_for_as_long_as_somebody_waits() -> None:
    """For hours, by the same pauses, and nothing breaks."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing(look_in=0))
    async with subscribed(LittleSources(database), document=RECORDINGS) as (sink, _):
        await asyncio.sleep(12 * 3600)
        assert (sink.failed, len(sink.updates)) == (None, 1)
        database.put(recordings.COLLECTION, recording(state="READY"))
        await sink.ended.wait()
    assert sink.updates[-1]["changed"] == ["RECORDINGS"]


@in_simulated_time
async def test_nobody_waits_for_what_is_far_away() -> None:
    """A panel that may change later than the setting says ends the subscription."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing(look_in=200))
    sources = LittleSources(database)
    async with subscribed(sources, document=RECORDINGS, follow_seconds=100) as (sink, _):
        await sink.ended.wait()
    assert [update["isLast"] for update in sink.updates] == [True]


@in_simulated_time
async def test_a_panel_that_was_told_is_never_taken_away() -> None:
    """A document that cannot be read leaves the answer that there was, and says that it is old."""
    database = database_with_page()
    database.put(recordings.COLLECTION, in_processing())
    sources = LittleSources(database)
    async with subscribed(sources, document=RECORDINGS) as (sink, _):
        await asyncio.sleep(1)
        database.put(recordings.COLLECTION, {**recording(), "title": 3})
        database.put(COLLECTION, live(revision=2, ended=0.0))
        await asyncio.sleep(1)
        page = sink.updates[-1]["session"]["endPage"]
        assert sink.told[-1][1:] == (2, "ENDED")
        assert (page["recordings"]["status"], page["recordings"]["isStale"]) == ("PENDING", True)
