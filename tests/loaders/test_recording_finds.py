"""Recording finds: whose recordings are shown to whom, and how long they are kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from loaders.errors import KnownError, SourceBadAnswer
from loaders.freshness import Phase
from loaders.keys import Key, Part
from loaders.recording import COLLECTION
from loaders.recording_finds import RecordingsAnswer
from tests.loaders.database import CREATOR, LIVE, SOMEBODY_ELSE, Database, LittleSources, recording
from tests.loaders.hand_driven import asking
from tests.loaders.simulated_time import in_simulated_time, ticks

KEY = Key(Part.SESSION, LIVE, CREATOR, "en", frozenset(), Phase.ENDED)


def ids_of(answer: RecordingsAnswer | KnownError) -> set[str]:
    """The ids of the recordings that were found."""
    assert isinstance(answer, RecordingsAnswer)
    return {one.id for one in answer.recordings}


async def read(sources: LittleSources, *keys: Key) -> list[RecordingsAnswer | KnownError]:
    """What is found for each key."""
    found = await sources.recordings.read(asking(), keys)
    return [found[key] for key in keys]


@in_simulated_time
async def test_nobody_is_shown_anothers_recordings() -> None:
    """A LIVE's recordings are its own creator's, also where both ask in one find."""
    database = Database()
    database.put(COLLECTION, recording("1"))
    database.put(COLLECTION, recording("2", creator_id=SOMEBODY_ELSE))
    database.put(COLLECTION, recording("3", live_id="another"))
    theirs = replace(KEY, on_behalf_of=SOMEBODY_ELSE)
    found = await read(LittleSources(database), KEY, theirs)
    assert [ids_of(answer) for answer in found] == [{"1"}, {"2"}]
    assert len(database.finds) == 1


@in_simulated_time
async def test_one_live_in_two_languages_is_found_for_both() -> None:
    """Keys that differ in what the database does not know have the same recordings."""
    database = Database()
    database.put(COLLECTION, recording("1"))
    found = await read(LittleSources(database), KEY, replace(KEY, language="ar"))
    assert [ids_of(answer) for answer in found] == [{"1"}, {"1"}]


@in_simulated_time
async def test_a_bad_document_fails_its_own_live_alone() -> None:
    """Its LIVE has a bad answer, even beside a good document; another LIVE is whole."""
    database = Database()
    database.put(COLLECTION, recording("1"))
    database.put(COLLECTION, recording("2", duration_seconds="long"))
    database.put(COLLECTION, recording("3", live_id="another"))
    database.put(COLLECTION, recording("4", creator_id=SOMEBODY_ELSE))
    another = replace(KEY, id="another")
    theirs = replace(KEY, on_behalf_of=SOMEBODY_ELSE)
    bad, good, others = await read(LittleSources(database), KEY, another, theirs)
    assert isinstance(bad, SourceBadAnswer)
    assert [ids_of(good), ids_of(others)] == [{"3"}, {"4"}]


@pytest.mark.parametrize(
    ("states", "phase", "fresh"),
    [
        (["READY"], Phase.ENDED, 30.0),
        (["READY", "PROCESSING"], Phase.FINAL, 1.0),
        (["READY"], Phase.LIVE, 1.0),
        ([], Phase.ENDED, 1.0),
        ([], Phase.FINAL, 30.0),
    ],
)
@in_simulated_time
async def test_what_is_being_made_is_hardly_kept(
    states: list[str], phase: Phase, fresh: float
) -> None:
    """A second while one is being made, or may yet be; half a minute when all are at rest."""
    database = Database()
    for number, state in enumerate(states):
        database.put(COLLECTION, recording(str(number), state=state))
    sources, key = LittleSources(database), replace(KEY, phase=phase)
    await read(sources, key)
    await asyncio.sleep(fresh - 0.1)
    await read(sources, key)
    assert len(database.finds) == 1
    await asyncio.sleep(0.2)
    await read(sources, key)
    await ticks()
    assert len(database.finds) == 2


@in_simulated_time
async def test_the_last_ones_are_shown_through_an_outage() -> None:
    """As of when they were read, and said to be stale."""
    database = Database()
    database.put(COLLECTION, recording("1"))
    sources = LittleSources(database)
    (before,) = await read(sources, KEY)
    assert isinstance(before, RecordingsAnswer)
    database.is_away = True
    await asyncio.sleep(1_000)
    assert await read(sources, KEY) == [replace(before, is_stale=True)]
