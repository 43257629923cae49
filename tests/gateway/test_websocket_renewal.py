"""WebSocket renewal: a new token on an open socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from gateway.errors import RequestError
from loaders.viewer import Viewer
from tests.gateway.serving import CREATOR, SHORT_SECONDS, Served, serving
from tests.gateway.talking import Socket, acknowledged, opened


@pytest.fixture(scope="module")
async def strict(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway without leeway, for two platforms."""
    folder = tmp_path_factory.mktemp("strict")
    platforms = ("app", "web")
    async with serving(folder, jwt_leeway_seconds=0, client_platforms=platforms) as running:
        yield running


async def renew(socket: Socket, token: str) -> None:
    await socket.say("ping", payload={"authorization": f"Bearer {token}"})


async def test_a_new_token_takes_the_place_of_the_old(strict: Served) -> None:
    """The pong says until when it is good, and the socket outlives the token before."""
    async with (
        acknowledged(strict, seconds=SHORT_SECONDS) as renewed,
        acknowledged(strict, seconds=SHORT_SECONDS) as left_alone,
    ):
        await renewed.subscribe("1", "subscription { wait }")
        assert (await renewed.hear())["type"] == "next"
        subscriber = strict.subscriptions.opened[-1]
        token = strict.token(seconds=600)
        await renew(renewed, token)
        expiry = jwt.decode(token, options={"verify_signature": False})["exp"]
        expires_at = datetime.fromtimestamp(expiry, UTC).isoformat().replace("+00:00", "Z")
        assert await renewed.hear() == {"type": "pong", "payload": {"expiresAt": expires_at}}
        assert await left_alone.closed() == (4401, "Token expired")
        subscriber.tell(2)
        assert (await renewed.hear())["payload"]["data"] == {"tick": 2}


async def test_the_new_expiry_holds_when_it_is_earlier(strict: Served) -> None:
    """The socket is good for as long as the token that was shown last."""
    async with acknowledged(strict) as socket:
        await renew(socket, strict.token(seconds=SHORT_SECONDS))
        assert (await socket.hear())["type"] == "pong"
        assert await socket.closed() == (4401, "Token expired")


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"creator_id": "6800000000000000002"}, 4401),
        ({"platform": "web"}, 4403),
        ({"platform": "tv"}, 4403),
        ({"seconds": -60}, 4401),
    ],
    ids=str,
)
async def test_a_token_that_is_not_the_viewers_closes(
    strict: Served, claims: dict[str, Any], code: int
) -> None:
    """Somebody else's token, and one that is not good, end the socket as the first would have."""
    async with acknowledged(strict) as socket:
        await renew(socket, strict.token(**claims))
        assert (await socket.closed())[0] == code


@pytest.mark.parametrize("given", [None, "", "Bearer nonsense", 3, {"a": 1}], ids=str)
async def test_the_key_alone_makes_it_a_renewal(strict: Served, given: object) -> None:
    """A ping with ``authorization`` is a renewal, whatever stands there; others are echoed."""
    async with acknowledged(strict) as socket:
        await socket.say("ping", payload={"Authorization": given})
        assert await socket.hear() == {"type": "pong", "payload": {"Authorization": given}}
        await socket.say("ping", payload={"authorization": given})
        assert (await socket.closed())[0] == 4401


async def test_there_is_nothing_to_renew_before_the_acknowledgement(strict: Served) -> None:
    """Who asks is said by ``connection_init`` first."""
    async with opened(strict) as socket:
        await renew(socket, strict.token())
        assert await socket.closed() == (4401, "Unauthorized")


async def test_what_is_asked_meanwhile_is_answered_after_it(strict: Served) -> None:
    """Messages that follow a renewal are dealt with when it is known whose they are."""
    async with acknowledged(strict) as socket:
        await renew(socket, strict.token())
        await socket.subscribe("1", "subscription { tick }")
        heard = [(await socket.hear())["type"] for _ in range(4)]
        assert heard == ["pong", "next", "next", "complete"]


async def test_an_outage_of_the_issuer_closes_nothing(tmp_path: Path) -> None:
    """While a new token cannot be checked the old one holds, and the pong says until when."""
    expires_at = datetime(2100, 1, 1, tzinfo=UTC)
    known: list[Viewer | Exception] = [
        Viewer(creator_id=CREATOR, platform="app", expires_at=expires_at),
        RequestError("IDENTITY_UNAVAILABLE", "The token cannot be checked now."),
        Viewer(creator_id=CREATOR, platform="app", expires_at=expires_at + timedelta(days=1)),
        Viewer(creator_id=CREATOR, platform="app", expires_at=None),
        RuntimeError("the password is swordfish"),
    ]

    async def identify(_authorization: str | None) -> Viewer:
        told = known.pop(0)
        if isinstance(told, Exception):
            raise told
        return told

    async with serving(tmp_path, identify=identify) as served, acknowledged(served) as socket:
        for expiry in ("2100-01-01T00:00:00Z", "2100-01-02T00:00:00Z", None):
            await renew(socket, "another")
            assert await socket.hear() == {"type": "pong", "payload": {"expiresAt": expiry}}
        await renew(socket, "another")
        assert await socket.closed() == (4500, "Something unexpected went wrong.")
