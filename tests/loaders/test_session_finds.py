"""Session finds: how long a LIVE is kept, and what is shown of it while the database is away."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.session import COLLECTION, Session
from loaders.session_finds import SessionKey
from loaders.session_state import State, derive_state
from tests.loaders.database import CREATOR, LIVE, OUTAGE, Database, LittleSources, live
from tests.loaders.hand_driven import asking
from tests.loaders.kept_source import utc_now
from tests.loaders.simulated_time import in_simulated_time

HOUR = 3_600.0


async def read(sources: LittleSources, id_: str = LIVE) -> object:
    """What is read of a LIVE."""
    key = SessionKey(id_, CREATOR)
    return (await sources.sessions.read(asking(), [key]))[key]


@in_simulated_time
async def test_a_live_that_runs_is_always_read() -> None:
    """Each asker sees it as it is."""
    database = Database()
    sources = LittleSources(database)
    for revision in (1, 2, 3):
        database.put(COLLECTION, live(revision=revision))
        found = await read(sources)
        assert isinstance(found, Session)
        assert found.revision == revision


@pytest.mark.parametrize(
    ("ended", "kept", "gone"),
    [(10.0, 0.9, 1.1), (HOUR - 60, 0.9, 1.1), (HOUR + 60, 59.0, 700.0), (86_400.0, 59.0, 700.0)],
)
@in_simulated_time
async def test_one_that_has_ended_is_kept_the_longer_the_longer_it_is_over(
    ended: float, kept: float, gone: float
) -> None:
    """Hardly in its first hour, since an end may be taken back; for a minute after that."""
    database = Database()
    sources = LittleSources(database)
    database.put(COLLECTION, live(ended=ended))
    await read(sources)
    await asyncio.sleep(kept)
    await read(sources)
    assert len(database.finds) == 1
    await asyncio.sleep(gone - kept)
    await read(sources)
    assert len(database.finds) == 2


@in_simulated_time
async def test_one_that_is_not_there_is_known_for_a_moment() -> None:
    """It is None, which is not the same as never having asked; half a second later it is there."""
    database = Database()
    sources = LittleSources(database)
    assert [await read(sources), await read(sources)] == [None, None]
    assert len(database.finds) == 1
    database.put(COLLECTION, live())
    await asyncio.sleep(0.5)
    assert isinstance(await read(sources), Session)


@in_simulated_time
async def test_what_was_read_is_shown_through_an_outage() -> None:
    """For the setting's seconds; a LIVE that was never read, or not found, is unavailable."""
    database = Database()
    sources = LittleSources(database)
    database.put(COLLECTION, live())
    await read(sources)
    assert await read(sources, "none") is None
    database.go_away()
    await asyncio.sleep(OUTAGE - 1)
    assert isinstance(await read(sources), Session)
    assert isinstance(await read(sources, "none"), SourceUnavailable)
    assert isinstance(await read(sources, "other"), SourceUnavailable)
    await asyncio.sleep(2)
    assert isinstance(await read(sources), SourceUnavailable)


@in_simulated_time
async def test_silence_in_an_outage_is_not_the_silence_of_the_live() -> None:
    """One that ran when it was read last runs on; when it can be read again, its silence counts."""
    database = Database()
    sources = LittleSources(database)
    database.put(COLLECTION, live())
    await read(sources)
    database.is_away = True
    await asyncio.sleep(OUTAGE - 1)
    kept = await read(sources)
    assert isinstance(kept, Session)
    state = derive_state(kept, utc_now(), sources.lifecycle)
    assert state.state is State.LIVE
    assert state.next_check_at is not None
    assert state.next_check_at > utc_now()
    database.is_away = False
    await asyncio.sleep(2)
    anew = await read(sources)
    assert isinstance(anew, Session)
    assert derive_state(anew, utc_now(), sources.lifecycle).state is State.ENDED


@in_simulated_time
async def test_a_document_that_does_not_fit_fails_its_own_live_alone() -> None:
    """Its neighbour in the same find is whole."""
    database = Database()
    sources = LittleSources(database)
    database.put(COLLECTION, live())
    database.put(COLLECTION, live(id_="bad", events="none"))
    good, bad = SessionKey(LIVE, CREATOR), SessionKey("bad", CREATOR)
    found = await sources.sessions.read(asking(), [good, bad])
    assert isinstance(found[good], Session)
    assert isinstance(found[bad], SourceBadAnswer)
    assert len(database.finds) == 1


@in_simulated_time
async def test_when_it_was_read_is_our_own_to_say() -> None:
    """It is the moment before the find, whatever the document says."""
    database = Database()
    sources = LittleSources(database)
    before = utc_now()
    database.put(COLLECTION, live(read_at="never"))
    found = await read(sources)
    assert isinstance(found, Session)
    assert found.read_at == before


@in_simulated_time
async def test_many_are_found_at_once() -> None:
    """LIVEs that different operations ask for in one tick cost one find."""
    database = Database()
    sources = LittleSources(database)
    ids = [str(number) for number in range(50)]
    for id_ in ids:
        database.put(COLLECTION, live(id_=id_))
    found = await asyncio.gather(*(read(sources, id_) for id_ in ids))
    assert [session.id for session in found if isinstance(session, Session)] == ids
    assert len(database.finds) == 1
