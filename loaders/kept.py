"""Kept: answers that were read before, bounded by bytes; those not used for longest go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from loaders.freshness import Freshness
from loaders.ground import Footing

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# What an answer costs beside itself: its key, its entry, its times.
ENTRY_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class KeptAnswer(Generic[V]):
    """An answer, the monotonic second at which it was asked for, how long it is good, its bytes.

    ``footing`` is for what is made of it, and must not hold its value.
    """

    value: V
    asked_at: float
    freshness: Freshness
    size: int
    footing: Footing = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Make the footing."""
        object.__setattr__(self, "footing", Footing(self.asked_at, self.freshness.fresh))


class Kept(Generic[K, V]):
    """The store. A key has the identity in it, so nobody is shown another's answer."""

    def __init__(self, *, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[K, KeptAnswer[V]] = OrderedDict()

    @property
    def bytes(self) -> int:
        """The bytes of all answers that are kept, with their entries."""
        return self._bytes

    def get(self, key: K) -> KeptAnswer[V] | None:
        """The answer to ``key``; it is then the one that was used last."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: K, answer: KeptAnswer[V]) -> None:
        """Keep ``answer``. One that is larger than the whole store is not kept."""
        self.forget(key)
        if answer.size + ENTRY_BYTES > self._most_bytes:
            return
        self._kept[key] = answer
        answer.footing.is_kept = True
        # Used now, so that it does not make room itself when all others have been.
        answer.footing.is_used = True
        self._bytes += answer.size + ENTRY_BYTES
        while self._bytes > self._most_bytes:
            self._make_room()
        answer.footing.is_used = False

    def forget(self, key: K) -> None:
        """Keep nothing for ``key``."""
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._gone(gone)

    def _make_room(self) -> None:
        """Let go of the one not used for longest, unless what rests on it was used meanwhile."""
        key, oldest = self._kept.popitem(last=False)
        if oldest.footing.is_used:
            oldest.footing.is_used = False
            self._kept[key] = oldest
        else:
            self._gone(oldest)

    def _gone(self, answer: KeptAnswer[V]) -> None:
        answer.footing.is_kept = False
        self._bytes -= answer.size + ENTRY_BYTES
