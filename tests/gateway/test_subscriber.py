"""Subscriber: what is told of a LIVE from now to its end, and when.

The file is long, because it is a list of all that can happen in between.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gateway.errors import RequestError
from loaders.session import COLLECTION
from loaders.session_state import Lifecycle
from tests.gateway.subscribed import (
    Recorder,
    subscribe,
    subscribed,
    subscriptions_over,
)
from tests.loaders.database import LIVE, SOMEBODY_ELSE, Database, LittleSources, live
from tests.loaders.simulated_time import in_simulated_time


def database_with(**changes: Any) -> Database:
    database = Database()
    database.put(COLLECTION, live(**changes))
    return database


@in_simulated_time
async def test_it_is_told_as_it_is_and_then_whenever_it_changes() -> None:
    """Each state once, the last one is its end, and nothing comes after it."""
    database = database_with()
    async with subscribed(LittleSources(database)) as (sink, _):
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=2))
        await asyncio.sleep(1)
        database.tell({"documentKey": {"_id": LIVE}})
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=3, ended=0.0))
        await sink.ended.wait()
    assert sink.told == [(0.0, 1, "LIVE"), (1.0, 2, "LIVE"), (3.0, 3, "ENDED")]
    reasons = [update["reason"] for update in sink.updates]
    assert reasons == ["SNAPSHOT", "PROGRESS", "TRANSITION"]
    assert [update["isLast"] for update in sink.updates] == [False, False, True]


@in_simulated_time
async def test_one_that_is_over_is_told_once() -> None:
    """The first update is the last."""
    async with subscribed(LittleSources(database_with(ended=60.0))) as (sink, _):
        await sink.ended.wait()
    assert sink.told == [(0.0, 1, "ENDED")]
    assert sink.updates[0]["reason"] == "SNAPSHOT"
    assert sink.updates[0]["fetchAfterMs"] <= 10


@in_simulated_time
async def test_one_that_goes_away_ends_it() -> None:
    """There is nothing more to tell."""
    database = database_with()
    async with subscribed(LittleSources(database)) as (sink, _):
        await asyncio.sleep(1)
        database.documents[COLLECTION].clear()
        database.tell({"documentKey": {"_id": LIVE}})
        await sink.ended.wait()
    assert sink.told == [(0.0, 1, "LIVE")]
    assert sink.failed is None


@pytest.mark.parametrize(
    "asked", [{"creator": SOMEBODY_ELSE}, {"session_id": "7300000000000000009"}], ids=str
)
def test_of_somebody_elses_nothing_is_told(asked: dict[str, Any]) -> None:
    """It is refused as one that does not exist."""

    @in_simulated_time
    async def run() -> None:
        async with subscribed(LittleSources(database_with()), **asked) as (sink, _):
            await sink.ended.wait()
        assert sink.answers == []
        assert sink.failed is not None
        assert sink.failed.code == "NOT_FOUND"

    run()


@in_simulated_time
async def test_an_end_that_is_written_while_the_stream_opens_is_not_missed() -> None:
    """The state is read after the stream is open, so that what no event tells is seen."""
    database = database_with()
    database.opening = 0.5
    async with subscribed(LittleSources(database)) as (sink, _):
        await asyncio.sleep(0.4)
        database.put(COLLECTION, live(revision=2, ended=0.0))
        await sink.ended.wait()
    assert sink.told == [(0.5, 2, "ENDED")]


@in_simulated_time
async def test_an_end_that_is_written_before_a_late_stream_opens_is_not_missed() -> None:
    """What was read without a stream is read again as soon as there is one."""
    database = database_with()
    database.opening = 3.0
    async with subscribed(LittleSources(database)) as (sink, _):
        await asyncio.sleep(2)
        database.put(COLLECTION, live(revision=2, ended=0.0))
        await sink.ended.wait()
    assert sink.told == [(1.0, 1, "LIVE"), (3.0, 2, "ENDED")]


@in_simulated_time
async def test_a_stream_that_never_opens_is_waited_for_once() -> None:
    """Later updates, which the clock brings, come at their second."""
    database = database_with()
    database.opening = 10_000.0
    sources = LittleSources(database, Lifecycle(silence=40, grace=20))
    async with subscribed(sources) as (sink, _):
        await sink.ended.wait()
    assert sink.told == [(1.0, 1, "LIVE"), (40.0, 1, "ENDING"), (60.0, 1, "ENDED")]


@in_simulated_time
async def test_what_the_clock_alone_changes_is_told_without_an_event() -> None:
    """Silence, then grace, then the end: each at its second."""
    sources = LittleSources(database_with(), Lifecycle(silence=40, grace=20))
    async with subscribed(sources) as (sink, _):
        await sink.ended.wait()
    assert sink.told == [(0.0, 1, "LIVE"), (40.0, 1, "ENDING"), (60.0, 1, "ENDED")]


@in_simulated_time
async def test_an_outage_is_waited_out() -> None:
    """It neither ends the subscription nor the LIVE, however long nothing is heard."""
    database = database_with()
    sources = LittleSources(database, Lifecycle(silence=40, grace=20))
    with capture_logs():
        async with subscribed(sources) as (sink, _):
            await asyncio.sleep(5)
            database.go_away()
            await asyncio.sleep(300)
            reads = sources.sessions.reads
            await asyncio.sleep(10)
            assert sources.sessions.reads - reads <= 11
            assert sink.told == [(0.0, 1, "LIVE")]
            database.is_away = False
            database.put(COLLECTION, live(revision=2))
            await asyncio.sleep(2.5)
            database.put(COLLECTION, live(revision=3, ended=0.0))
            await sink.ended.wait()
    assert [told[1:] for told in sink.told] == [(1, "LIVE"), (2, "LIVE"), (3, "ENDED")]


@in_simulated_time
async def test_who_comes_while_the_database_is_away_is_told_what_is_known() -> None:
    """Of a LIVE that was read before at once; of one that never was as soon as it can be read."""
    database = database_with()
    database.put(COLLECTION, live(id_="7200000000000000002"))
    sources = LittleSources(database)
    subscriptions = subscriptions_over(sources)
    known, early, late = Recorder(), Recorder(), Recorder()
    with capture_logs():
        subscribe(subscriptions, known)
        await asyncio.sleep(1)
        database.go_away()
        subscribe(subscriptions, early)
        subscribe(subscriptions, late, session_id="7200000000000000002")
        await asyncio.sleep(20)
        assert [told[1:] for told in early.told] == [(1, "LIVE")]
        assert (late.answers, late.failed) == ([], None)
        database.is_away = False
        await asyncio.sleep(3)
        assert [told[1:] for told in late.told] == [(1, "LIVE")]
        database.put(COLLECTION, live(revision=2, ended=0.0))
        await early.ended.wait()
    assert [told[1:] for told in early.told] == [(1, "LIVE"), (2, "ENDED")]
    await subscriptions.close()
    await sources.close()


@in_simulated_time
async def test_what_the_document_leaves_out_stays_left_out() -> None:
    """By @skip and @include, as in any answer."""
    document = """subscription ($id: ID!, $no: Boolean = false) { liveSession(sessionId: $id) {
      reason @include(if: $no) changed @skip(if: true) isLast session { revision state } } }"""
    async with subscribed(LittleSources(database_with(ended=9.0)), document=document) as (sink, _):
        await sink.ended.wait()
    assert [set(update) for update in sink.updates] == [{"isLast", "session"}]


@in_simulated_time
async def test_the_crowd_is_made_of_lives_that_end_now() -> None:
    """One LIVE is one, however many are told of it; one that is long over is none."""
    database = database_with(ended=3600.0)
    sources = LittleSources(database)
    subscriptions = subscriptions_over(sources)
    sinks = [Recorder() for _ in range(300)]
    for sink in sinks:
        subscribe(subscriptions, sink)
    for sink in sinks:
        await sink.ended.wait()
    assert {sink.updates[0]["fetchAfterMs"] for sink in sinks} == {0}
    await subscriptions.close()
    await sources.close()


@in_simulated_time
async def test_a_document_that_cannot_be_read_is_waited_out() -> None:
    """A bad write does not end the subscription; the next good one is told."""
    database = database_with()
    with capture_logs():
        async with subscribed(LittleSources(database)) as (sink, _):
            await asyncio.sleep(1)
            database.put(COLLECTION, live(revision=2, events="none"))
            await asyncio.sleep(5)
            database.put(COLLECTION, live(revision=3, ended=0.0))
            await sink.ended.wait()
    assert [told[1:] for told in sink.told] == [(1, "LIVE"), (3, "ENDED")]


@in_simulated_time
async def test_progress_is_merged_for_a_slow_client_and_the_end_is_not_lost() -> None:
    """While it takes nothing, nothing is worked out; then it gets the state as it is by then."""
    database = database_with()
    sources = LittleSources(database)
    async with subscribed(sources) as (sink, subscriber):
        await asyncio.sleep(1)
        sink.is_slow, reads = True, sources.sessions.reads
        for revision in range(2, 9):
            database.put(COLLECTION, live(revision=revision))
            await asyncio.sleep(1)
        assert sources.sessions.reads == reads
        database.put(COLLECTION, live(revision=9, ended=0.0))
        await asyncio.sleep(1)
        sink.is_slow = False
        subscriber.resume()
        await sink.ended.wait()
    assert sink.told == [(0.0, 1, "LIVE"), (9.0, 9, "ENDED")]


WRITES = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.01, 0.3, 1.0, 20.0]),
        st.sampled_from(["next", "next", "before", "again", "break", "away", "back", "slow"]),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(WRITES)
def test_revisions_never_fall_and_the_end_is_always_told(writes: list[tuple[float, str]]) -> None:
    """Whatever order writes, breaks, outages and stalls come in, and though older ones are read."""
    with capture_logs():
        revisions_never_fall_and_the_end_is_always_told(writes)


@in_simulated_time
async def revisions_never_fall_and_the_end_is_always_told(writes: list[tuple[float, str]]) -> None:
    """One run."""
    revision = 10
    database = database_with(revision=revision)
    async with subscribed(LittleSources(database)) as (sink, subscriber):
        for pause, write in writes:
            await asyncio.sleep(pause)
            if write in ("next", "before"):
                revision += 1
                read = revision if write == "next" else revision - 2
                database.put(COLLECTION, live(revision=read))
            elif write == "again":
                database.tell({"documentKey": {"_id": LIVE}})
            elif write == "break":
                database.tell({"operationType": "invalidate"})
            elif write == "away":
                database.go_away()
            elif write == "back":
                database.is_away = False
            else:
                sink.is_slow = not sink.is_slow
                if not sink.is_slow:
                    subscriber.resume()
        database.is_away = sink.is_slow = False
        subscriber.resume()
        database.put(COLLECTION, live(revision=revision + 1, ended=0.0))
        await asyncio.wait_for(sink.ended.wait(), 60)
    assert sink.failed is None
    revisions = [told[1:] for told in sink.told]
    assert [one for one, _ in revisions] == sorted(one for one, _ in revisions)
    assert len(set(revisions)) == len(revisions)
    assert revisions[-1] == (revision + 1, "ENDED")


@in_simulated_time
async def test_what_the_client_has_seen_last_is_not_told_again() -> None:
    """A client that comes back with the id of the state as it is waits for the next one."""
    database = database_with()
    sources = LittleSources(database)
    subscriptions = subscriptions_over(sources)
    first = Recorder()
    subscribe(subscriptions, first)
    await asyncio.sleep(1)
    seen = first.answers[0][1].event_id
    again, late = Recorder(), Recorder()
    subscribe(subscriptions, again, last_event_id=seen)
    subscribe(subscriptions, late, last_event_id="0-LIVE")
    await asyncio.sleep(1)
    assert seen == "1-LIVE"
    assert (again.answers, len(late.answers)) == ([], 1)
    database.put(COLLECTION, live(revision=2, ended=0.0))
    for sink in (first, again, late):
        await sink.ended.wait()
        assert sink.told[-1][1:] == (2, "ENDED")
    await subscriptions.close()
    await sources.close()


def test_what_is_no_subscription_is_refused() -> None:
    """As a document that does not fit the schema is, before anything is begun."""
    subscriptions = subscriptions_over(LittleSources(Database()))
    with pytest.raises(RequestError, match="no subscription"):
        subscribe(subscriptions, None, document="{ viewer { creatorId } }")  # type: ignore[arg-type]  # never used
    assert len(subscriptions) == 0
