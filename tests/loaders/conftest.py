"""What the tests of the loaders share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from loaders.shares_schema import migrate
from tests.fakes.company import FakeCompany
from tests.loaders.own_mongodb import OwnMongodb, own_mongodb
from tests.loaders.share_world import ShareWorld, share_world
from tests.loaders.shares_mongodb import DATABASE


@pytest.fixture
def company() -> FakeCompany:
    """A company of its own for each test."""
    return FakeCompany()


@pytest.fixture(scope="session")
async def mongodb(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OwnMongodb]:
    """The gateway's own database, set up once for all tests."""
    async with own_mongodb(tmp_path_factory.mktemp("own_mongodb")) as running:
        await asyncio.to_thread(migrate, running.owner_uri, DATABASE)
        yield running


@pytest.fixture
async def world(mongodb: OwnMongodb) -> AsyncIterator[ShareWorld]:
    """The shares of a gateway process that has read nothing yet."""
    async with share_world(mongodb) as opened:
        yield opened
