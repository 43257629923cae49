"""Breaker: an upstream that keeps failing is left alone for a while, then tried by one probe."""

from __future__ import annotations

import time
from collections.abc import Callable


class Breaker:
    """Closed: calls go. Open: none go. Half open: one goes, and decides.

    It opens after ``failures`` in a row and stays so for ``seconds``. A call that we ended
    ourselves says nothing of the upstream: tell it by ``forget``.
    """

    def __init__(
        self,
        *,
        failures: int = 3,
        seconds: float = 1.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._seconds = seconds
        self._monotonic = monotonic
        self._failed = 0
        self._opened_at: float | None = None
        self._is_probing = False
        self._times_opened = 0

    @property
    def is_closed(self) -> bool:
        """Whether calls go as they come."""
        return self._opened_at is None

    @property
    def times_opened(self) -> int:
        """How often it has opened."""
        return self._times_opened

    def lets_through(self) -> int | None:
        """The ticket of a call that may go now; None when none may.

        The outcome of a call that went must be told, with its ticket.
        """
        if self._opened_at is not None:
            if self._is_probing or self.seconds_left() > 0:
                return None
            self._is_probing = True
        return self._times_opened

    def seconds_left(self) -> float:
        """How long no call can go still; 0 when it is closed, or waits for its probe."""
        if self._opened_at is None:
            return 0.0
        return max(0.0, self._opened_at + self._seconds - self._monotonic())

    def succeed(self) -> None:
        """A call was answered, just now; when it began does not matter."""
        self._failed = 0
        self._opened_at = None
        self._is_probing = False

    def fail(self, ticket: int) -> None:
        """The call with this ticket was not answered as it should be."""
        if ticket != self._times_opened:
            return  # It began before the breaker opened, so it says nothing new.
        self._failed += 1
        if self._opened_at is not None or self._failed >= self._most:
            self._opened_at = self._monotonic()
            self._is_probing = False
            self._times_opened += 1

    def forget(self, ticket: int) -> None:
        """The call with this ticket was ended before it could be judged."""
        if ticket == self._times_opened:
            self._is_probing = False
