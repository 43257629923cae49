"""Processes of the company that are killed while the gateway serves."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pymongo import MongoClient

from gateway.dependencies import BREAKS
from tests.app.gateway_process import gateway_over
from tests.app.panels import PANELS_OF, full_page, paths
from tests.app.product import OPERATIONS, Product, errors_of, eventually
from tests.app.services import REWARDS, Services
from upstreams.launch import Company
from upstreams.simulator.live_service import LiveService

pytestmark = pytest.mark.slow


@pytest.fixture
async def mortal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Product]:
    """A company of its own, whose processes may be killed, and a gateway over it."""
    folder = tmp_path_factory.mktemp("mortal")
    async with (
        Company(seed=7, creators=5, simulate=False, is_mortal=True) as running,
        gateway_over(running, folder) as gateway,
        httpx.AsyncClient(timeout=30, trust_env=False) as client,
    ):
        with MongoClient[dict[str, Any]](running.mongodb_uri, tz_aware=True) as database:
            live = LiveService(database, running.world())
            yield Product(running, gateway, client, Services(running.upstreams, client), live)


async def ready(product: Product) -> dict[str, Any]:
    response = await product.client.get(f"http://{product.gateway.origin}/readyz")
    assert response.status_code == 200
    told: dict[str, Any] = response.json()
    return told


async def test_what_is_killed_costs_what_it_gave(mortal: Product) -> None:
    """First a service, then the database: the rest answers, and the gateway itself goes on."""
    up = {name: {"state": "up"} for name in BREAKS}
    assert await ready(mortal) == {"status": "ready", "dependencies": up}
    await eventually(lambda: full_page(mortal, "ended"), until=lambda told: "errors" not in told)

    os.kill(mortal.running.pids[REWARDS], signal.SIGKILL)
    answer = await full_page(mortal, "ended")
    assert errors_of(answer) == dict.fromkeys(paths(*PANELS_OF[REWARDS]), "SOURCE_UNAVAILABLE")
    told = await eventually(lambda: ready(mortal), until=lambda now: now["status"] == "degraded")
    down = {"state": "down", "breaks": BREAKS[REWARDS]}
    assert told["dependencies"] == {**up, REWARDS: down}

    os.kill(mortal.running.pids["mongodb"], signal.SIGKILL)

    async def without_database() -> Any:
        return await full_page(mortal, "ended")

    answer = await eventually(without_database, until=lambda now: now["data"]["endPage"] is None)
    (error,) = answer["errors"]
    assert error["path"] == ["endPage"]
    assert error["extensions"]["code"] == "SOURCE_UNAVAILABLE"
    assert error["extensions"]["retryable"] is True
    await eventually(
        lambda: ready(mortal), until=lambda now: now["dependencies"]["mongodb"]["state"] == "down"
    )
    alive = await mortal.client.get(f"http://{mortal.gateway.origin}/livez")
    assert alive.json() == {"status": "alive"}
    viewer = await mortal.ask(OPERATIONS["ResumeAfterLaunch"], of="ended")
    assert set(errors_of(viewer).values()) == {"SOURCE_UNAVAILABLE"}
    assert viewer["data"]["viewer"]["creatorId"] == mortal.creator("ended")
    assert mortal.gateway.process.returncode is None
