"""Refusal log: a storm that is refused at the door is told in a line a second, not a request."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

_SECONDS = 1.0


class RefusalLog:
    """Counts the refusals; the first is told at once, those of each second after it together."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told_at = -_SECONDS
        self._refused = 0

    def add(self) -> None:
        """One more was refused."""
        self._refused += 1
        now = self._monotonic()
        if now - self._told_at >= _SECONDS:
            structlog.get_logger().warning("overloaded", refused=self._refused)
            self._told_at, self._refused = now, 0
