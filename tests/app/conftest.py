"""One company and one gateway over it for all tests of the whole product."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.app.gateway_process import UNHURRIED, GatewayProcess, gateway_over
from tests.app.panels import whole_again
from tests.app.product import DELAYS, Product, product_over
from tests.app.recorded import Recorded, all_recorded
from upstreams.launch import Company, Running

# How long a lost connection may come back: long enough to bring it back, short enough to await.
GRACE_SECONDS = 3
# What ends in a test does so for another reason than that a reader is slow.
PATIENT = {"ENDPAGE_STALL_SECONDS": "300"}


@pytest.fixture(scope="session")
async def running() -> AsyncIterator[Running]:
    """A company of 50 creators, in which hardly anything happens but what a test makes happen."""
    company = Company(seed=7, creators=50, per_minute=0, live_ends_within=3600, delays=DELAYS)
    async with company as running:
        yield running


@pytest.fixture(scope="session")
async def gateway(
    running: Running, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """A gateway over it, as in development, with a short time of grace and all time to answer."""
    folder = tmp_path_factory.mktemp("gateway")
    changes = {"ENDPAGE_GRACE_SECONDS": str(GRACE_SECONDS), **PATIENT, **UNHURRIED}
    async with gateway_over(running, folder, **changes) as process:
        yield process


@pytest.fixture(scope="session")
async def whole(running: Running, gateway: GatewayProcess) -> AsyncIterator[Product]:
    """The product, once for all tests."""
    async with product_over(running, gateway) as product:
        yield product


@pytest.fixture
async def product(whole: Product) -> AsyncIterator[Product]:
    """The product with its calls forgotten; what a test has broken is mended after it."""
    await whole.services.forget()
    yield whole
    await whole.services.mend()
    if whole.services.is_broken:
        # A breaker may be open for a second still.
        await whole_again(whole)
        whole.services.is_broken = False


@pytest.fixture(scope="session")
async def in_time(
    running: Running, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """A second gateway over the same company, with the times that it has by default."""
    async with gateway_over(running, tmp_path_factory.mktemp("in_time")) as process:
        yield process


@pytest.fixture(scope="session")
async def keeping(
    running: Running, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[GatewayProcess]:
    """Another one over the same company, which keeps answers as gateways do outside of tests."""
    changes = {"ENDPAGE_KEPT_MEGABYTES": "64", **PATIENT, **UNHURRIED}
    async with gateway_over(running, tmp_path_factory.mktemp("keeping"), **changes) as process:
        yield process


@pytest.fixture(scope="session")
def archive(whole: Product) -> Iterator[Recorded]:
    """LIVEs whose recordings nobody else looks at, each to be taken once."""
    return all_recorded(whole)


@pytest.fixture
def recorded(archive: Iterator[Recorded]) -> Recorded:
    """One of them, of a creator of its own."""
    taken = next(archive, None)
    assert taken is not None, "the company has too few creators for so many tests"
    return taken
