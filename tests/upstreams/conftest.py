"""A company that runs for all tests, one that may be broken, and its facts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from tests.upstreams.asking import ANCHOR, Service
from tests.upstreams.clock import Clock
from upstreams.company.world import Seed, World
from upstreams.launch import SERVICES, Company, Running
from upstreams.simulator.live_service import LiveService


@pytest.fixture(scope="session")
def world() -> World:
    """The facts of a small company at a fixed time."""
    return World(Seed(7, ANCHOR, 120))


@pytest.fixture(scope="session")
async def running() -> AsyncIterator[Running]:
    """A whole company as processes; its simulator moves nothing but what a test started."""
    async with Company(seed=7, creators=60, simulate=False) as company:
        yield company


@pytest.fixture
async def shop(running: Running) -> AsyncIterator[Service]:
    """Shop analytics of the running company, mended and with its calls forgotten afterwards."""
    service = Service.of(running, SERVICES[0])
    await service.ask("DELETE", "/__calls__")
    yield service
    await service.ask("POST", "/__faults__", {})


@pytest.fixture(scope="session")
def company_client(running: Running) -> Iterator[MongoClient[dict[str, Any]]]:
    """The company's own access to its database."""
    client: MongoClient[dict[str, Any]] = MongoClient(running.mongodb_uri, tz_aware=True)
    with client:
        yield client


@pytest.fixture
def clock(running: Running) -> Clock:
    """A clock that stands an hour after the anchor."""
    return Clock(float(running.seed.anchor + 3600))


@pytest.fixture
def facts(running: Running) -> World:
    """What the running company follows from."""
    return running.world()


@pytest.fixture
def live(company_client: MongoClient[dict[str, Any]], facts: World, clock: Clock) -> LiveService:
    """The LIVE service."""
    return LiveService(company_client, facts, clock=clock)


@pytest.fixture
def creator(running: Running) -> str:
    """A creator whose LIVEs sell well."""
    return running.sessions["ended"]["creator"]
