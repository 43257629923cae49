"""Auth: who is asking, from an ``Authorization`` header or a socket's first message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from gateway.errors import RequestError
from gateway.key_set import fetch_key_set
from gateway.keys import Keys, KeySet, OneKey
from gateway.settings import Settings
from gateway.tokens import TokenVerifier, untrusted
from loaders.viewer import Viewer

Identify = Callable[[str | None], Awaitable[Viewer]]
"""Takes an ``Authorization`` value; raises ``RequestError`` when it names nobody."""


def identify_by(verifier: TokenVerifier) -> Identify:
    """A function that takes ``Bearer <token>`` and gives the viewer."""

    async def identify(authorization: str | None) -> Viewer:
        if not authorization:
            message = "A token is needed: Authorization: Bearer <token>."
            raise RequestError("UNAUTHENTICATED", message)
        scheme, _, token = authorization.partition(" ")
        token = token.strip(" ")
        if scheme.lower() != "bearer" or not token:
            raise untrusted()
        return await verifier.viewer(token)

    return identify


def keys_from(settings: Settings) -> Keys:
    """The keys that the settings name; exactly one of the three is given."""
    if settings.jwt_secret_file is not None:
        return OneKey(settings.jwt_secret_file.content)
    if settings.jwt_public_key_file is not None:
        return OneKey(settings.jwt_public_key_file.key)
    assert settings.jwks_url is not None
    return KeySet(partial(fetch_key_set, settings.jwks_url))


def verifier_from(settings: Settings, keys: Keys) -> TokenVerifier:
    """The verifier that the settings describe. A shared secret and public keys never mix."""
    return TokenVerifier(
        keys,
        issuer=settings.jwt_issuer,
        audience=settings.jwt_audience,
        algorithms=settings.jwt_algorithms if settings.jwt_secret_file is None else ("HS256",),
        platforms=settings.client_platforms,
        leeway_seconds=settings.jwt_leeway_seconds,
        seconds_most=settings.token_seconds_most,
    )
