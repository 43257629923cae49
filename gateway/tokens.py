"""Tokens: what makes a bearer token (a JWT) trustworthy, and what it says.

The algorithm comes from the settings and the key from the issuer, never from the token. The form is
looked at first, then the signature, and only then what the token says.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from gateway.claims import Claims, claims_of
from gateway.errors import RequestError
from gateway.keys import Keys, KeysUnavailable, SigningKey
from gateway.token_form import TokenForm, TokenHeader, json_object, token_form, token_header
from loaders.viewer import Viewer

_LONGEST_TOKEN = 8192
_MOST_HEADERS = 64
_DAY = 86_400
# A key makes signatures of one kind: a public key is no shared secret, whatever a token says.
_KINDS: dict[str, type] = {"RS256": RSAPublicKey, "ES256": EllipticCurvePublicKey, "HS256": bytes}


class TokenVerifier:
    """Turns a token into a viewer, or refuses it.

    ``algorithms`` and ``platforms`` are allow-lists; ``leeway_seconds`` is how far the issuer's
    clock may be off; ``seconds_most`` is the longest that a token may be good from when it was
    issued; ``clock`` gives unix seconds.
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
        seconds_most: int = _DAY,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._algorithms = {name: jwt.get_algorithm_by_name(name) for name in algorithms}
        self._platforms = frozenset(platforms)
        self._leeway_seconds = leeway_seconds
        self._seconds_most = seconds_most
        self._clock = clock
        self._headers: dict[str, TokenHeader] = {}

    async def viewer(self, token: str) -> Viewer:
        """Who the token is for.

        Raises ``RequestError``: UNAUTHENTICATED, TOKEN_EXPIRED, CLIENT_NOT_SUPPORTED, or
        IDENTITY_UNAVAILABLE when the issuer's keys cannot be had.
        """
        claims = await self._claims(token)
        now = self._clock()
        begins_at = max(claims.not_before, claims.issued_at)
        if begins_at > now + self._leeway_seconds:
            raise untrusted()
        if claims.expires_at - claims.issued_at > self._seconds_most:
            raise untrusted()
        if claims.expires_at <= now - self._leeway_seconds:
            raise RequestError("TOKEN_EXPIRED", "The token has run out.")
        if claims.platform not in self._platforms:
            message = "The end page is not for this client's platform."
            raise RequestError("CLIENT_NOT_SUPPORTED", message)
        return Viewer(
            creator_id=claims.subject,
            platform=claims.platform,
            expires_at=datetime.fromtimestamp(claims.expires_at, UTC),
            is_developer=claims.is_developer,
            token_id=claims.token_id,
            issued_at=claims.issued_at,
        )

    async def _claims(self, token: str) -> Claims:
        if len(token) > _LONGEST_TOKEN:
            raise untrusted()
        try:
            form = token_form(token)
            header = self._header(form.header)
            # What need not be asked for is not asked for: the keys are a fetch away.
            if header.algorithm not in self._algorithms:
                raise untrusted()
            key = await self._keys.key(header.key_id)
            if key is None or not self._is_signed(form, header.algorithm, key):
                raise untrusted()
            return claims_of(
                json_object(form.payload), issuer=self._issuer, audience=self._audience
            )
        except KeysUnavailable:
            message = "The token cannot be checked now."
            raise RequestError("IDENTITY_UNAVAILABLE", message) from None
        except (ValueError, RecursionError):
            raise untrusted() from None

    def _is_signed(self, form: TokenForm, algorithm: str, key: SigningKey) -> bool:
        if not isinstance(key, _KINDS[algorithm]):
            return False
        return bool(self._algorithms[algorithm].verify(form.signed, key, form.signature))

    def _header(self, written: str) -> TokenHeader:
        """What the header says. All tokens of a key have the same, so it is mostly known."""
        known = self._headers.get(written)
        if known is None:
            known = token_header(written)
            if len(self._headers) < _MOST_HEADERS and known.algorithm in self._algorithms:
                self._headers[written] = known
        return known


def untrusted() -> RequestError:
    """The one refusal for every token that is not to be trusted: it does not say why."""
    return RequestError("UNAUTHENTICATED", "The token cannot be trusted.")
