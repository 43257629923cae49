"""Keys: what a token's signature is checked with.

A key set at an address is fetched with our own client, because PyJWT's blocks the loop. It is kept,
looked at again when it is old or a token names a key that is not in it, never more often than
``least_seconds``, and the last good one goes on being used when the issuer cannot be reached. A key
that is not in it may be a new one then, so a token that names one is not called bad.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiohttp
import structlog

from gateway.key_set import parse_key_set
from gateway.setting_files import PublicKey

SigningKey = PublicKey | bytes


class KeysUnavailable(Exception):
    """The keys could not be looked at, and none that is known is the token's."""


class Keys(Protocol):
    """Where a verifier finds the key of a token."""

    async def key(self, key_id: str | None) -> SigningKey | None:
        """The key of that id, or None when there is none.

        Raises ``KeysUnavailable`` when whether there is one cannot be told now.
        """

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
        self._is_away = True
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
        if found is None and self._is_away:
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
            self._take(parse_key_set(await self._fetch()))
            self._is_away = False
        except (OSError, TimeoutError, ValueError, aiohttp.ClientError) as error:
            self._is_away = True
            structlog.get_logger().warning("key_set_not_loaded", error=type(error).__name__)
        finally:
            self._refreshing = None

    def _take(self, keys: dict[str, PublicKey]) -> None:
        if not keys:
            raise ValueError("a key set without a key")
        if keys != self._keys:
            self._keys = keys
            self._generation += 1
