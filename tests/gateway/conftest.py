"""What the tests of the gateway share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.gateway.serving import Served, serving


@pytest.fixture(scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway over a fake engine."""
    async with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="session")
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a good token."""
    headers = served.authorization
    async with httpx.AsyncClient(base_url=f"http://{served.origin}", headers=headers) as opened:
        yield opened
