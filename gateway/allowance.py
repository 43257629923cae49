"""Allowance: so much a minute for each of many, in memory that does not grow.

What was taken is known for this minute and the one before, and of the one before counts the part
that lies less than a minute back: nobody gets twice as much by coming at the turn of the minute.

Names, of creators or addresses, are known by two places of a keyed hash, one in each of two tables:
however many come, the tables are as large as they were, and nothing tells a name beyond its minute.
Less of the two is what a name has taken: it is mistaken for more only if it meets others twice.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import time
from array import array
from collections.abc import Callable

SECONDS = 60
_PLACES = 65_536
_TABLES = 2
DIGEST_BYTES = 16
# So that who asks again in the same minute is not hashed again.
_MOST_DIGESTS = 4096


class Allowance:
    """How much each name may take in a minute; 0 is as much as it likes."""

    def __init__(
        self,
        most: int,
        *,
        now: Callable[[], float] = time.time,
        key: bytes | None = None,
        taken: Callable[[bytes, int], None] | None = None,
    ) -> None:
        """``now`` gives unix seconds. ``key`` is that of the hash, at most 64 bytes, for processes
        that count together; None makes one up, which is another every time. ``taken`` is told the
        digest of who takes, and how much.
        """
        self.most = most
        self._tell = taken
        self._now = now
        self._key = key or secrets.token_bytes(32)
        self._began = int(now()) // SECONDS * SECONDS
        self._digests: dict[str, bytes] = {}
        self._before, self._taken = _tables(), _tables()

    def digest(self, name: str) -> bytes:
        """What the name is known by."""
        known = self._digests.get(name)
        if known is None:
            if len(self._digests) >= _MOST_DIGESTS:
                self._digests.clear()
            given = name.encode("utf-8", "surrogatepass")
            known = hashlib.blake2b(given, key=self._key, digest_size=DIGEST_BYTES).digest()
            self._digests[name] = known
        return known

    def take(self, name: str, cost: int = 1, *, most: int | None = None) -> bool:
        """Take so much; False when not so much was left, and then nothing is taken.

        ``most``: what there is, when that is for who has less right than others.
        """
        digest = self.digest(name)
        allowed = self.most if most is None else most
        if allowed and self.used(digest) + cost > allowed:
            return False
        self._count(digest, cost)
        return True

    def give_back(self, name: str, cost: int = 1) -> None:
        """So much was taken for nothing."""
        self._count(self.digest(name), -cost)

    def add(self, digest: bytes, cost: int) -> None:
        """So much was taken, be there any left or not; what is below 0 is given back."""
        if not 0 <= self._now() - self._began < SECONDS:
            self._turn()
        taken = self._taken
        for at in _places(digest):
            taken[at] = max(taken[at] + cost, 0)

    def used(self, digest: bytes) -> int:
        """How much of it counts now."""
        elapsed = self._now() - self._began
        if not 0 <= elapsed < SECONDS:
            self._turn()
            elapsed = self._elapsed()
        part = 1 - elapsed / SECONDS
        first, second = _places(digest)
        before, taken = self._before, self._taken
        return min(
            int(before[first] * part) + taken[first], int(before[second] * part) + taken[second]
        )

    def left(self, name: str) -> int:
        """How much can be taken now."""
        return max(self.most - self.used(self.digest(name)), 0)

    def has_left(self, name: str) -> bool:
        """Whether anything can be taken."""
        return not self.most or self.left(name) > 0

    def seconds_left(self) -> int:
        """How many whole seconds this minute still lasts, at least 1."""
        self._turn()
        return max(1, math.ceil(SECONDS - self._elapsed()))

    def seconds_until(self, name: str, cost: int = 1, *, most: int | None = None) -> int:
        """After how many whole seconds so much can be taken if nobody takes any meanwhile; at
        least 1.
        """
        self._turn()
        room = max((self.most if most is None else most) - cost, 0)
        places = _places(self.digest(name))
        waits = [self._wait(self._before[at], self._taken[at], room) for at in places]
        return max(1, min(waits))

    def _count(self, digest: bytes, cost: int) -> None:
        self.add(digest, cost)
        if self._tell is not None:
            self._tell(digest, cost)

    def _wait(self, before: int, taken: int, room: int) -> int:
        elapsed = self._elapsed()
        if taken <= room:
            # What counts of the minute before must fall to what there is room for.
            needed = _elapsed_until(before, room - taken)
            return math.ceil(needed - elapsed)
        return math.ceil(SECONDS - elapsed + _elapsed_until(taken, room))

    def _elapsed(self) -> float:
        return min(max(self._now() - self._began, 0.0), float(SECONDS))

    def _turn(self) -> None:
        began = int(self._now()) // SECONDS * SECONDS
        if began == self._began:
            return
        # A clock that was set is none to count by: all have everything again.
        self._before = self._taken if began == self._began + SECONDS else _tables()
        self._taken = _tables()
        self._began = began
        self._digests.clear()


def _tables() -> array[int]:
    return array("q", bytes(_TABLES * _PLACES * array("q").itemsize))


def _places(digest: bytes) -> tuple[int, int]:
    return digest[0] << 8 | digest[1], _PLACES + (digest[2] << 8 | digest[3])


def _elapsed_until(count: int, room: int) -> float:
    """How far into a minute ``count`` of the minute before counts as ``room`` at most."""
    if count <= room:
        return 0.0
    # The part counts without its fraction, so a little less than one more is still ``room``.
    return SECONDS * (1 - (room + 1) / count) + 1e-6
