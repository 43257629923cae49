"""Latency: how long an upstream has taken of late."""

from __future__ import annotations

from collections import deque
from statistics import median


class Latency:
    """The durations of the last good calls, in seconds."""

    def __init__(self, *, at_first: float = 0.05, most: int = 63) -> None:
        """``at_first`` is taken for the median until something has been measured."""
        self._last: deque[float] = deque(maxlen=most)
        self._median: float | None = at_first

    def add(self, seconds: float) -> None:
        """A call has taken so long."""
        self._last.append(seconds)
        self._median = None

    def median(self) -> float:
        """The median of the last calls."""
        # It is asked for far more often than it changes.
        if self._median is None:
            self._median = median(self._last)
        return self._median
