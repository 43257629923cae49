"""Forged tokens: each is refused with the same bytes over every transport, and none is followed.

This file is long because one gateway is attacked over every transport.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import httpx
import pytest

from gateway.auth import identify_by
from gateway.key_set import fetch_key_set
from gateway.keys import KeySet
from gateway.known_tokens import remembering
from tests.abuse.forged_tokens import EXPIRED, FORGED, PLATFORM, UNAUTHENTICATED, Forged, good
from tests.abuse.issuer import Counted, Issuer, base64url, listening
from tests.gateway.serving import Served, serving
from tests.gateway.streaming import EVENTS, PARTS
from tests.gateway.talking import opened
from tests.gateway.tokens_of import CREATOR, verifier

MESSAGES = {
    UNAUTHENTICATED: (401, 4401, "The token cannot be trusted."),
    EXPIRED: (401, 4401, "The token has run out."),
    PLATFORM: (403, 4403, "The end page is not for this client's platform."),
}
# One in so many goes over the other transports, too, which ask the same function.
SHARE = 8


@dataclass(frozen=True)
class Attacked:
    """A gateway, the issuer that it trusts, its key set's server, and the trap."""

    served: Served
    issuer: Issuer
    keys: Counted
    trap: Counted
    client: httpx.AsyncClient


@pytest.fixture(scope="module")
async def attacked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Attacked]:
    """All of them on real sockets. Time stands still for the key set: it is fetched once."""
    folder = tmp_path_factory.mktemp("attacked")
    async with listening(Counted()) as trap:
        issuer = Issuer(trap=trap.url)
        async with listening(Counted(issuer.key_set)) as server:
            trap.content = issuer.key_set
            keys = KeySet(partial(fetch_key_set, server.url), monotonic=lambda: 1000.0)
            identify = remembering(
                identify_by(verifier(keys, "RS256", "ES256")), generation=keys.generation
            )
            async with (
                serving(folder, identify=identify) as served,
                httpx.AsyncClient(timeout=60) as client,
            ):
                yield Attacked(served, issuer, server, trap, client)
            await keys.close()


def body(code: str) -> bytes:
    """What a refusal is, to the byte."""
    extensions = {"code": code, "retryable": code == EXPIRED, "requestId": "forged"}
    error = {"message": MESSAGES[code][2], "extensions": extensions}
    return json.dumps({"errors": [error]}, separators=(",", ":")).encode()


async def asked(
    attacked: Attacked, token: str | None, *, path: str = "", **headers: str
) -> httpx.Response:
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    return await attacked.client.post(
        attacked.served.url + path,
        content=b'{"query": "{ viewer }"}',
        headers={"content-type": "application/json", "x-request-id": "forged", **headers},
    )


def test_there_are_enough_of_them() -> None:
    """At least ninety, each by a name of its own, nearly all of which are told nothing."""
    assert len(FORGED) >= 90
    assert len({one.name for one in FORGED}) == len(FORGED)
    codes = Counter(one.code for one in FORGED)
    assert codes == {UNAUTHENTICATED: len(FORGED) - 4, EXPIRED: 3, PLATFORM: 1}


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_what_is_not_forged_is_trusted(attacked: Attacked, algorithm: str) -> None:
    """The token that all the others are made of is a good one, by either key."""
    response = await asked(attacked, good(attacked.issuer, algorithm=algorithm))
    assert response.status_code == 200
    assert CREATOR in response.text


@pytest.mark.parametrize("forged", FORGED, ids=lambda it: it.name)
async def test_a_forged_token_is_refused(attacked: Attacked, forged: Forged) -> None:
    """Over HTTP with its status and the very bytes of its code; nobody's key is fetched."""
    response = await asked(attacked, forged.make(attacked.issuer))
    assert response.status_code == MESSAGES[forged.code][0]
    assert response.content == body(forged.code)
    if response.status_code == 401:
        assert response.headers["www-authenticate"] == "Bearer"
    assert attacked.trap.asked == 0
    assert attacked.keys.asked <= 1


@pytest.mark.parametrize("forged", FORGED[::SHARE], ids=lambda it: it.name)
async def test_a_forged_token_opens_no_socket(attacked: Attacked, forged: Forged) -> None:
    """It closes the socket with its code, in ``connection_init`` as in the handshake."""
    token = forged.make(attacked.issuer)
    _, code, reason = MESSAGES[forged.code]
    async with opened(attacked.served) as socket:
        await socket.say("connection_init", payload={"authorization": f"Bearer {token}"})
        assert await socket.closed() == (code, reason)
    if len(token) < 8000 and token.isprintable():
        headers = {"authorization": f"Bearer {token}"}
        async with opened(attacked.served, additional_headers=headers) as socket:
            await socket.say("connection_init")
            assert await socket.closed() == (code, reason)
    async with opened(attacked.served) as socket:
        first = good(attacked.issuer)
        await socket.say("connection_init", payload={"authorization": f"Bearer {first}"})
        assert await socket.hear() == {"type": "connection_ack"}
        await socket.say("ping", payload={"authorization": f"Bearer {token}"})
        assert await socket.closed() == (code, reason)
    assert attacked.trap.asked == 0


@pytest.mark.parametrize("accept", [EVENTS, PARTS], ids=["events", "parts"])
@pytest.mark.parametrize("forged", FORGED[1::SHARE], ids=lambda it: it.name)
async def test_a_forged_token_opens_no_stream(
    attacked: Attacked, forged: Forged, accept: str
) -> None:
    """A stream is refused as a query is, before anything of it is begun."""
    token = forged.make(attacked.issuer)
    before = len(attacked.served.streams)
    response = await asked(attacked, token, accept=accept)
    assert response.status_code == MESSAGES[forged.code][0]
    assert response.content == body(forged.code)
    assert len(attacked.served.streams) == before
    assert attacked.trap.asked == 0


@pytest.mark.parametrize(
    "place", ["?access_token={}", "?authorization=Bearer%20{}", "?token={}", "?jwt={}"]
)
async def test_a_token_in_the_address_is_none(attacked: Attacked, place: str) -> None:
    """Addresses stand in logs: what is written there says nothing of who asks."""
    token = good(attacked.issuer)
    response = await asked(attacked, None, path=place.format(token))
    needed = "A token is needed: Authorization: Bearer <token>."
    assert response.status_code == 401
    assert [error["message"] for error in response.json()["errors"]] == [needed]
    async with opened(attacked.served) as socket:
        await socket.say("connection_init", payload={"token": token, "Authorization": token})
        assert await socket.closed() == (4401, needed)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-authorization": "Bearer {}"},
        {"proxy-authorization": "Bearer {}"},
        {"cookie": "authorization=Bearer {}; access_token={}"},
        {"sec-websocket-protocol": "graphql-transport-ws, {}"},
        {"authorization": "Basic {}"},
        {"authorization": "DPoP {}"},
        {"authorization": "{}"},
        {"authorization": "Bearer {}, Bearer {}"},
        {"authorization": "Bearer {} {}"},
        {"authorization": "Bearer Bearer {}"},
        {"authorization": "Bearer\t{}"},
    ],
    ids=str,
)
async def test_a_good_token_in_a_wrong_place_is_none(
    attacked: Attacked, headers: dict[str, str]
) -> None:
    """There is one place for it, and one way to write it there."""
    token = good(attacked.issuer)
    given = {name: value.replace("{}", token) for name, value in headers.items()}
    assert (await asked(attacked, None, **given)).status_code == 401


async def test_two_headers_are_one_too_many(attacked: Attacked) -> None:
    """Whichever of the two comes first, and is good, nobody is named."""
    token, other = good(attacked.issuer), good(attacked.issuer, sub="6800000000000000002")
    for pair in ((token, other), (other, token), (token, token)):
        response = await attacked.client.post(
            attacked.served.url,
            content=b'{"query": "{ viewer }"}',
            headers=[
                ("content-type", "application/json"),
                ("x-request-id", "forged"),
                *(("authorization", f"Bearer {one}") for one in pair),
            ],
        )
        assert (response.status_code, response.content) == (401, body(UNAUTHENTICATED))


async def test_the_other_half_of_a_signature_is_the_same_token(attacked: Attacked) -> None:
    """An ECDSA signature has a twin that is as right, so a token is not known by its text: the
    twin names the same creator, and is revoked by the same id.
    """
    signed, _, signature = good(attacked.issuer, algorithm="ES256", jti="twin").rpartition(".")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    decoded = base64.urlsafe_b64decode(signature + "==")
    s = order - int.from_bytes(decoded[32:], "big")
    twin = f"{signed}.{base64url(decoded[:32] + s.to_bytes(32, 'big'))}"
    assert twin != f"{signed}.{signature}"
    response = await asked(attacked, twin)
    assert (response.status_code, CREATOR in response.text) == (200, True)


async def test_a_flood_of_unknown_keys_is_one_fetch(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A hundred tokens with a key each are one fetch in ten seconds, and hold nobody up."""
    issuer, now = Issuer(), 1000.0
    async with listening(Counted(issuer.key_set)) as server:
        keys = KeySet(partial(fetch_key_set, server.url), monotonic=lambda: now)
        checking = identify_by(verifier(keys, "RS256", "ES256"))
        folder = tmp_path_factory.mktemp("flood")
        async with serving(folder, identify=checking) as served, httpx.AsyncClient() as client:
            flooded = Attacked(served, issuer, server, server, client)
            assert (await asked(flooded, good(issuer))).status_code == 200
            assert server.asked == 1
            _, _, rest = good(issuer).partition(".")
            for fetches in (1, 2, 3):
                unknown = [_unknown(rest, fetches * 1000 + number) for number in range(34)]
                answers = await asyncio.gather(
                    *(asked(flooded, token) for token in (*unknown, good(issuer)))
                )
                assert {one.status_code for one in answers[:-1]} == {401}
                assert answers[-1].status_code == 200
                assert server.asked == fetches
                now += 10.5
        await keys.close()


def _unknown(rest: str, number: int) -> str:
    """A token with a key that nobody has, and the rest of another."""
    header = json.dumps({"alg": "RS256", "kid": f"unknown {number}"}).encode()
    return f"{base64url(header)}.{rest}"


async def test_a_key_that_is_withdrawn_is_without_effect(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """After the next refresh its tokens are refused, remembered or not; nothing is restarted."""
    issuer, now = Issuer(), 1000.0
    async with listening(Counted(issuer.key_set)) as server:
        keys = KeySet(partial(fetch_key_set, server.url), monotonic=lambda: now)
        checking = remembering(
            identify_by(verifier(keys, "RS256", "ES256")), generation=keys.generation
        )
        folder = tmp_path_factory.mktemp("withdrawn")
        async with serving(folder, identify=checking) as served, httpx.AsyncClient() as client:
            rotated = Attacked(served, issuer, server, server, client)
            _, _, rest = good(issuer).partition(".")
            old, new = good(issuer), good(issuer, algorithm="ES256")
            assert [(await asked(rotated, one)).status_code for one in (old, new)] == [200, 200]
            left = [key for key in json.loads(issuer.key_set)["keys"] if key["kid"] == "ec"]
            server.content = json.dumps({"keys": left}).encode()
            assert (await asked(rotated, old)).status_code == 200
            now += 11
            # Whoever comes with a key that is unknown makes the set be looked at again.
            assert (await asked(rotated, _unknown(rest, 1))).status_code == 401
            assert server.asked == 2
            assert [(await asked(rotated, one)).status_code for one in (old, new)] == [401, 200]
            # An issuer that is away, answers nonsense or sends elsewhere lets nobody in or out.
            # Whose key is not known may have a new one, and is told to come again.
            good_set, elsewhere = server.content, f"location: {server.url}/elsewhere\r\n"
            for status, headers in (("500 No", ""), ("302 Found", elsewhere), ("200 OK", "")):
                server.status, server.headers, server.content = status, headers, b"{}"
                before, now = server.asked, now + 11
                assert (await asked(rotated, _unknown(rest, 2))).status_code == 503
                assert server.asked == before + 1
                told = [(await asked(rotated, one)).status_code for one in (old, new)]
                assert told == [503, 200]
            server.content, now = good_set, now + 11
            told = [(await asked(rotated, one)).status_code for one in (old, new)]
            assert told == [401, 200]
        await keys.close()
