"""Tokens: what makes a bearer token (a JWT) trustworthy, and what it says.

The algorithm comes from the settings and the key from the issuer, never from the token.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import jwt

from gateway.errors import RequestError
from gateway.keys import Keys, KeysUnavailable
from loaders.viewer import Viewer

_REQUIRED = ["sub", "exp", "iss", "aud", "platform"]
_LONGEST_TOKEN = 8192
_MOST_HEADERS = 64
_SUBJECT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLATFORM = re.compile(r"[a-z0-9_-]{1,32}")
_LAST_EXPIRY = 253_402_300_799
"""The last second of the year 9999, the last that a ``datetime`` can hold."""


class TokenVerifier:
    """Turns a token into a viewer, or refuses it.

    ``algorithms`` and ``platforms`` are allow-lists; ``leeway_seconds`` is how far the issuer's
    clock may be off.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        audience: str,
        algorithms: tuple[str, ...],
        platforms: tuple[str, ...],
        leeway_seconds: int,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._algorithms = list(algorithms)
        self._platforms = frozenset(platforms)
        self._leeway_seconds = leeway_seconds
        self._headers: dict[str, tuple[object, str | None]] = {}

    async def viewer(self, token: str) -> Viewer:
        """Who the token is for.

        Raises ``RequestError``: UNAUTHENTICATED, TOKEN_EXPIRED, CLIENT_NOT_SUPPORTED, or
        IDENTITY_UNAVAILABLE when the issuer's keys cannot be had.
        """
        claims = await self._claims(token)
        subject, platform, expiry = claims["sub"], claims["platform"], claims["exp"]
        if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
            raise untrusted()
        if not isinstance(platform, str) or not _PLATFORM.fullmatch(platform):
            raise untrusted()
        if type(expiry) not in {int, float} or expiry > _LAST_EXPIRY:
            raise untrusted()
        if platform not in self._platforms:
            message = "The end page is not for this client's platform."
            raise RequestError("CLIENT_NOT_SUPPORTED", message)
        return Viewer(
            creator_id=subject,
            platform=platform,
            expires_at=datetime.fromtimestamp(expiry, UTC),
            is_developer=claims.get("developer") is True,
        )

    async def _claims(self, token: str) -> dict[str, Any]:
        if len(token) > _LONGEST_TOKEN:
            raise untrusted()
        try:
            algorithm, key_id = self._header(token)
            if algorithm not in self._algorithms:
                raise untrusted()
            key = await self._keys.key(key_id)
            if key is None:
                raise untrusted()
            return jwt.decode(
                token,
                key,
                algorithms=self._algorithms,
                issuer=self._issuer,
                audience=self._audience,
                leeway=self._leeway_seconds,
                options={"require": _REQUIRED, "verify_iat": False},
            )
        except jwt.ExpiredSignatureError:
            raise RequestError("TOKEN_EXPIRED", "The token has run out.") from None
        except KeysUnavailable:
            message = "The token cannot be checked now."
            raise RequestError("IDENTITY_UNAVAILABLE", message) from None
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
            # PyJWT lets Python's own errors through for claims of odd types and sizes.
            raise untrusted() from None

    def _header(self, token: str) -> tuple[object, str | None]:
        """The algorithm and the key's id that the token names. All tokens of a key have the same
        header, so it is mostly known; whoever decodes the token reads it again.
        """
        written = token.partition(".")[0]
        known = self._headers.get(written)
        if known is None:
            header = jwt.get_unverified_header(token)
            known = header.get("alg"), _key_id(header)
            if len(self._headers) < _MOST_HEADERS and known[0] in self._algorithms:
                self._headers[written] = known
        return known


def untrusted() -> RequestError:
    """The one refusal for every token that is not to be trusted: it does not say why."""
    return RequestError("UNAUTHENTICATED", "The token cannot be trusted.")


def _key_id(header: dict[str, Any]) -> str | None:
    key_id = header.get("kid")
    if key_id is not None and not isinstance(key_id, str):
        raise untrusted()
    return key_id
