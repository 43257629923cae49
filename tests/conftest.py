"""What all tests share: how properties are tried, and the database of shares."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, settings

from loaders.shares_schema import migrate
from tests.lent_mongodb import LENDER
from tests.loaders.own_mongodb import OwnMongodb, own_mongodb
from tests.loaders.shares_mongodb import DATABASE
from upstreams.launch import Company

Company.lender = LENDER

# How fast the machine is at the moment is no property of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Many times as many cases: for a night, not for a change.
settings.register_profile("nightly", settings.get_profile("house"), max_examples=2_000)
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that none of them is left alone at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
async def mongodb(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[OwnMongodb]:
    """The gateway's own database, set up once for all tests."""
    async with own_mongodb(tmp_path_factory.mktemp("own_mongodb")) as running:
        await asyncio.to_thread(migrate, running.owner_uri, DATABASE)
        yield running
