"""Two gateways over one company, for all tests of this room."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.lifecycle.house import House, housed


@pytest.fixture(scope="package")
async def shared_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """It takes seconds to start, so all share it; each has LIVEs of its own in it."""
    async with housed(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
async def house(shared_house: House) -> AsyncIterator[House]:
    """The house, in which nothing is broken after the test."""
    yield shared_house
    await shared_house.whole()
