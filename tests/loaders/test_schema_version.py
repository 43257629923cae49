"""The gateway's own database, brought up to date from whatever it was, and how it is seen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from pymongo import IndexModel, MongoClient
from pymongo.errors import AutoReconnect, OperationFailure

from loaders.errors import SourceUnavailable
from loaders.index_check import faults_of_indexes, has_index_on
from loaders.own_database import OwnDatabase
from loaders.schema_version import NEEDED, SchemaState, SchemaVersion, read_version
from loaders.shares_schema import INDEXES, STEPS, MigrationFailed, migrate
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import SPARE

DATABASE = SPARE[5]
CAP = 20.0


def structure(client: MongoClient[dict[str, Any]]) -> dict[str, Any]:
    """Everything that a database is made of: collections, validators and indexes."""
    database = client[DATABASE]
    return {
        name: (database[name].options(), database[name].index_information())
        for name in sorted(database.list_collection_names())
    }


@pytest.fixture
def owner(mongodb: OwnMongodb) -> MongoClient[dict[str, Any]]:
    """Whoever sets it up, with nothing there."""
    client = MongoClient[dict[str, Any]](mongodb.owner_uri)
    for name in client[DATABASE].list_collection_names():
        client[DATABASE].drop_collection(name)
    return client


def test_a_version_is_the_number_of_steps() -> None:
    """Who adds a step and forgets what a gateway needs is told."""
    assert len(STEPS) == NEEDED


@pytest.mark.parametrize("steps", range(len(STEPS) + 1))
async def test_it_is_brought_up_to_date_from_wherever_it_was(
    mongodb: OwnMongodb, owner: MongoClient[dict[str, Any]], steps: int
) -> None:
    """From nothing, and from what each older version has left, it comes to be the same; to do so
    again, or to take any step again, changes nothing.
    """
    with owner:
        for step in list(STEPS.values())[:steps]:
            step(owner[DATABASE])
            step(owner[DATABASE])
        older = set(owner[DATABASE].list_collection_names())
        assert older == set(list(STEPS)[:steps])
        await asyncio.to_thread(migrate, mongodb.owner_uri, DATABASE)
        once = structure(owner)
        assert set(once) == set(STEPS)
        assert {name for name, (options, _) in once.items() if "validator" in options} == {
            "shares",
            "revocations",
            "migrations",
        }
        assert faults_of_indexes(once["shares"][1], INDEXES) == []
        written = owner[DATABASE]["migrations"].find_one()
        assert written is not None
        assert (written["_id"], written["version"]) == ("version", NEEDED)
        await asyncio.to_thread(migrate, mongodb.owner_uri, DATABASE)
        assert structure(owner) == once
        assert owner[DATABASE]["migrations"].find_one() == written


async def test_a_newer_version_stays(
    mongodb: OwnMongodb, owner: MongoClient[dict[str, Any]]
) -> None:
    """Whoever comes with an older program does not make the database older."""
    with owner:
        await asyncio.to_thread(migrate, mongodb.owner_uri, DATABASE)
        owner[DATABASE]["migrations"].update_one({}, {"$set": {"version": NEEDED + 1}})
        await asyncio.to_thread(migrate, mongodb.owner_uri, DATABASE)
        assert read_version(owner[DATABASE]) == NEEDED + 1


async def test_what_a_unique_index_does_not_allow_is_told(
    mongodb: OwnMongodb, owner: MongoClient[dict[str, Any]]
) -> None:
    """Nothing is thrown away to make room for an index, and the version is not written."""
    with owner:
        twice = {"creator_id": "1", "idempotency_key": "key"}
        owner[DATABASE]["shares"].insert_many([{**twice}, {**twice}])
        with pytest.raises(MigrationFailed) as told:
            await asyncio.to_thread(migrate, mongodb.owner_uri, DATABASE)
        assert str(told.value) == "there are documents that a unique index does not allow"
        assert owner[DATABASE]["shares"].count_documents({}) == 2
        assert read_version(owner[DATABASE]) == 0


async def test_a_gateway_sees_how_far_it_is(
    mongodb: OwnMongodb, owner: MongoClient[dict[str, Any]]
) -> None:
    """Nothing there, one version too old, as needed, and newer: the last two will do."""
    database = OwnDatabase(mongodb.owner_uri, DATABASE, cap=CAP)
    version = SchemaVersion(database)
    states = []
    with owner:
        states.append(await version.state())
        await asyncio.to_thread(migrate, mongodb.owner_uri, DATABASE)
        for changes in ({"version": NEEDED - 1}, {"version": NEEDED}, {"version": NEEDED + 1}):
            owner[DATABASE]["migrations"].update_one({}, {"$set": changes})
            states.append(await version.state())
    await database.close()
    current = SchemaState.CURRENT
    assert states == [SchemaState.OLDER, SchemaState.OLDER, current, current]


class Refusing:
    """A database that answers nothing, for a reason."""

    def __init__(self, cause: Exception | None) -> None:
        self._cause = cause

    async def find(
        self, collection: str, question: Mapping[str, Any], *, limit: int = 0
    ) -> list[dict[str, Any]]:
        """Fail as a source does."""
        raise SourceUnavailable(upstream="shares") from self._cause


@pytest.mark.parametrize(
    ("cause", "state"),
    [
        (OperationFailure("no", 13), SchemaState.NOT_ALLOWED),
        (OperationFailure("no", 18), SchemaState.UNKNOWN),
        (AutoReconnect("away"), SchemaState.UNKNOWN),
        (None, SchemaState.UNKNOWN),
    ],
)
async def test_an_outage_says_nothing_of_the_version(
    cause: Exception | None, state: SchemaState
) -> None:
    """Only who may not read it is told apart: that does not pass by itself."""
    assert await SchemaVersion(Refusing(cause)).state() is state


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        ({"a": {"key": [("x", 1), ("y", -1)], "unique": True, "v": 2}}, []),
        ({}, ["a is missing"]),
        ({"a": {"key": [("x", 1)], "unique": True}}, ["a is another one"]),
        ({"a": {"key": [("x", 1), ("y", -1)]}}, ["a is another one"]),
        ({"a": {"key": [("y", -1), ("x", 1)], "unique": True}}, ["a is another one"]),
        (
            {"a": {"key": [("x", 1), ("y", -1)], "unique": True, "hidden": True}},
            ["a is another one"],
        ),
    ],
)
def test_indexes_are_compared_by_what_they_do(
    found: dict[str, dict[str, Any]], faults: list[str]
) -> None:
    """Fields in their order and options count, and nothing else that a server tells."""
    wanted = IndexModel([("x", 1), ("y", -1)], name="a", unique=True)
    assert faults_of_indexes(found, [wanted]) == faults


def test_an_index_serves_what_it_begins_with() -> None:
    """A question by the first fields of an index needs no other."""
    information = {"a": {"key": [("x", 1), ("y", -1)]}}
    assert has_index_on(information, ["x"])
    assert has_index_on(information, ["x", "y"])
    assert not has_index_on(information, ["y"])
    assert not has_index_on({"a": {**information["a"], "hidden": True}}, ["x"])
