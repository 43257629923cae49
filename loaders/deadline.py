"""Deadline: the one time budget of an operation. It lies below the loaders, never above one."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """The moment at which an operation answers with what it has.

    A time-out above a shared loader would cancel its neighbours, so only sources ask for what is
    left. ``monotonic`` gives seconds; tests pass their own.
    """

    __slots__ = ("_ends_at", "_monotonic")

    def __init__(self, budget_ms: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._ends_at = monotonic() + budget_ms / 1000

    def left(self) -> float:
        """The seconds that are left, 0 when the time is over."""
        return max(0.0, self._ends_at - self._monotonic())

    def end(self) -> None:
        """Nothing is waited for any more."""
        self._ends_at = self._monotonic()
