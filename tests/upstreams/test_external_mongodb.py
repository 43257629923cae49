"""A MongoDB that was there already, in place of the embedded one: what compose starts from."""

from __future__ import annotations

from typing import Any

import pytest
from pymongo import MongoClient

from upstreams.company.seeding import read_seed
from upstreams.launch import Company

pytestmark = pytest.mark.slow


async def test_a_database_that_holds_a_company_goes_on_with_its_seed() -> None:
    """A second start over the same database answers for the same company, whatever it was told."""
    async with Company(seed=3, creators=5, simulate=False) as first:
        over = Company(seed=4, creators=9, simulate=False, mongodb_uri=first.mongodb_uri)
        async with over as second:
            assert second.seed == first.seed
            assert second.sessions == first.sessions
            assert second.mongodb_uri == first.mongodb_uri


async def test_an_empty_database_is_filled() -> None:
    """Collections, validators and sessions are there when the company is ready."""
    async with Company(seed=3, creators=5, simulate=False) as first:
        client: MongoClient[dict[str, Any]] = MongoClient(first.mongodb_uri)
        with client:
            client.drop_database("company")
            over = Company(
                seed=4,
                creators=9,
                simulate=False,
                mongodb_uri=first.mongodb_uri,
                gateway_mongodb_uri=first.gateway_mongodb_uri,
            )
            async with over as second:
                sessions = client["company"]["live_sessions"]
                ended = sessions.find_one({"_id": second.sessions["ended"]["id"]})
                assert ended is not None
                assert ended["creator_id"] == second.sessions["ended"]["creator"]
                assert "validator" in sessions.options()
                assert read_seed(client) == second.seed
                assert second.gateway_mongodb_uri == first.gateway_mongodb_uri
