"""Revocations in a real database: written by its owner, read by the gateway's user."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure, WriteError

from loaders.errors import SourceUnavailable
from loaders.own_database import OwnDatabase
from loaders.revocation import KEPT_FOR
from loaders.revocation_finds import RevocationFinds
from loaders.revocations_schema import INDEXES, NotRevoked, revoke
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import DATABASE

NOT_ALLOWED = 13
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


async def revoked(mongodb: OwnMongodb, **what: Any) -> None:
    await asyncio.to_thread(partial(revoke, mongodb.owner_uri, DATABASE, **what))


@pytest.fixture
async def finds(mongodb: OwnMongodb) -> AsyncIterator[RevocationFinds]:
    """What the gateway reads of an empty collection."""
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        client[DATABASE]["revocations"].delete_many({})
    database = OwnDatabase(mongodb.shares_uri, DATABASE, cap=20)
    yield RevocationFinds(database)
    await database.close()


async def test_what_is_revoked_is_read(mongodb: OwnMongodb, finds: RevocationFinds) -> None:
    """The newest comes first; what is asked since a moment leaves out what was before."""
    assert list(await finds.since(None)) == []
    await revoked(mongodb, token_id="one")
    await asyncio.sleep(0.01)  # The database's clock is one of milliseconds.
    await revoked(mongodb, creator_id="68", not_before=MOMENT)
    newest, first = await finds.since(None)
    assert (newest.id, newest.not_before) == ("creator:68", MOMENT)
    assert (first.id, first.not_before) == ("token:one", None)
    assert [one.id for one in await finds.since(newest.changed_at)] == ["creator:68"]
    assert abs(first.purge_at - first.changed_at - KEPT_FOR) < timedelta(minutes=5)


async def test_a_creators_moment_only_moves_on(mongodb: OwnMongodb, finds: RevocationFinds) -> None:
    """To revoke again, also with an earlier moment, takes nothing back, and makes it new."""
    await revoked(mongodb, creator_id="68", not_before=MOMENT)
    [before] = await finds.since(None)
    await asyncio.sleep(0.01)  # The database's clock is one of milliseconds.
    await revoked(mongodb, creator_id="68", not_before=MOMENT - timedelta(days=1))
    [after] = await finds.since(None)
    assert after.not_before == MOMENT
    assert after.changed_at > before.changed_at
    await revoked(mongodb, creator_id="68")
    [now] = await finds.since(None)
    assert now.not_before is not None
    assert now.not_before > MOMENT


async def test_each_user_may_do_what_it_needs(mongodb: OwnMongodb, finds: RevocationFinds) -> None:
    """The gateway's user takes nothing back, and nobody writes what is no revocation."""
    with MongoClient[dict[str, Any]](mongodb.shares_uri) as client:
        with pytest.raises(OperationFailure) as refused:
            client[DATABASE]["revocations"].delete_many({})
        assert refused.value.code == NOT_ALLOWED
    with MongoClient[dict[str, Any]](mongodb.owner_uri) as client:
        with pytest.raises(WriteError):
            client[DATABASE]["revocations"].insert_one({"_id": "token:two"})
        names = set(client[DATABASE]["revocations"].index_information())
    assert names == {"_id_", *(index.document["name"] for index in INDEXES)}
    assert list(await finds.since(None)) == []


async def test_a_database_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads is told so, and whoever revokes hears no address."""
    monkeypatch.setattr("loaders.revocations_schema._MILLISECONDS", 50)
    nowhere = "mongodb://owner:swordfish@127.0.0.1:1/?serverSelectionTimeoutMS=50"
    database = OwnDatabase(nowhere, DATABASE, cap=0.1)
    with pytest.raises(SourceUnavailable):
        await RevocationFinds(database).since(None)
    await database.close()
    with pytest.raises(NotRevoked) as caught:
        await asyncio.to_thread(partial(revoke, nowhere, DATABASE, token_id="one"))
    assert str(caught.value) == "ServerSelectionTimeoutError"
