"""What the tests of the gateway share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.gateway.parts_engine import PartsEngine
from tests.gateway.serving import Served, serving
from tests.gateway.share_site import ShareSite, share_site


@pytest.fixture(scope="session")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway over a fake engine, for all tests."""
    async with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def served(shared: Served) -> Served:
    """The same, which knows nothing of the subscriptions that other tests have opened."""
    shared.subscriptions.forget()
    return shared


@pytest.fixture(scope="session")
async def client(shared: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a good token."""
    headers = shared.authorization
    async with httpx.AsyncClient(base_url=f"http://{shared.origin}", headers=headers) as opened:
        yield opened


@pytest.fixture(scope="session")
async def opened_site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ShareSite]:
    """The pages of shares, for all tests."""
    folder = tmp_path_factory.mktemp("share")
    async with share_site(folder, playback_link_seconds=600) as running:
        yield running


@pytest.fixture(scope="session")
def engine() -> PartsEngine:
    """The engine of ``in_parts``, which answers as a test says."""
    return PartsEngine()


@pytest.fixture(scope="session")
async def all_in_parts(
    engine: PartsEngine, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """A gateway whose queries come in parts, for all tests."""
    async with serving(tmp_path_factory.mktemp("in_parts"), engine=engine) as running:
        yield running


@pytest.fixture
def site(opened_site: ShareSite) -> ShareSite:
    """The same with one open share, and no memory of other tests."""
    opened_site.forget()
    return opened_site


@pytest.fixture
def in_parts(all_in_parts: Served, engine: PartsEngine) -> Served:
    """The same, which knows nothing of what other tests have run."""
    engine.forget()
    return all_in_parts
