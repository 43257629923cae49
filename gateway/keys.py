"""Keys: what a token's signature is checked with.

A key set at an address is fetched with our own client, because PyJWT's blocks the loop. It is kept,
looked at again when it is old or a token names a key that is not in it, never more often than
``least_seconds``, and the last good one goes on being used when the issuer cannot be reached.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import aiohttp
import jwt
import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from gateway.setting_files import PublicKey

SigningKey = PublicKey | bytes

_LARGEST_KEY_SET = 262_144
_MOST_KEYS = 64


class KeysUnavailable(Exception):
    """No key has ever been loaded, so no token can be checked now."""


class Keys(Protocol):
    """Where a verifier finds the key of a token."""

    async def key(self, key_id: str | None) -> SigningKey | None:
        """The key of that id, or None when there is none. Raises ``KeysUnavailable``."""

    def generation(self) -> int:
        """Another number when the keys are others."""


class OneKey:
    """The one key of a file, whatever id a token names."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    async def key(self, key_id: str | None) -> SigningKey | None:
        """The key."""
        del key_id
        return self._key

    def generation(self) -> int:
        """Always the same."""
        return 0


class KeySet:
    """An issuer's key set (JWKS). ``fetch`` gives its bytes; ``monotonic`` gives seconds."""

    def __init__(
        self,
        fetch: Callable[[], Awaitable[bytes]],
        *,
        fresh_seconds: float = 300.0,
        least_seconds: float = 10.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._fresh_seconds = fresh_seconds
        self._least_seconds = least_seconds
        self._monotonic = monotonic
        self._keys: dict[str, PublicKey] = {}
        self._tried_at: float | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self._generation = 0

    def generation(self) -> int:
        """How often the keys have become others. Asking for it is reason to look again."""
        if self._tried_at is not None and self._age() > self._fresh_seconds:
            self._refresh()
        return self._generation

    async def key(self, key_id: str | None) -> SigningKey | None:
        """The key of that id. A token without an id is taken when the set has one key only."""
        found = self._find(key_id)
        if found is not None:
            if self._age() > self._fresh_seconds:
                self._refresh()  # The known key serves until the new set is there.
            return found
        if self._age() > self._least_seconds or self._refreshing:
            # Shielded: one caller that leaves takes the answer from nobody else.
            await asyncio.shield(self._refresh())
            found = self._find(key_id)
        if not self._keys:
            raise KeysUnavailable
        return found

    async def close(self) -> None:
        """Stop a refresh that runs."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.wait([self._refreshing])

    def _find(self, key_id: str | None) -> PublicKey | None:
        if key_id is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(key_id)

    def _age(self) -> float:
        return float("inf") if self._tried_at is None else self._monotonic() - self._tried_at

    def _refresh(self) -> asyncio.Task[None]:
        if self._refreshing is None:
            self._tried_at = self._monotonic()
            self._refreshing = asyncio.get_running_loop().create_task(self._load())
        return self._refreshing

    async def _load(self) -> None:
        try:
            keys = parse_key_set(await self._fetch()) or self._keys
            if keys != self._keys:
                self._keys = keys
                self._generation += 1
        except (OSError, TimeoutError, ValueError, aiohttp.ClientError) as error:
            structlog.get_logger().warning("key_set_not_loaded", error=type(error).__name__)
        finally:
            self._refreshing = None


def parse_key_set(content: bytes) -> dict[str, PublicKey]:
    """The RSA and elliptic-curve public keys of a JWKS by their ids.

    Keys of other kinds, for other uses, or that cannot be read are left out. Raises ``ValueError``
    when the content is no key set.
    """
    try:
        decoded = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError("not a JSON object") from error
    items = decoded.get("keys")
    if not isinstance(items, list):
        raise ValueError("not a key set")
    found = {}
    for item in items[:_MOST_KEYS]:
        key = _public_key(item)
        if key is not None:
            found[str(item.get("kid", ""))] = key
    return found


def _public_key(item: Any) -> PublicKey | None:
    if not isinstance(item, dict) or item.get("use", "sig") != "sig":
        return None
    if item.get("kty") not in {"RSA", "EC"}:
        return None
    try:
        key = jwt.PyJWK.from_dict(item).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    # A private key in a public place is not to be trusted, and is no public key.
    return key if isinstance(key, RSAPublicKey | EllipticCurvePublicKey) else None


async def fetch_key_set(url: str, *, seconds: float = 3.0) -> bytes:
    """The bytes behind the address, bounded in time and size.

    Raises ``OSError``, ``TimeoutError``, ``ValueError`` or ``aiohttp.ClientError``.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
        response.raise_for_status()
        content = await response.content.read(_LARGEST_KEY_SET + 1)
        while not response.content.at_eof() and len(content) <= _LARGEST_KEY_SET:
            content += await response.content.read(_LARGEST_KEY_SET + 1 - len(content))
    if len(content) > _LARGEST_KEY_SET:
        raise ValueError("the key set is too large")
    return content
