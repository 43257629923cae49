"""Alarms: one timer for many sleepers, who are woken when something of theirs is due.

A timer of the event loop for each of ten thousand sockets would cost more than all that it watches.
Here a sleeper is a place in a set, and all who are due within the same tenth of a second share one.
"""

from __future__ import annotations

import asyncio
import math
from typing import Protocol

import structlog

_TICKS_A_SECOND = 10
_log = structlog.get_logger(__name__)


class Sleeper(Protocol):
    """Somebody with one alarm. ``alarm`` belongs to ``Alarms``, and is None at first."""

    alarm: int | None

    def ring(self, now: float) -> float | None:
        """Do what is due at ``now``, and say when to be woken next; None is never."""
        ...


class Alarms:
    """The alarms of one process. All times are those of the event loop, in seconds."""

    def __init__(self) -> None:
        self._ticks: dict[int, set[Sleeper]] = {}

    def wake(self, sleeper: Sleeper, at: float) -> None:
        """Wake the sleeper at that time and up to a tenth of a second later, or earlier when it is
        to be woken earlier already.
        """
        tick = math.ceil(at * _TICKS_A_SECOND)
        if sleeper.alarm is not None:
            if sleeper.alarm <= tick:
                return
            self.forget(sleeper)
        sleeper.alarm = tick
        if tick not in self._ticks:
            self._ticks[tick] = set()
            asyncio.get_running_loop().call_at(tick / _TICKS_A_SECOND, self._ring, tick)
        self._ticks[tick].add(sleeper)

    def forget(self, sleeper: Sleeper) -> None:
        """Wake the sleeper no more."""
        if sleeper.alarm is not None:
            self._ticks[sleeper.alarm].discard(sleeper)
            sleeper.alarm = None

    def _ring(self, tick: int) -> None:
        now = asyncio.get_running_loop().time()
        due = self._ticks.pop(tick)
        for sleeper in due:
            sleeper.alarm = None
        for sleeper in due:
            try:
                again = sleeper.ring(now)
            except Exception:  # noqa: BLE001  # what is wrong with one wakes all the others none the less
                _log.exception("unexpected_error")
                continue
            if again is not None:
                self.wake(sleeper, again)
