"""The database of shares: set up as often as one likes, and what each of its users may do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from bson import Int64, ObjectId
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import OperationFailure, WriteError

from loaders.collection_setup import Migration
from loaders.shares_schema import MigrationFailed, migrate
from tests.fakes.times import NOW
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import DATABASE, SPARE

INDEXES = ("one_share_a_key", "newest_of_a_creator", "forgotten")
NOT_ALLOWED = 13


def document(**changes: Any) -> dict[str, Any]:
    """A share as it is written."""
    facts: dict[str, Any] = {
        "_id": "A" * 22,
        "creator_id": "1",
        "live_id": "2",
        "recording_id": "3",
        "idempotency_key": "key",
        "is_indexable": False,
        "created_at": NOW,
        "expires_at": NOW,
        "revoked_at": None,
        "visits": Int64(0),
        "counted": [],
        "purge_at": NOW,
    }
    return {**facts, **changes}


async def test_it_is_set_up_once(mongodb: OwnMongodb) -> None:
    """The first time makes the collection with its indexes, the second finds all of it there."""
    first = await asyncio.to_thread(migrate, mongodb.owner_uri, SPARE[0])
    second = await asyncio.to_thread(migrate, mongodb.owner_uri, SPARE[0])
    assert first == Migration(is_new=True, indexes=INDEXES)
    assert second == Migration(is_new=False, indexes=())


async def test_several_may_set_it_up_at_once(mongodb: OwnMongodb) -> None:
    """All of them succeed, and it is there with its indexes."""
    told = await asyncio.gather(
        *(asyncio.to_thread(migrate, mongodb.owner_uri, SPARE[1]) for _ in range(8))
    )
    # Of two at the very same moment the embedded server may let both believe to be the first.
    assert any(one.is_new for one in told)
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        assert set(client[SPARE[1]]["shares"].index_information()) == {"_id_", *INDEXES}


async def test_what_is_there_of_old_is_made_as_it_must_be(mongodb: OwnMongodb) -> None:
    """An older collection keeps its shares, and gets the validator and the indexes of today."""
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        shares = client[SPARE[2]]["shares"]
        shares.insert_one(document())
        told = await asyncio.to_thread(migrate, mongodb.owner_uri, SPARE[2])
        assert told == Migration(is_new=False, indexes=INDEXES)
        assert shares.count_documents({}) == 1
        with pytest.raises(WriteError):
            shares.insert_one(document(_id="B" * 22, idempotency_key=""))


async def test_who_may_not_set_it_up_is_told_so(mongodb: OwnMongodb) -> None:
    """The words say why, and neither where nor with which password."""
    told = await _failure(mongodb.shares_uri)
    assert told == "this user may not, or is not known there"
    told = await _failure(mongodb.owner_uri.replace("swordfish", "sturgeon"))
    assert told == "this user may not, or is not known there"


async def test_an_address_that_cannot_be_used_is_told_so() -> None:
    """The words hold nothing of the address."""
    assert await _failure("mongodb://owner:sword/fish@") == "its address cannot be used"


async def test_another_index_of_the_name_is_told(mongodb: OwnMongodb) -> None:
    """It is left as it is, because somebody has made it."""
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        client[SPARE[3]]["shares"].create_index("visits", name="forgotten")
    told = await _failure(mongodb.owner_uri, SPARE[3])
    assert told == "an index of that name is there already, and is another one"


@pytest.mark.parametrize(
    "changes",
    [
        {"_id": "short"},
        {"_id": "A" * 21 + "!"},
        {"creator_id": ""},
        {"creator_id": 1},
        {"idempotency_key": ""},
        {"idempotency_key": "k" * 129},
        {"is_indexable": None},
        {"created_at": None},
        {"expires_at": "2026-11-22"},
        {"visits": -1},
        {"visits": 1.5},
        {"counted": [ObjectId() for _ in range(17)]},
        {"counted": ["1"]},
        {"purge_at": None},
        {"address": "127.0.0.1"},
    ],
)
async def test_no_other_document_is_kept(mongodb: OwnMongodb, changes: dict[str, Any]) -> None:
    """The database itself refuses what is no share, and whatever would identify a visitor."""
    with (
        MongoClient[dict[str, Any]](mongodb.shares_uri) as client,
        pytest.raises(WriteError) as told,
    ):
        client[DATABASE]["shares"].insert_one(document(**changes))
    assert told.value.code == 121


async def test_the_gateways_user_writes_shares(mongodb: OwnMongodb) -> None:
    """It may find them, insert them and update them."""
    with MongoClient[dict[str, Any]](mongodb.shares_uri) as client:
        shares = client[DATABASE]["shares"]
        shares.insert_one(document(creator_id="writes"))
        shares.update_one({"creator_id": "writes"}, {"$inc": {"visits": 1}})
        (found,) = shares.find({"creator_id": "writes"})
    assert found["visits"] == 1


FORBIDDEN: dict[str, Callable[[Collection[dict[str, Any]]], object]] = {
    "delete": lambda shares: shares.delete_one({}),
    "drop": lambda shares: shares.drop(),
    "index": lambda shares: shares.create_index("visits"),
    "drop_index": lambda shares: shares.drop_index("forgotten"),
    "rename": lambda shares: shares.rename("others"),
    "validator": lambda shares: shares.database.command("collMod", "shares", validator={}),
    "collection": lambda shares: shares.database.create_collection("others", check_exists=False),
    "database": lambda shares: shares.database.client.drop_database(DATABASE),
    "company": lambda shares: shares.database.client["company"]["recordings"].find_one(),
    "users": lambda shares: shares.database.client["admin"]["system.users"].find_one(),
}


@pytest.mark.parametrize("name", FORBIDDEN)
async def test_the_gateways_user_may_do_nothing_else(mongodb: OwnMongodb, name: str) -> None:
    """It can neither lose shares nor look elsewhere."""
    with (
        MongoClient[dict[str, Any]](mongodb.shares_uri) as client,
        pytest.raises(OperationFailure) as told,
    ):
        FORBIDDEN[name](client[DATABASE]["shares"])
    assert told.value.code == NOT_ALLOWED


async def _failure(uri: str, database: str = DATABASE) -> str:
    with pytest.raises(MigrationFailed) as told:
        await asyncio.to_thread(migrate, uri, database)
    return str(told.value)
