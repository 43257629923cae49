"""The company's database: its contract, its indexes, and who may do what."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure, WriteError

from tests.upstreams.asking import ANCHOR
from upstreams.company.collections import database_of, schema_of
from upstreams.company.documents import session_document
from upstreams.company.recordings import recordings_of
from upstreams.company.running import running_sessions
from upstreams.company.seeding import read_seed
from upstreams.company.world import World
from upstreams.launch import Running

Client = MongoClient[dict[str, Any]]


@pytest.fixture(scope="module")
def checked(company_client: Client) -> dict[str, Any]:
    """Empty collections under the validators of the real ones."""
    database = database_of(company_client)
    made = {}
    for name in ("live_sessions", "recordings"):
        database.drop_collection(f"checked_{name}")
        made[name] = database.create_collection(
            f"checked_{name}", validator={"$jsonSchema": schema_of(name)}
        )
    return made


def test_everything_that_is_seeded_keeps_the_contract(
    world: World, checked: dict[str, Any]
) -> None:
    """The generator's documents, seeded without the validators, pass them."""
    sessions, recordings = [], []
    for index in range(world.size):
        for session in world.history(world.creator(index)):
            sessions.append(session_document(session))
            recordings += recordings_of(session, ANCHOR)
    sessions += [session_document(session) for session in running_sessions(world)]
    checked["live_sessions"].insert_many(sessions)
    checked["recordings"].insert_many(recordings)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("revision", None),
        ("revision", 7),
        ("creator_id", "6800000000000000000000"),
        ("account_type", "PRIVATE"),
        ("created_at", "2026-11-22"),
        ("events", []),
        ("events", [{"revision": 1, "at": None, "kind": "STARTED", "reason": None}]),
        ("last_tick", {"views": 3}),
        ("display_currency", "usd"),
        ("is_practice", 0),
        ("extra", True),
    ],
)
def test_a_bad_session_is_refused(
    world: World, checked: dict[str, Any], field: str, value: Any
) -> None:
    """The validator of live_sessions holds types, words and shapes."""
    session = world.session_by_id(world.kinds()["ended"][0])
    assert session is not None
    document = {**session_document(session), "_id": "7300000000000099999", field: value}
    with pytest.raises(WriteError, match="validation"):
        checked["live_sessions"].insert_one(document)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "LOST"),
        ("kind", "CLIP"),
        ("size_bytes", 1.5),
        ("poster", {"key": "x"}),
        ("segments", [{"index": 0}]),
        ("product_id", "42"),
        ("product_url", "javascript:alert(1)"),
        ("file", {"key": "clips/x.mp4"}),
        ("file", "clips/x.mp4"),
        ("link", "https://cdn.example.com/x"),
    ],
)
def test_a_bad_recording_is_refused(
    world: World, checked: dict[str, Any], field: str, value: Any
) -> None:
    """The validator of recordings holds types, words and shapes."""
    session = world.session_by_id(world.kinds()["ended"][0])
    assert session is not None
    recording = copy.deepcopy(recordings_of(session, ANCHOR)[0])
    with pytest.raises(WriteError, match="validation"):
        checked["recordings"].insert_one({**recording, "_id": "7500000000000099999", field: value})


def test_an_update_is_held_to_the_contract_too(company_client: Client, running: Running) -> None:
    """A write that would break a document is refused and changes nothing."""
    sessions = database_of(company_client)["live_sessions"]
    identifier = running.sessions["ended"]["id"]
    with pytest.raises(WriteError):
        sessions.update_one({"_id": identifier}, {"$set": {"account_type": "PRIVATE"}})
    found = sessions.find_one({"_id": identifier})
    assert found is not None
    assert found["account_type"] == "OFFICIAL"


def refused(attempt: Callable[[], object]) -> None:
    with pytest.raises(OperationFailure, match="not authorized"):
        attempt()


def test_the_gateway_reads_the_company_and_writes_nothing(running: Running) -> None:
    """Least privileges: it reads the company's facts; what it keeps itself is another user's."""
    gateway: Client = MongoClient(running.gateway_mongodb_uri)
    with gateway:
        identifier = running.sessions["ended"]["id"]
        company = gateway[running.company_database]
        assert company["live_sessions"].find_one({"_id": identifier}) is not None
        assert company["recordings"].find_one({"live_id": identifier}) is not None
        refused(lambda: company["live_sessions"].delete_one({"_id": identifier}))
        refused(lambda: company["recordings"].insert_one({"_id": "1"}))
        refused(lambda: gateway["elsewhere"]["x"].insert_one({"_id": 1}))
        refused(gateway[running.own_database]["shares"].find_one)
        refused(lambda: gateway[running.own_database]["shares"].insert_one({"_id": "1"}))


def test_who_keeps_shares_does_nothing_else(running: Running) -> None:
    """A share is found, made and changed, and never removed; no index, no drop, nothing elsewhere.

    The role names the collection, too: MongoDB looks at that, the embedded server does not.
    """
    keeper: Client = MongoClient(running.shares_mongodb_uri)
    with keeper:
        shares = keeper[running.own_database]["shares"]
        shares.insert_one({"_id": "of a test", "visits": 0})
        shares.update_one({"_id": "of a test"}, {"$inc": {"visits": 1}})
        found = shares.find_one_and_update({"_id": "of a test"}, {"$inc": {"visits": 1}})
        assert found == {"_id": "of a test", "visits": 1}
        assert shares.count_documents({"_id": "of a test"}) == 1
        refused(lambda: shares.delete_one({"_id": "of a test"}))
        refused(lambda: shares.create_index("visits"))
        refused(shares.drop)
        refused(keeper[running.company_database]["live_sessions"].find_one)
        refused(lambda: keeper["elsewhere"]["shares"].insert_one({"_id": 1}))


def test_the_owner_sets_up_the_gateways_database_alone(running: Running) -> None:
    """Collections, validators and indexes of `endpage`; not even a look at the company's."""
    owner: Client = MongoClient(running.owner_mongodb_uri)
    with owner:
        database = owner[running.own_database]
        made = database.create_collection("made", validator={"n": {"$gte": 0}})
        made.create_index("at", expireAfterSeconds=0)
        database.command("collMod", "made", validator={"n": {"$gte": 1}})
        with pytest.raises(WriteError):
            made.insert_one({"n": 0})
        made.drop()
        database["shares"].delete_many({"_id": "of a test"})
        refused(owner[running.company_database]["live_sessions"].find_one)
        refused(owner[running.company_database]["recordings"].drop)


def test_a_stranger_reads_nothing(running: Running) -> None:
    """Without a user the database answers nothing."""
    address = running.mongodb_uri.split("@")[1].split("/")[0].split(",")[0]
    stranger: Client = MongoClient(f"mongodb://{address}/?directConnection=true")
    with stranger, pytest.raises(OperationFailure):
        stranger[running.company_database]["live_sessions"].find_one()


def test_lists_and_broadcasts_have_indexes(company_client: Client) -> None:
    """The list of a creator, a broadcast's sessions, a session's recordings; and what expires."""
    database = database_of(company_client)
    sessions = [list(one["key"].items()) for one in database["live_sessions"].list_indexes()]
    assert [("creator_id", 1), ("created_at", -1), ("_id", -1)] in sessions
    assert [("broadcast_id", 1)] in sessions
    recordings = {tuple(one["key"]): one for one in database["recordings"].list_indexes()}
    assert ("live_id",) in recordings
    assert recordings[("purge_at",)]["expireAfterSeconds"] == 0


def test_the_database_knows_its_seed(company_client: Client, running: Running) -> None:
    """A command that has an address alone finds what the facts follow from."""
    assert read_seed(company_client) == running.seed
