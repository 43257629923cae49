"""What the tests of the loaders share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.fakes.company import FakeCompany
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.share_world import ShareWorld, share_world


@pytest.fixture
def company() -> FakeCompany:
    """A company of its own for each test."""
    return FakeCompany()


@pytest.fixture
async def world(mongodb: OwnMongodb) -> AsyncIterator[ShareWorld]:
    """The shares of a gateway process that has read nothing yet."""
    async with share_world(mongodb) as opened:
        yield opened


@pytest.fixture
def creator() -> str:
    """A creator that no other test knows."""
    return uuid4().hex
