"""Kept: answers that were read before, bounded by bytes; those not used for longest go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from loaders.freshness import Freshness

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# What an answer costs beside itself: its key, its entry, its times.
ENTRY_BYTES = 1_000
_numbers = count()


@dataclass(frozen=True, slots=True)
class KeptAnswer(Generic[V]):
    """An answer, the monotonic second at which it was asked for, how long it is good, its bytes.

    ``number`` tells it from every other, those of the same value included.
    """

    value: V
    asked_at: float
    freshness: Freshness
    size: int
    number: int = field(default_factory=_numbers.__next__, compare=False)


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
        self._bytes += answer.size + ENTRY_BYTES
        while self._bytes > self._most_bytes:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.size + ENTRY_BYTES

    def forget(self, key: K) -> None:
        """Keep nothing for ``key``."""
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= gone.size + ENTRY_BYTES
