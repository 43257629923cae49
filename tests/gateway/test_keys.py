"""Key sets: fetched once, refreshed at a bounded rate, kept when the issuer is down."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from gateway.errors import RequestError
from gateway.key_set import fetch_key_set, parse_key_set
from gateway.keys import KeySet, KeysUnavailable
from tests.gateway.little_server import answering
from tests.gateway.tokens_of import CREATOR, signed, verifier

RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def key_set(*key_ids: str) -> bytes:
    keys = [
        {**ECAlgorithm.to_jwk(EC_KEY.public_key(), as_dict=True), "kid": name}
        if name.startswith("ec")
        else {**RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True), "kid": name}
        for name in key_ids
    ]
    return json.dumps({"keys": keys}).encode()


class Issuer:
    """An issuer whose key set, health and clock a test holds in its hand."""

    def __init__(self, *key_ids: str) -> None:
        self.content: bytes | Exception = key_set(*key_ids)
        self.fetched = 0
        self.now = 1000.0
        self.keys = KeySet(self._fetch, monotonic=lambda: self.now)

    async def _fetch(self) -> bytes:
        self.fetched += 1
        await asyncio.sleep(0)
        if isinstance(self.content, Exception):
            raise self.content
        return self.content


async def test_a_key_is_found_by_its_id_and_fetched_once() -> None:
    """Many tokens at once cost one fetch, and each is checked with the key that it names."""
    issuer = Issuer("a", "ec")
    checking = verifier(issuer.keys, "RS256", "ES256")
    tokens = [signed(RSA_KEY, "RS256", headers={"kid": "a"})] * 5
    tokens += [signed(EC_KEY, "ES256", headers={"kid": "ec"})] * 5
    viewers = await asyncio.gather(*(checking.viewer(token) for token in tokens))
    assert {viewer.creator_id for viewer in viewers} == {CREATOR}
    assert issuer.fetched == 1


async def test_an_unknown_id_refreshes_at_a_bounded_rate() -> None:
    """A rotated key is found without a restart; made-up ids do not make us ask again and again."""
    issuer = Issuer("a")
    assert await issuer.keys.key("a") is not None
    issuer.content = key_set("a", "b")
    for _ in range(20):
        assert await issuer.keys.key("b") is None
    assert issuer.fetched == 1
    issuer.now += 11
    assert await issuer.keys.key("b") is not None
    assert issuer.fetched == 2


async def test_an_old_set_serves_while_a_new_one_is_fetched() -> None:
    """A known key is given at once, and a key that the issuer withdrew is gone after."""
    issuer = Issuer("a", "b")
    await issuer.keys.key("a")
    issuer.content = key_set("b")
    issuer.now += 301
    assert await issuer.keys.key("a") is not None
    assert await issuer.keys.key("unknown") is None  # It waits for the fetch that runs.
    assert issuer.fetched == 2
    assert await issuer.keys.key("a") is None


@pytest.mark.parametrize(
    "fault", [OSError(), TimeoutError(), b"<html>", b"{}", b'{"keys": []}', b"\xff", b"[" * 9999]
)
async def test_the_last_good_set_outlives_a_fault(fault: Any) -> None:
    """When the issuer cannot be reached or talks nonsense, known keys go on being good."""
    issuer = Issuer("a")
    await issuer.keys.key("a")
    issuer.content = fault
    issuer.now += 301
    with pytest.raises(KeysUnavailable):  # It may be a new one.
        await issuer.keys.key("b")
    assert await issuer.keys.key("a") is not None
    assert issuer.fetched == 2


async def test_a_key_that_is_new_while_the_issuer_is_away_is_not_called_bad() -> None:
    """Who has a token of a new key is told to come again, and not to log in; and then let in."""
    issuer = Issuer("a")
    checking = verifier(issuer.keys, "RS256")
    good = signed(RSA_KEY, "RS256", headers={"kid": "b"})
    await issuer.keys.key("a")
    issuer.content = OSError()
    issuer.now += 11
    for _ in range(3):
        with pytest.raises(RequestError) as caught:
            await checking.viewer(good)
        assert (caught.value.code, caught.value.http_status) == ("IDENTITY_UNAVAILABLE", 503)
    assert issuer.fetched == 2
    issuer.content = key_set("a", "b")
    issuer.now += 11
    assert (await checking.viewer(good)).creator_id == CREATOR
    assert await issuer.keys.key("made up") is None


async def test_without_any_key_the_token_is_not_at_fault() -> None:
    """An issuer that was never reached is told as unavailable, and is tried again later."""
    issuer = Issuer("a")
    good, issuer.content = issuer.content, OSError()
    with pytest.raises(KeysUnavailable):
        await issuer.keys.key("a")
    with pytest.raises(RequestError) as caught:
        await verifier(issuer.keys, "RS256").viewer(signed(RSA_KEY, "RS256", headers={"kid": "a"}))
    assert (caught.value.code, caught.value.http_status) == ("IDENTITY_UNAVAILABLE", 503)
    issuer.content = good
    issuer.now += 11
    assert await issuer.keys.key("a") is not None


async def test_a_token_without_an_id_needs_a_set_of_one() -> None:
    """Which key is meant is never guessed."""
    assert await Issuer("a").keys.key(None) is not None
    assert await Issuer("a", "b").keys.key(None) is None


def test_only_public_signing_keys_are_taken() -> None:
    """Private, symmetric, encryption and broken keys in a set are left out."""
    public = RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True)
    keys = [
        {**public, "kid": "good"},
        {**public, "kid": "encryption", "use": "enc"},
        {**RSAAlgorithm.to_jwk(RSA_KEY, as_dict=True), "kid": "private"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "symmetric"},
        {"kty": "RSA", "n": "!", "e": "AQAB", "kid": "broken"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "off the curve"},
        "no key",
        None,
    ]
    assert list(parse_key_set(json.dumps({"keys": keys}).encode())) == ["good"]


async def test_a_key_set_is_fetched_over_http() -> None:
    """The whole body comes through; a status that is no success is an error."""
    content = key_set(*(f"a{n}" for n in range(60)))
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(content)}\r\n\r\n".encode()
    async with answering(head + content) as url:
        assert len(parse_key_set(await fetch_key_set(url))) == 60
    keys_of_nobody = KeySet(lambda: fetch_key_set("http://127.0.0.1:1/jwks"))
    with pytest.raises(KeysUnavailable):
        await keys_of_nobody.key("a")
    async with answering(b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n") as url:
        with pytest.raises(KeysUnavailable):
            await KeySet(lambda: fetch_key_set(url)).key("a")


async def test_a_key_set_without_end_is_given_up() -> None:
    """An answer beyond any real key set is refused by its size."""
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n"
    async with answering(head + b" " * 1_000_000) as url:
        with pytest.raises(ValueError, match="too large"):
            await fetch_key_set(url)


async def test_the_keys_are_others_when_the_issuer_s_are() -> None:
    """A set that is fetched again and says the same is the same; asking is reason to look."""
    issuer = Issuer("a")
    at_first = issuer.keys.generation()
    await issuer.keys.key("a")
    loaded = issuer.keys.generation()
    assert loaded != at_first
    issuer.now += 301
    assert issuer.keys.generation() == loaded
    await issuer.keys.key("unknown")  # It waits for the fetch that runs.
    assert (issuer.fetched, issuer.keys.generation()) == (2, loaded)
    issuer.content = key_set("b")
    issuer.now += 301
    assert issuer.keys.generation() == loaded
    await issuer.keys.key("unknown")
    assert issuer.fetched == 3
    assert issuer.keys.generation() != loaded
