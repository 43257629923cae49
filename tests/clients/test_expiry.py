"""A token that runs out while a client watches, and the two ways to have a new one in time."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from tests.app.product import Product
from tests.clients.app import App, started
from tests.clients.kind import SOCKETS, Kind
from tests.clients.watched import Watched

pytestmark = pytest.mark.slow

# Long enough to connect with on a busy machine; its end is waited for.
SHORT_SECONDS = 8
LONG_SECONDS = 3600


@pytest.fixture(scope="module", autouse=True)
async def warm(product: Product) -> None:
    """The gateway has answered before: its first answer takes longer than all others."""
    await product.page("final", "metrics { status }")


async def test_a_client_goes_on_with_a_new_token(kind: Kind, app: App, live: Watched) -> None:
    """The stream ends with its token; the next connection has the new one, and hears the end."""
    await live.by(app, seconds=SHORT_SECONDS)
    await app.has(live.token())
    if kind.transport == "websocket":
        assert (await app.told("closed"))["code"] == 4401
    await app.told("connected", times=2)
    live.end()
    await app.over()
    assert app.count("refused") == 0
    # For the clients of WebSocket a 4401 is final, and the APP has to subscribe anew.
    if kind.comes_back and kind.transport != "websocket":
        assert app.count("watching") == 1


@pytest.mark.parametrize("kind", SOCKETS, indirect=True, ids=str)
async def test_a_ping_with_a_new_token_keeps_the_socket(
    kind: Kind, app: App, live: Watched
) -> None:
    """The pong says how long the new token is good; the socket outlives the old one."""
    async with started(kind) as other:
        await other.told("ready")
        await live.by(app, seconds=SHORT_SECONDS)
        await live.by(other, seconds=SHORT_SECONDS)
        await app.renew(live.token(seconds=LONG_SECONDS))
        pong = await app.told("pong")
        expires_at = datetime.fromisoformat(pong["payload"]["expiresAt"])
        assert expires_at.timestamp() == pytest.approx(time.time() + LONG_SECONDS, abs=60)
        # Its token is not older than the first one of the APP that has renewed it.
        assert (await other.told("closed"))["code"] == 4401
    live.end()
    await app.over()
    assert app.count("connected") == 1
