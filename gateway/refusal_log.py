"""Refusal log: a storm that is refused at the door is told in a line a second, not a request."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import structlog

_SECONDS = 1.0


class RefusalLog:
    """Counts the refusals; the first is told at once, those of each second after it together."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._told_at = -_SECONDS
        self._refused: Counter[str] = Counter()

    def add(self, code: str) -> None:
        """One more was refused, with that code."""
        self._refused[code] += 1
        now = self._monotonic()
        if now - self._told_at >= _SECONDS:
            for code, refused in sorted(self._refused.items()):
                structlog.get_logger().warning("refused", code=code, refused=refused)
            self._told_at, self._refused = now, Counter()
