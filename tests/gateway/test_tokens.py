"""Tokens: what is trusted, what is refused, and with which code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.auth import identify_by
from gateway.errors import RequestError
from gateway.keys import OneKey
from tests.gateway.tokens_of import CREATOR, LEFT_OUT, claims, signed, verifier

RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
SECRET = b"s" * 48


async def code_of(token: str, *algorithms: str, key: Any = None) -> str:
    checking = verifier(OneKey(key or RSA_KEY.public_key()), *(algorithms or ("RS256", "ES256")))
    with pytest.raises(RequestError) as caught:
        await checking.viewer(token)
    return caught.value.code


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    ("private", "public", "algorithm"),
    [
        (RSA_KEY, RSA_KEY.public_key(), "RS256"),
        (EC_KEY, EC_KEY.public_key(), "ES256"),
        (SECRET, SECRET, "HS256"),
    ],
    ids=["RS256", "ES256", "HS256"],
)
async def test_a_good_token_names_its_creator(private: Any, public: Any, algorithm: str) -> None:
    """Each allowed algorithm is checked with its key, and the claims become the viewer."""
    viewer = await verifier(OneKey(public), algorithm).viewer(signed(private, algorithm))
    assert (viewer.creator_id, viewer.platform) == (CREATOR, "app")
    assert viewer.expires_at is not None
    assert abs(viewer.expires_at.timestamp() - time.time() - 600) < 5


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"aud": "another"}, "UNAUTHENTICATED"),
        ({"iss": "https://another.example"}, "UNAUTHENTICATED"),
        ({"exp": timedelta(seconds=-60)}, "TOKEN_EXPIRED"),
        ({"nbf": timedelta(minutes=10)}, "UNAUTHENTICATED"),
        ({"platform": "web"}, "CLIENT_NOT_SUPPORTED"),
        ({"platform": ["app"]}, "UNAUTHENTICATED"),
        ({"platform": {"app": 1}}, "UNAUTHENTICATED"),
        ({"sub": 68}, "UNAUTHENTICATED"),
        ({"sub": ""}, "UNAUTHENTICATED"),
        ({"sub": "a b"}, "UNAUTHENTICATED"),
        ({"sub": {"$ne": ""}}, "UNAUTHENTICATED"),
        ({"exp": "tomorrow"}, "UNAUTHENTICATED"),
        ({"exp": True}, "UNAUTHENTICATED"),
        ({"exp": 10**30}, "UNAUTHENTICATED"),
        ({"exp": float("nan")}, "UNAUTHENTICATED"),
        ({"exp": float("inf")}, "UNAUTHENTICATED"),
        *(
            ({name: LEFT_OUT}, "UNAUTHENTICATED")
            for name in ("sub", "exp", "iat", "iss", "aud", "platform")
        ),
    ],
    ids=str,
)
async def test_odd_claims_are_refused(changes: dict[str, Any], code: str) -> None:
    """A rightly signed token is refused when a claim is missing, foreign, late or odd."""
    assert await code_of(signed(RSA_KEY, "RS256", **changes)) == code


async def test_the_clock_may_be_off_by_the_leeway() -> None:
    """A token that ran out, or begins, within the leeway is good."""
    checking = verifier(OneKey(RSA_KEY.public_key()), "RS256")
    late, early = timedelta(seconds=-5), timedelta(seconds=5)
    token = signed(RSA_KEY, "RS256", exp=late, nbf=early)
    assert (await checking.viewer(token)).creator_id == CREATOR


async def test_an_audience_among_several_is_enough() -> None:
    """A token for us and for others is for us."""
    checking = verifier(OneKey(RSA_KEY.public_key()), "RS256")
    token = signed(RSA_KEY, "RS256", aud=["other", "endpage"])
    assert (await checking.viewer(token)).creator_id == CREATOR


async def test_an_unsigned_token_is_refused() -> None:
    """The algorithm ``none`` is never allowed, however it is written."""
    for name in ("none", "None", "NONE", ""):
        token = f"{encoded({'alg': name, 'typ': 'JWT'})}.{encoded(claims())}."
        assert await code_of(token) == "UNAUTHENTICATED"


async def test_the_public_key_is_no_secret() -> None:
    """HS256 made with the public key's text is refused where public keys are used."""
    pem = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = f"{encoded({'alg': 'HS256', 'typ': 'JWT'})}.{encoded(claims())}"
    mark = base64.urlsafe_b64encode(hmac.new(pem, head.encode(), hashlib.sha256).digest())
    assert await code_of(f"{head}.{mark.rstrip(b'=').decode()}") == "UNAUTHENTICATED"


async def test_an_algorithm_outside_the_list_is_refused() -> None:
    """A right signature of an algorithm that is not allowed does not help."""
    assert await code_of(signed(RSA_KEY, "RS512")) == "UNAUTHENTICATED"
    token = signed(EC_KEY, "ES256")
    assert await code_of(token, "RS256", key=EC_KEY.public_key()) == "UNAUTHENTICATED"


async def test_another_keys_signature_is_refused() -> None:
    """All else may be as it should be."""
    other = rsa.generate_private_key(65537, 2048)
    assert await code_of(signed(other, "RS256")) == "UNAUTHENTICATED"
    assert await code_of(signed(EC_KEY, "ES256")) == "UNAUTHENTICATED"


async def test_a_key_in_the_token_is_not_followed() -> None:
    """``jwk``, ``jku`` and odd ``kid`` headers change nothing about which key is used."""
    other = rsa.generate_private_key(65537, 2048)
    headers = {"jku": "http://127.0.0.1:1/", "jwk": {"kty": "RSA"}, "kid": "x"}
    assert await code_of(signed(other, "RS256", headers=headers)) == "UNAUTHENTICATED"
    unknown_extension = signed(RSA_KEY, "RS256", headers={"crit": ["exp2"], "exp2": 1})
    assert await code_of(unknown_extension) == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "token",
    ["", "a", "a.b", "a.b.c", "....", "é.é.é", "\ud800", "x" * 9000, "e30.e30.", "e30.e30.e30"],
    ids=range(10),
)
async def test_what_is_no_token_is_refused(token: str) -> None:
    """Garbage of every shape is an ordinary refusal."""
    assert await code_of(token) == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", "Basic YTpi", "token", "Bearer a b"]
)
async def test_a_header_without_a_bearer_token_is_refused(authorization: str | None) -> None:
    """Only ``Bearer <token>`` names a viewer."""
    identify = identify_by(verifier(OneKey(SECRET), "HS256"))
    with pytest.raises(RequestError) as caught:
        await identify(authorization)
    assert caught.value.code == "UNAUTHENTICATED"
