"""Retry budget: what may be asked again, as a part of what is asked at all."""

from __future__ import annotations


class RetryBudget:
    """Each call earns ``ratio`` of a retry; at most ``most`` are saved up, half of them at first.

    So retries never add more than that part to the load of an upstream that is in trouble.
    """

    def __init__(self, *, ratio: float = 0.1, most: float = 20.0) -> None:
        self._ratio = ratio
        self._most = most
        self._saved = most / 2

    def earn(self) -> None:
        """A call is made."""
        self._saved = min(self._most, self._saved + self._ratio)

    def spend(self, calls: int = 1) -> bool:
        """Take what so many further calls cost; False, and nothing taken, when there is less."""
        if self._saved < calls:
            return False
        self._saved -= calls
        return True
