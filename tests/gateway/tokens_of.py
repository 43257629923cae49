"""Tokens for tests: signed by real keys, with claims that a test may change or leave out."""

from __future__ import annotations

import time
from datetime import timedelta
from enum import Enum
from typing import Any

import jwt

from gateway.keys import Keys
from gateway.tokens import TokenVerifier

ISSUER = "https://issuer.example"
AUDIENCE = "endpage"
CREATOR = "6800000000000000001"


class LeftOut(Enum):
    """The claim is not there. An enum, since a test is named by it, the same in every process."""

    LEFT_OUT = "left out"


LEFT_OUT = LeftOut.LEFT_OUT


def claims(**changes: Any) -> dict[str, Any]:
    """Good claims, with the changes; ``LEFT_OUT`` leaves one out.

    A ``timedelta`` counts from now, so that it is right whenever its test gets to run.
    """
    now = int(time.time())
    good = {
        "sub": CREATOR,
        "iss": ISSUER,
        "aud": AUDIENCE,
        "platform": "app",
        "iat": now,
        "nbf": now,
        "exp": now + 600,
    }
    return {
        name: now + int(value.total_seconds()) if isinstance(value, timedelta) else value
        for name, value in {**good, **changes}.items()
        if value is not LEFT_OUT
    }


def signed(
    key: Any, algorithm: str, *, headers: dict[str, Any] | None = None, **changes: Any
) -> str:
    """A token of those claims."""
    return jwt.encode(claims(**changes), key, algorithm=algorithm, headers=headers)


def verifier(keys: Keys, *algorithms: str) -> TokenVerifier:
    """A verifier that allows these algorithms and the platform ``app``."""
    return TokenVerifier(
        keys,
        issuer=ISSUER,
        audience=AUDIENCE,
        algorithms=algorithms,
        platforms=("app",),
        leeway_seconds=10,
    )
