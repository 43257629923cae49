"""A MongoDB that was there already, in place of the embedded one: what compose starts from."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo import MongoClient

from upstreams.company.collections import database_of
from upstreams.company.seeding import read_seed
from upstreams.launch import Company, Running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
async def there() -> AsyncIterator[Running]:
    """A database that somebody else runs: another company's will do."""
    async with Company(seed=3, creators=5, simulate=False) as running:
        yield running


@pytest.fixture
def client(there: Running) -> MongoClient[dict[str, Any]]:
    return MongoClient(there.mongodb_uri)


def over(there: Running) -> Company:
    """A company that would be seed 4's, over the database that is there."""
    return Company(
        seed=4,
        creators=9,
        simulate=False,
        mongodb_uri=there.mongodb_uri,
        gateway_mongodb_uri=there.gateway_mongodb_uri,
        shares_mongodb_uri=there.shares_mongodb_uri,
    )


async def test_a_database_that_holds_a_company_goes_on_with_its_seed(
    there: Running, client: MongoClient[dict[str, Any]]
) -> None:
    """A second start answers for the company that the database holds, whatever it was told."""
    with client:
        held = read_seed(client)
    async with over(there) as running:
        assert running.seed == held
        assert running.mongodb_uri == there.mongodb_uri
        assert running.gateway_mongodb_uri == there.gateway_mongodb_uri
        assert running.shares_mongodb_uri == there.shares_mongodb_uri
        assert running.owner_mongodb_uri == ""


async def test_recordings_from_before_they_had_files_are_made_again(
    there: Running, client: MongoClient[dict[str, Any]]
) -> None:
    """A database that an older company has filled has its seeded recordings anew, with files."""
    query = {"live_id": there.sessions["ended"]["id"], "kind": "REPLAY"}
    with client:
        recordings = database_of(client)["recordings"]
        before = recordings.find_one(query)
        assert before is not None
        old = {name: value for name, value in before.items() if name != "file"}
        recordings.delete_one(query)
        recordings.insert_one(old, bypass_document_validation=True)
        async with over(there):
            assert recordings.find_one(query) == before


async def test_an_empty_database_is_filled(
    there: Running, client: MongoClient[dict[str, Any]]
) -> None:
    """Collections, validators and sessions are there when the company is ready."""
    with client:
        client.drop_database(there.company_database)
        async with over(there) as running:
            sessions = database_of(client)["live_sessions"]
            ended = sessions.find_one({"_id": running.sessions["ended"]["id"]})
            assert ended is not None
            assert ended["creator_id"] == running.sessions["ended"]["creator"]
            assert "validator" in sessions.options()
            assert read_seed(client) == running.seed
            assert running.seed.number == 4
