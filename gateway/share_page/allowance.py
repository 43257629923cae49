"""Allowance: so many a minute for each address, in memory that does not grow.

Addresses are known by two bytes of a keyed hash, under a key that lives as long as the count does:
nothing that is kept here tells one, and however many come, the table is as large as it was. Two
that fall together, which one in 65,536 does, share an allowance for that minute.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from array import array
from collections.abc import Callable

_PLACES = 65_536
_SECONDS = 60.0


class Allowance:
    """How often each address may do something in a minute; all minutes end at the same time."""

    def __init__(self, most: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._monotonic = monotonic
        self._begin()

    def take(self, address: str) -> bool:
        """Take one; False when nothing was left."""
        place = self._place(address)
        if self._taken[place] >= self._most:
            return False
        self._taken[place] += 1
        return True

    def has_left(self, address: str) -> bool:
        """Whether one could be taken."""
        return self._taken[self._place(address)] < self._most

    def seconds_left(self) -> int:
        """After how many whole seconds everybody has all of it again, at least 1."""
        return max(1, math.ceil(self._ends_at - self._monotonic()))

    def _begin(self) -> None:
        self._ends_at = self._monotonic() + _SECONDS
        self._taken = array("L", bytes(_PLACES * array("L").itemsize))
        self._key = secrets.token_bytes(32)

    def _place(self, address: str) -> int:
        if self._monotonic() >= self._ends_at:
            self._begin()
        digest = hashlib.blake2b(address.encode(), key=self._key, digest_size=2)
        return int.from_bytes(digest.digest())
