"""Span: the time that a soak lasts, which may be over early, or not before so much has happened."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress


class Span:
    """It begins when it is made. It is over when ``seconds`` have passed and ``least`` things have
    happened, or when somebody cuts it short.
    """

    def __init__(self, seconds: float, *, least: int = 0) -> None:
        self.was_cut = False
        self._began_at = time.monotonic()
        self._seconds = seconds
        self._missing = least
        self._over = asyncio.Event()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._look)

    @property
    def is_over(self) -> bool:
        """Whether nothing new is to begin."""
        return self._over.is_set()

    @property
    def passed(self) -> float:
        """The seconds since it began."""
        return time.monotonic() - self._began_at

    @property
    def left(self) -> float:
        """The seconds until it may be over."""
        return max(0.0, self._seconds - self.passed)

    def happened(self) -> None:
        """One of the things that it waits for."""
        self._missing -= 1
        self._look()

    def cut(self) -> None:
        """End it now, as Ctrl-C does."""
        self.was_cut = True
        self._alarm.cancel()
        self._over.set()

    async def rest(self, seconds: float) -> bool:
        """Return after so many seconds, or when it is over; whether it goes on."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return not self.is_over

    def _look(self) -> None:
        # A timer may be a little early by the clock, so its word is not taken for it.
        if self.left == 0 and self._missing <= 0:
            self._over.set()
        elif self.left:
            self._alarm.cancel()
            self._alarm = asyncio.get_running_loop().call_later(self.left, self._look)
