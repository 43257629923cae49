"""Recording by id: as true as can be, since who has deleted one means it."""

from __future__ import annotations

import asyncio

from loaders.errors import KnownError, SourceBadAnswer, SourceUnavailable
from loaders.recording import COLLECTION, Recording
from loaders.recording_by_id import RecordingById, RecordingByIdFinds, keeping_recordings_by_id
from loaders.source import Source
from tests.loaders.database import Database, recording
from tests.loaders.hand_driven import asking
from tests.loaders.kept_source import utc_now
from tests.loaders.simulated_time import Ticking, in_simulated_time

Answer = Recording | KnownError | None


def source_over(database: Database) -> RecordingById:
    """The source, in simulated time."""
    return Source(
        RecordingByIdFinds(database.mongo),
        keeping_recordings_by_id(),
        cap=0.4,
        now=utc_now,
        monotonic=Ticking(),
    )


async def read(source: RecordingById, *ids: str) -> list[Answer]:
    """What is found for each id."""
    found = await source.read(asking(), ids)
    return [found[id_] for id_ in ids]


def state_of(answer: Answer) -> str:
    """The state of the recording that was found."""
    assert isinstance(answer, Recording)
    return answer.state


@in_simulated_time
async def test_many_are_found_at_once() -> None:
    """Each by its id, in one find; None where there is none, an error where it is no recording."""
    database = Database()
    database.put(COLLECTION, recording("1", live_id="another"))
    database.put(COLLECTION, recording("2", duration_seconds="long"))
    one, two, three = await read(source_over(database), "1", "2", "3")
    assert isinstance(one, Recording)
    assert (one.id, one.live_id) == ("1", "another")
    assert isinstance(two, SourceBadAnswer)
    assert three is None
    assert database.finds == [(COLLECTION, {"_id": {"$in": ["1", "2", "3"]}})]


@in_simulated_time
async def test_one_is_never_older_than_a_second() -> None:
    """What is written is seen a second later, and what is deleted is gone."""
    database = Database()
    database.put(COLLECTION, recording("1"))
    source = source_over(database)
    assert [state_of(one) for one in await read(source, "1")] == ["READY"]
    database.put(COLLECTION, recording("1", state="RESTRICTED"))
    await asyncio.sleep(0.9)
    assert [state_of(one) for one in await read(source, "1")] == ["READY"]
    await asyncio.sleep(0.2)
    assert [state_of(one) for one in await read(source, "1")] == ["RESTRICTED"]
    database.delete(COLLECTION, "1")
    await asyncio.sleep(1.1)
    assert await read(source, "1") == [None]
    assert len(database.finds) == 3


@in_simulated_time
async def test_that_there_is_none_is_soon_asked_again() -> None:
    """A recording that appears is there half a second later."""
    database = Database()
    source = source_over(database)
    assert await read(source, "1") == [None]
    database.put(COLLECTION, recording("1"))
    assert await read(source, "1") == [None]
    await asyncio.sleep(0.6)
    assert [state_of(one) for one in await read(source, "1")] == ["READY"]


@in_simulated_time
async def test_those_who_ask_at_once_share_a_find() -> None:
    """However many ask, for whichever of the recordings."""
    database = Database()
    for id_ in "123":
        database.put(COLLECTION, recording(id_))
    source = source_over(database)
    asked = [read(source, *ids) for ids in ("1", "12", "23", "3") * 5]
    assert [len(found) for found in await asyncio.gather(*asked)] == [1, 2, 2, 1] * 5
    assert len(database.finds) == 1


@in_simulated_time
async def test_an_outage_keeps_nothing_alive_for_long() -> None:
    """Ten seconds after a recording was last seen nobody can say that it is there still."""
    database = Database()
    database.put(COLLECTION, recording("1"))
    source = source_over(database)
    await read(source, "1")
    database.is_away = True
    await asyncio.sleep(5)
    assert [state_of(one) for one in await read(source, "1")] == ["READY"]
    await asyncio.sleep(5)
    [late] = await read(source, "1")
    assert isinstance(late, SourceUnavailable)
