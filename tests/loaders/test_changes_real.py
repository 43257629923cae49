"""Changes over the real database: what is written is heard, and after a crash again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from bson import Int64
from structlog.testing import capture_logs

from loaders.changes import Changes
from loaders.followers import Heard
from loaders.mongo import Mongo
from tests.loaders.following import Remembering, followed
from tests.loaders.real_database import RealDatabase, real_database

pytestmark = pytest.mark.slow
LIVE, OTHER = "7299999999999999991", "7299999999999999992"
RECORDING = "7599999999999999991"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[RealDatabase]:
    """A database of its own, in which nothing happens by itself."""
    async with real_database(tmp_path, is_mortal=True) as database:
        yield database


@pytest.fixture
async def changes(database: RealDatabase) -> AsyncIterator[Changes]:
    """Its changes, as the gateway's user may hear them."""
    mongo = Mongo(database.gateway_uri, "company", cap=1.0)
    changes = Changes(mongo)
    yield changes
    await changes.close()
    await mongo.close()


async def told_of(follower: Remembering, write: Callable[..., object], *args: Any) -> list[Heard]:
    """What is told of one write."""
    await asyncio.to_thread(write, *args)
    return await follower.hears(10.0)


def is_open(changes: Changes) -> bool:
    """Whether it is by now; the type checker takes a property for what does not change."""
    return changes.is_open


async def test_every_kind_of_write_is_heard(database: RealDatabase, changes: Changes) -> None:
    """Of LIVEs and recordings, by whom it concerns alone; then that a collection is dropped."""
    sessions, recordings = database.company.live_sessions, database.company.recordings
    session, recording = sessions.find_one({}), recordings.find_one({})
    assert session is not None
    assert recording is not None
    session |= {"_id": LIVE}
    recording |= {"_id": RECORDING, "live_id": LIVE}
    one, other = await followed(changes, LIVE, OTHER)
    revised = {"$set": {"revision": Int64(77)}}
    assert await told_of(one, sessions.insert_one, session) == [Heard.SESSION]
    assert await told_of(one, sessions.update_one, {"_id": LIVE}, revised) == [Heard.SESSION]
    assert await told_of(one, sessions.replace_one, {"_id": LIVE}, session) == [Heard.SESSION]
    assert await told_of(one, recordings.insert_one, recording) == [Heard.RECORDINGS]
    its = {"_id": RECORDING}
    assert await told_of(one, recordings.update_one, its, revised) == [Heard.RECORDINGS]
    assert await told_of(one, recordings.replace_one, its, recording) == [Heard.RECORDINGS]
    assert await told_of(one, recordings.delete_one, its) == [Heard.RECORDINGS]
    assert await told_of(one, sessions.delete_one, {"_id": LIVE}) == [Heard.SESSION]
    assert other.told == []
    assert changes.heard == 8
    assert await told_of(other, database.company.drop_collection, "recordings") == [
        Heard.EVERYTHING
    ]


async def test_after_a_crash_of_the_database_everything_is_told(
    database: RealDatabase, changes: Changes
) -> None:
    """Once, and what is written from then on is heard."""
    sessions = database.company.live_sessions
    session = sessions.find_one({})
    assert session is not None
    with capture_logs():
        (one,) = await followed(changes, session["_id"])
        await database.crash()
        assert await one.hears(3.0) == []
        assert not is_open(changes)
        await database.restart()
        assert await one.hears(20.0) == [Heard.EVERYTHING]
        assert is_open(changes)
    revised = {"$set": {"revision": Int64(77)}}
    its = {"_id": session["_id"]}
    assert await told_of(one, sessions.update_one, its, revised) == [Heard.SESSION]
