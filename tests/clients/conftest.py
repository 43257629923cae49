"""One company and one gateway over it, and an APP with each of the clients."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.app.gateway_process import UNHURRIED, GatewayProcess, gateway_over
from tests.app.product import DELAYS, Product, product_over
from tests.clients.app import App, started
from tests.clients.installed import check_installed
from tests.clients.kind import KINDS, Kind
from tests.clients.watched import Watched
from upstreams.launch import Company, Running

CREATOR = "final"


@pytest.fixture(scope="session")
async def company() -> AsyncIterator[Running]:
    """A company in which hardly anything happens but what a test makes happen."""
    async with Company(
        seed=7, creators=50, per_minute=0, live_ends_within=3600, delays=DELAYS
    ) as running:
        yield running


@pytest.fixture(scope="session")
async def gateway(
    company: Running, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """A gateway over it, for which a token ends when it says so."""
    changes = {"ENDPAGE_JWT_LEEWAY_SECONDS": "0", **UNHURRIED}
    async with gateway_over(company, tmp_path_factory.mktemp("gateway"), **changes) as process:
        yield process


@pytest.fixture(scope="session")
async def product(company: Running, gateway: GatewayProcess) -> AsyncIterator[Product]:
    """The product, once for all tests."""
    async with product_over(company, gateway) as product:
        yield product


@pytest.fixture(params=KINDS, ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each of the clients."""
    kind: Kind = request.param
    if kind.is_of_node:
        check_installed()
    return kind


@pytest.fixture
async def app(kind: Kind) -> AsyncIterator[App]:
    """An APP with that client, which watches nothing yet."""
    async with started(kind) as app:
        yield app


@pytest.fixture
def live(product: Product) -> Watched:
    """A LIVE that has just begun."""
    return Watched(product, CREATOR, product.live.start(product.creator(CREATOR)))
