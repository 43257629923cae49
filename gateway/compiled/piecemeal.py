"""Piecemeal: work that nobody waits for, done a little at a time between other work.

A thread would not do: Python's compiler lets nobody else run until it is through with a piece, and
whoever answers would have to fight for the turn.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator

_PIECE_SECONDS = 0.0005
_PAUSE_SECONDS = 0.001


class Piecemeal:
    """One piece of work after the other, each in steps; ``most`` of them wait."""

    def __init__(self, *, most: int = 32) -> None:
        self._most = most
        self._waiting: deque[Iterator[None]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, work: Iterator[None]) -> bool:
        """Do ``work`` when there is time; whether there is room for it."""
        if len(self._waiting) >= self._most:
            return False
        self._waiting.append(work)
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            self._go_on()
        return True

    def finish(self) -> None:
        """Do all of it at once."""
        while self._waiting:
            self._step()

    def _go_on(self) -> None:
        assert self._loop is not None
        self._loop.call_later(_PAUSE_SECONDS, self._work)

    def _work(self) -> None:
        until = time.perf_counter() + _PIECE_SECONDS
        while self._waiting and time.perf_counter() < until:
            self._step()
        if self._waiting:
            self._go_on()
        else:
            self._loop = None

    def _step(self) -> None:
        try:
            next(self._waiting[0])
        except StopIteration:
            self._waiting.popleft()
