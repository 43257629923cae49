"""Seed data for MongoDB: the forced cases and a first handful at once, everybody else after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from bson.int64 import Int64
from pymongo import MongoClient
from pymongo.errors import BulkWriteError

from upstreams.company.collections import create_collections, database_of
from upstreams.company.creators import Creator
from upstreams.company.documents import session_document
from upstreams.company.recordings import recordings_of
from upstreams.company.running import heard_until, running_sessions
from upstreams.company.strata import STRATA
from upstreams.company.world import Seed, World

# How many ordinary creators are there before the company is ready.
FIRST_ORDINARY = 12
_BATCH = 500
_ONLY_DUPLICATES = 11000


def first_creators(world: World) -> range:
    """Return the indexes of creators that are seeded before the company is ready."""
    return range(min(world.size, len(STRATA) + FIRST_ORDINARY))


def later_creators(world: World) -> range:
    """Return the indexes of all the others."""
    return range(len(first_creators(world)), world.size)


def seed_company(client: MongoClient[dict[str, Any]], world: World) -> None:
    """Fill an empty database with whatever is there before the company is ready."""
    create_collections(client)
    write_seed(client, world.seed)
    seed_creators(client, world, first_creators(world))
    seed_running(client, world)


def seed_creators(
    client: MongoClient[dict[str, Any]], world: World, indexes: Iterable[int]
) -> None:
    """Write sessions and recordings of some creators; what is there already is left as it is."""
    creators = iter(world.creator(index) for index in indexes)
    database = database_of(client)
    while chunk := list(islice(creators, 50)):
        for batch in _batches(_sessions(world, chunk)):
            _insert(database["live_sessions"], batch)
        for batch in _batches(_recordings(world, chunk)):
            _insert(database["recordings"], batch)


def seed_running(client: MongoClient[dict[str, Any]], world: World) -> None:
    """Write the sessions that run at the anchor."""
    documents = [
        session_document(session, heard_until=heard_until(session, world.seed.anchor))
        for session in running_sessions(world)
    ]
    _insert(database_of(client)["live_sessions"], documents)


def write_seed(client: MongoClient[dict[str, Any]], seed: Seed) -> None:
    """Write what everything follows from, so that a command given an address alone finds it."""
    database_of(client)["seed"].replace_one(
        {"_id": "seed"},
        {"number": seed.number, "anchor": Int64(seed.anchor), "creators": seed.creators},
        upsert=True,
    )


def read_seed(client: MongoClient[dict[str, Any]]) -> Seed | None:
    """Return the seed of a company's database, None when it has none."""
    found = database_of(client)["seed"].find_one({"_id": "seed"})
    if found is None:
        return None
    return Seed(int(found["number"]), int(found["anchor"]), int(found["creators"]))


def remove_outdated(client: MongoClient[dict[str, Any]]) -> None:
    """Remove recordings from before they had files: they are seeded, or simulated, once more."""
    database_of(client)["recordings"].delete_many({"file": {"$exists": False}})


def _sessions(world: World, creators: Iterable[Creator]) -> Iterator[dict[str, Any]]:
    for creator in creators:
        for session in world.history(creator):
            yield session_document(session)


def _recordings(world: World, creators: Iterable[Creator]) -> Iterator[dict[str, Any]]:
    for creator in creators:
        for session in world.history(creator):
            yield from recordings_of(session, world.seed.anchor)


def _batches(documents: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(documents, _BATCH)):
        yield batch


def _insert(collection: Any, documents: list[dict[str, Any]]) -> None:
    """Insert what is not there yet: seeding that was broken off can be begun again."""
    if not documents:
        return
    try:
        # A validator costs as much as the insert; tests hold the generator against the schemas.
        collection.insert_many(documents, ordered=False, bypass_document_validation=True)
    except BulkWriteError as error:
        details = error.details or {}
        if any(one["code"] != _ONLY_DUPLICATES for one in details.get("writeErrors", [])):
            raise
