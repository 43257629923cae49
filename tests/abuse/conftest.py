"""What the tests of abuse share: two running gateways, as in production and as in development."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.abuse.stage import Stage, staged


@pytest.fixture(scope="session")
async def opened_production(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A gateway as in production, for all tests."""
    folder = tmp_path_factory.mktemp("production")
    limits = folder / "limits.json"
    limits.write_text('{"web": {"cost": 30, "depth": 3}}')
    router = folder / "router"
    router.write_text("r" * 48)
    async with staged(
        folder,
        environment_name="production",
        ENDPAGE_CLIENT_LIMITS_FILE=str(limits),
        ENDPAGE_FEDERATION_CREDENTIAL_FILE=str(router),
    ) as running:
        yield running


@pytest.fixture(scope="session")
async def opened_development(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """A gateway as in development, for all tests."""
    folder = tmp_path_factory.mktemp("development")
    async with staged(folder, environment_name="development") as running:
        yield running


@pytest.fixture
def production(opened_production: Stage) -> Stage:
    """The one as in production, which has asked nothing yet."""
    opened_production.forget()
    return opened_production


@pytest.fixture
def development(opened_development: Stage) -> Stage:
    """The one as in development, which has asked nothing yet."""
    opened_development.forget()
    return opened_development
