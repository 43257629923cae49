"""Segmented: a bounded store in which what is asked for again is kept before what came once.

What comes first is on probation; asked for once more, it moves to the part that is protected. Only
what is on probation makes room for others, the one that was used longest ago first. So however many
things come that nobody asks for again, they push out each other. The protected part has most of the
room and not all of it; what was used longest ago in it goes back on probation when it is full.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_PROTECTED = 0.8


class Segmented(Generic[K, V]):
    """Bounded by the number of values and by their weight together."""

    def __init__(self, *, most: int, most_weight: int) -> None:
        self._most = most
        self._most_weight = most_weight
        self._probation: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._protected: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._weight = self._protected_weight = 0

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._probation) + len(self._protected)

    @property
    def weight(self) -> int:
        """What they weigh together."""
        return self._weight

    def get(self, key: K) -> V | None:
        """The value of ``key``, which is then the one that was used last."""
        found = self._protected.get(key)
        if found is not None:
            self._protected.move_to_end(key)
            return found[0]
        found = self._probation.pop(key, None)
        if found is None:
            return None
        self._protected[key] = found
        self._protected_weight += found[1]
        self._send_back()
        return found[0]

    def put(self, key: K, value: V, *, weight: int) -> None:
        """Keep ``value``, on probation where ``key`` is new. One for which there is no room at all
        is not kept, and pushes nothing out.
        """
        if weight > self._most_weight:
            self._forget(key)
        elif key in self._protected:
            self._protected_weight += weight - self._protected[key][1]
            self._weight += weight - self._protected[key][1]
            self._protected[key] = value, weight
            self._protected.move_to_end(key)
        else:
            self._weight += weight - self._probation.pop(key, (None, 0))[1]
            self._probation[key] = value, weight
        self._make_room()

    def values(self) -> Iterator[V]:
        """All values, in no order that says anything."""
        for segment in (self._probation, self._protected):
            for value, _ in segment.values():
                yield value

    def _forget(self, key: K) -> None:
        _, weight = self._probation.pop(key, (None, 0))
        if key in self._protected:
            _, weight = self._protected.pop(key)
            self._protected_weight -= weight
        self._weight -= weight

    def _make_room(self) -> None:
        self._send_back()
        while len(self) > self._most or self._weight > self._most_weight:
            segment = self._probation or self._protected
            _, (_, gone) = segment.popitem(last=False)
            self._weight -= gone
            if segment is self._protected:
                self._protected_weight -= gone

    def _send_back(self) -> None:
        """Put the protected part back into its bounds."""
        most, most_weight = int(self._most * _PROTECTED), self._most_weight * _PROTECTED
        while len(self._protected) > most or self._protected_weight > most_weight:
            key, entry = self._protected.popitem(last=False)
            self._protected_weight -= entry[1]
            self._probation[key] = entry
