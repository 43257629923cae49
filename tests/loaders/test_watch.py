"""Watch: what is told of a LIVE from now to its end, and when."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from loaders.session import COLLECTION
from loaders.session_state import Lifecycle, State, derive_state
from loaders.watch import watch_session
from tests.loaders.database import LIVE, Database, LittleSources, live
from tests.loaders.simulated_time import in_simulated_time, now

Told = tuple[float, int, State]


@asynccontextmanager
async def watching(
    database: Database, sources: LittleSources | None = None
) -> AsyncIterator[tuple[list[Told], asyncio.Task[None]]]:
    """What is told of the LIVE, with the seconds since the beginning; the task ends with it."""
    sources, began = sources or LittleSources(database), now()
    told: list[Told] = []

    async def watch() -> None:
        operation = sources.operation()
        async for session, reading in watch_session(operation, LIVE):
            state = derive_state(session, reading.now, sources.lifecycle).state
            told.append((round(now() - began, 1), session.revision, state))

    task = asyncio.create_task(watch())
    try:
        yield told, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await sources.close()


@in_simulated_time
async def test_it_is_told_as_it_is_and_then_whenever_it_changes() -> None:
    """Each state once, the last one is its end, and the watch ends with it."""
    database = Database()
    database.put(COLLECTION, live())
    async with watching(database) as (told, task):
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=2))
        await asyncio.sleep(1)
        database.tell({"documentKey": {"_id": LIVE}})
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=3, ended=0.0))
        await task
    assert told == [(0.0, 1, State.LIVE), (1.0, 2, State.LIVE), (3.0, 3, State.ENDED)]


@in_simulated_time
async def test_one_that_is_over_is_told_once() -> None:
    """The watch ends at once."""
    database = Database()
    database.put(COLLECTION, live(ended=60.0))
    async with watching(database) as (told, task):
        await task
    assert told == [(0.0, 1, State.ENDED)]


@in_simulated_time
async def test_one_that_goes_away_ends_the_watch() -> None:
    """There is nothing more to tell."""
    database = Database()
    database.put(COLLECTION, live())
    async with watching(database) as (told, task):
        await asyncio.sleep(1)
        database.documents[COLLECTION].clear()
        database.tell({"documentKey": {"_id": LIVE}})
        await task
    assert told == [(0.0, 1, State.LIVE)]


@in_simulated_time
async def test_an_end_that_is_written_while_the_stream_opens_is_not_missed() -> None:
    """The state is read after the stream is open, so that what no event tells is seen."""
    database = Database()
    database.opening = 0.5
    database.put(COLLECTION, live())
    async with watching(database) as (told, task):
        await asyncio.sleep(0.4)
        database.put(COLLECTION, live(revision=2, ended=0.0))
        await task
    assert told == [(0.5, 2, State.ENDED)]


@in_simulated_time
async def test_an_end_that_is_written_before_a_late_stream_opens_is_not_missed() -> None:
    """What was read without a stream is read again as soon as there is one."""
    database = Database()
    database.opening = 3.0
    database.put(COLLECTION, live())
    async with watching(database) as (told, task):
        await asyncio.sleep(2)
        database.put(COLLECTION, live(revision=2, ended=0.0))
        await task
    assert told == [(1.0, 1, State.LIVE), (3.0, 2, State.ENDED)]


@in_simulated_time
async def test_what_the_clock_alone_changes_is_told_without_an_event() -> None:
    """Silence, then grace, then the end: each at its second."""
    database = Database()
    database.put(COLLECTION, live())
    sources = LittleSources(database, Lifecycle(silence=40, grace=20))
    async with watching(database, sources) as (told, task):
        await task
    assert told == [(0.0, 1, State.LIVE), (40.0, 1, State.ENDING), (60.0, 1, State.ENDED)]


@in_simulated_time
async def test_an_outage_is_waited_out() -> None:
    """It neither ends the watch nor the LIVE, however long nothing is heard; then all goes on."""
    database = Database()
    database.put(COLLECTION, live())
    sources = LittleSources(database, Lifecycle(silence=40, grace=20))
    with capture_logs():
        async with watching(database, sources) as (told, task):
            await asyncio.sleep(5)
            database.go_away()
            await asyncio.sleep(300)
            reads = sources.sessions.reads
            await asyncio.sleep(10)
            assert sources.sessions.reads - reads <= 11
            assert told == [(0.0, 1, State.LIVE)]
            database.is_away = False
            database.put(COLLECTION, live(revision=2))
            await asyncio.sleep(2.5)
            database.put(COLLECTION, live(revision=3, ended=0.0))
            await task
    assert [(revision, state) for _, revision, state in told] == [
        (1, State.LIVE),
        (2, State.LIVE),
        (3, State.ENDED),
    ]


@in_simulated_time
async def test_a_document_that_cannot_be_read_is_waited_out() -> None:
    """A bad write does not end the watch; the next good one is told."""
    database = Database()
    database.put(COLLECTION, live())
    async with watching(database) as (told, task):
        await asyncio.sleep(1)
        database.put(COLLECTION, live(revision=2, events="none"))
        await asyncio.sleep(5)
        database.put(COLLECTION, live(revision=3, ended=0.0))
        await task
    assert told == [(0.0, 1, State.LIVE), (6.0, 3, State.ENDED)]


@in_simulated_time
async def test_who_leaves_leaves_nothing_behind() -> None:
    """Neither a listener nor a read that is under way."""
    database = Database()
    database.put(COLLECTION, live())
    async with watching(database) as (_, task):
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.sleep(0)


WRITES = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.01, 0.3, 1.0, 20.0]),
        st.sampled_from(["next", "next", "before", "again", "break", "away", "back"]),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(WRITES)
def test_revisions_never_fall_and_the_end_is_always_told(writes: list[tuple[float, str]]) -> None:
    """Whatever order writes, breaks and outages come in, and though an older document is read."""
    with capture_logs():
        revisions_never_fall_and_the_end_is_always_told(writes)


@in_simulated_time
async def revisions_never_fall_and_the_end_is_always_told(writes: list[tuple[float, str]]) -> None:
    """One run."""
    database, revision = Database(), 10
    database.put(COLLECTION, live(revision=revision))
    async with watching(database) as (told, task):
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
            else:
                database.is_away = False
        database.is_away = False
        database.put(COLLECTION, live(revision=revision + 1, ended=0.0))
        await asyncio.wait_for(task, 60)
    revisions = [(told_revision, state) for _, told_revision, state in told]
    assert [one for one, _ in revisions] == sorted(one for one, _ in revisions)
    assert len(set(revisions)) == len(revisions)
    assert revisions[-1] == (revision + 1, State.ENDED)
