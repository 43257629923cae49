"""Latency: how long an upstream has taken of late."""

from __future__ import annotations

from collections import deque
from statistics import median


class Latency:
    """The durations of the last good calls, in seconds."""

    def __init__(self, *, at_first: float = 0.05, most: int = 63) -> None:
        """``at_first`` is taken for the median until something has been measured."""
        self._at_first = at_first
        self._last: deque[float] = deque(maxlen=most)

    def add(self, seconds: float) -> None:
        """A call has taken so long."""
        self._last.append(seconds)

    def median(self) -> float:
        """The median of the last calls."""
        return median(self._last) if self._last else self._at_first
