"""Changes: who is told what, and when."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from loaders import recording as recordings
from loaders import session as sessions
from loaders.changes import Changes
from loaders.followers import Heard
from tests.loaders.database import LIVE, Database, event, live, recording
from tests.loaders.following import Remembering, followed
from tests.loaders.simulated_time import in_simulated_time, now

OTHER = "7200000000000000002"


async def heard() -> None:
    """Time enough for all that was told to be heard."""
    await asyncio.sleep(0.1)


@in_simulated_time
async def test_a_change_of_the_live_is_told_to_all_who_follow_it() -> None:
    """At once; who follows another LIVE is not told. The stream is opened once."""
    database = Database()
    changes = Changes(database.mongo)
    one, other, third = await followed(changes, LIVE, LIVE, OTHER)
    database.put(sessions.COLLECTION, live())
    await heard()
    assert [who.taken() for who in (one, other, third)] == [[Heard.SESSION], [Heard.SESSION], []]
    database.delete(sessions.COLLECTION, LIVE)
    await heard()
    assert [who.taken() for who in (one, other, third)] == [[Heard.SESSION], [Heard.SESSION], []]
    assert len(database.streams) == 1
    await changes.close()
    assert database.streams == []
    assert not changes.is_open


@in_simulated_time
async def test_a_change_of_a_recording_is_told_to_who_follows_its_live() -> None:
    """Its deletion, too, which does not say whose it was, and its move to another LIVE."""
    database = Database()
    changes = Changes(database.mongo)
    one, other = await followed(changes, LIVE, OTHER)
    database.put(recordings.COLLECTION, recording("r1"))
    await heard()
    assert (one.taken(), other.taken()) == ([Heard.RECORDINGS], [])
    database.tell(event(recordings.COLLECTION, "r1"))
    await heard()
    assert (one.taken(), other.taken()) == ([Heard.RECORDINGS], [])
    database.put(recordings.COLLECTION, recording("r1", live_id=OTHER))
    await heard()
    assert (one.taken(), other.taken()) == ([Heard.RECORDINGS], [Heard.RECORDINGS])
    database.delete(recordings.COLLECTION, "r1")
    await heard()
    assert (one.taken(), other.taken()) == ([], [Heard.RECORDINGS])
    await changes.close()


@in_simulated_time
async def test_a_deletion_of_an_unknown_recording_is_told_to_everybody() -> None:
    """Unless a find has seen it."""
    database = Database()
    changes = Changes(database.mongo)
    one, other = await followed(changes, LIVE, OTHER)
    database.tell(event(recordings.COLLECTION, "r1", "delete"))
    await heard()
    assert (one.taken(), other.taken()) == ([Heard.RECORDINGS], [Heard.RECORDINGS])
    changes.found("r1", OTHER)
    database.tell(event(recordings.COLLECTION, "r1", "delete"))
    await heard()
    assert (one.taken(), other.taken()) == ([], [Heard.RECORDINGS])
    await changes.close()


@in_simulated_time
async def test_what_is_read_in_one_batch_is_told_once_and_counted_each() -> None:
    """Who follows is spared what it would only forget; a bench is told all."""
    database = Database()
    changes = Changes(database.mongo, monotonic=now)
    (one,) = await followed(changes, LIVE)
    assert (changes.heard, changes.last_heard_at) == (0, 0.0)
    await asyncio.sleep(1.0)
    for revision in range(5):
        database.put(sessions.COLLECTION, live(revision=revision))
        database.put(recordings.COLLECTION, recording(f"r{revision}"))
    read_at = now()
    await asyncio.sleep(1.0)
    assert one.taken() == [Heard.SESSION, Heard.RECORDINGS]
    assert (changes.heard, changes.last_heard_at) == (10, read_at)
    await changes.close()


@in_simulated_time
async def test_news_is_told_at_once_and_what_follows_a_moment_later() -> None:
    """So that a storm comes in a few large batches, and what is alone waits for nothing."""
    database = Database()
    changes = Changes(database.mongo)
    (one,) = await followed(changes, LIVE)
    began, told = now(), []
    for revision in range(3):
        database.put(sessions.COLLECTION, live(revision=revision))
        assert await one.hears() == [Heard.SESSION]
        told.append(now() - began)
    assert told == pytest.approx([0.0, 0.01, 0.02])
    await changes.close()


@in_simulated_time
async def test_everybody_is_told_when_the_stream_opens() -> None:
    """What was written before cannot be known, so it may be anything."""
    database = Database()
    database.opening = 2.0
    changes = Changes(database.mongo)
    one, began = Remembering(), now()
    changes.follow(LIVE, one)
    await changes.opened(1.0)
    assert now() - began == pytest.approx(1.0)
    assert [changes.is_open] == [False]
    assert await one.hears() == [Heard.EVERYTHING]
    assert now() - began == pytest.approx(2.0)
    assert [changes.is_open] == [True]
    await changes.close()


@pytest.mark.parametrize("change", [ZeroDivisionError(), {"operationType": "invalidate"}])
@in_simulated_time
async def test_after_a_break_everybody_is_told(change: Exception | dict[str, str]) -> None:
    """Whatever broke the stream or ended it, it is opened again, and what follows is heard."""
    database = Database()
    changes = Changes(database.mongo)
    with capture_logs() as logs:
        (one,) = await followed(changes, LIVE)
        broke = now()
        database.tell(change)
        assert await one.hears() == [Heard.EVERYTHING]
        assert now() - broke == pytest.approx(0.5)
        database.put(sessions.COLLECTION, live())
        assert await one.hears() == [Heard.SESSION]
    await changes.close()
    warned = [log["event"] for log in logs if log["log_level"] != "debug"]
    assert warned == ["unexpected_error"] * isinstance(change, Exception)


@in_simulated_time
async def test_an_outage_is_waited_out() -> None:
    """It is tried again until the database is there, and everybody is told then."""
    database = Database()
    changes = Changes(database.mongo)
    with capture_logs() as logs:
        (one,) = await followed(changes, LIVE)
        database.go_away()
        assert await one.hears(10.0) == []
        began = now()
        await changes.opened(1.0)
        assert now() - began == 1.0
        database.is_away = False
        assert await one.hears(0.5) == [Heard.EVERYTHING]
    await changes.close()
    assert {log["event"] for log in logs} == {"change_stream_broken"}


@in_simulated_time
async def test_one_that_raises_keeps_no_other_from_being_told() -> None:
    """Nor does it break the stream."""

    class Broken(Remembering):
        def tell(self, heard: Heard) -> None:
            raise ZeroDivisionError

    database = Database()
    changes = Changes(database.mongo)
    with capture_logs() as logs:
        changes.follow(LIVE, Broken())
        (one,) = await followed(changes, LIVE)
        database.put(sessions.COLLECTION, live())
        assert await one.hears() == [Heard.SESSION]
    warned = [log["event"] for log in logs if log["log_level"] != "debug"]
    assert warned == ["unexpected_error"] * 2
    await changes.close()


@in_simulated_time
async def test_who_follows_no_more_is_told_nothing_and_forgotten() -> None:
    """Even where it goes while others are told."""
    database = Database()
    changes = Changes(database.mongo)
    one, other = await followed(changes, LIVE, LIVE)
    changes.unfollow(LIVE, one)
    database.put(sessions.COLLECTION, live())
    await heard()
    assert (one.taken(), other.taken()) == ([], [Heard.SESSION])
    changes.unfollow(LIVE, other)
    changes.unfollow(LIVE, other)
    assert list(changes.followers) == []
    await changes.close()
