"""One company and one gateway over it, and an APP with each of the clients."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.gateway_process import UNHURRIED, GatewayProcess, gateway_over
from tests.app.product import DELAYS, Product, product_over
from tests.clients.app import App, started
from tests.clients.asked import Clients
from tests.clients.installed import check_installed
from tests.clients.kind import KINDS, Kind
from tests.clients.known import KNOWN
from tests.clients.relay_app import compiled
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


@pytest.fixture(scope="session")
async def relay_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An APP with Relay: what the compiler has made of its documents, and their list."""
    check_installed()
    return await compiled(tmp_path_factory.mktemp("relay"))


@pytest.fixture(scope="session")
async def knowing(
    company: Running, relay_app: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """A gateway over the same company that knows documents, Relay's own list among them."""
    folder = tmp_path_factory.mktemp("knowing")
    known = folder / "known.json"
    known.write_text(json.dumps(KNOWN))
    changes = {"ENDPAGE_DOCUMENTS": f"{known},{relay_app / 'known.json'}", **UNHURRIED}
    async with gateway_over(company, folder, **changes) as process:
        yield process


@pytest.fixture(scope="session")
async def clients(
    product: Product, knowing: GatewayProcess, relay_app: Path
) -> AsyncIterator[Clients]:
    """Every client that is asked, over that gateway, each from when it is first asked."""
    async with AsyncExitStack() as stack:
        yield Clients(replace(product, gateway=knowing), relay_app, stack)
