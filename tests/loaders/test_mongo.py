"""Mongo: finds of the real database, by one command where that brings all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from loaders import mongo as under_test
from loaders.mongo import Mongo
from tests.loaders.real_database import RealDatabase, real_database

AT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
async def database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealDatabase]:
    """A database with a hundred small documents, a second apart."""
    async with real_database(tmp_path_factory.mktemp("mongo")) as opened:
        opened.company["finds"].insert_many(
            {"_id": f"{n:03d}", "of": n % 2, "at": AT + timedelta(seconds=n)} for n in range(100)
        )
        yield opened


@pytest.fixture
async def mongo(database: RealDatabase) -> AsyncIterator[Mongo]:
    """The gateway's way to it."""
    opened = Mongo(database.gateway_uri, database.name, cap=20.0)
    yield opened
    await opened.close()


@pytest.mark.parametrize("batch", [100_000, 101, 100, 7])
async def test_a_find_brings_all(mongo: Mongo, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few documents an answer has room for: each once, with times in UTC."""
    monkeypatch.setattr(under_test, "_BATCH", batch)
    found = await mongo.find("finds", {})
    assert sorted(document["_id"] for document in found) == [f"{n:03d}" for n in range(100)]
    first = next(document for document in found if document["_id"] == "000")
    assert first["at"] == AT
    assert first["at"].utcoffset() == timedelta()


@pytest.mark.parametrize("batch", [100_000, 7])
@pytest.mark.parametrize("limit", [1, 10, 0])
async def test_a_find_is_sorted_and_limited(
    mongo: Mongo, batch: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By several fields in their order, the first so many of what fits."""
    monkeypatch.setattr(under_test, "_BATCH", batch)
    question = {"_id": {"$in": [f"{n:03d}" for n in range(40)]}}
    found = await mongo.find("finds", question, sort=(("of", -1), ("at", 1)), limit=limit)
    wanted = [f"{n:03d}" for n in (*range(1, 40, 2), *range(0, 40, 2))]
    assert [document["_id"] for document in found] == wanted[: limit or None]
