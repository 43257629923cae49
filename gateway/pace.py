"""Pace: how many operations the gateway can have at once and be through with in a moment.

The more of them run at once, the more of what they read leaves in one call; but what runs together
takes each other's time. So it is bounded by time: many small operations, or a few large ones. The
time is that of a clock and not of the processor, since a machine that does other things too is as
slow as it seems.
"""

from __future__ import annotations

import time
from collections.abc import Callable

# What an operation may have to wait for the others: a part of the time that its sources may take.
_SECONDS = 0.12
_MOST_TIMES = 8
_LOOK_EVERY = 16
_NEW_COUNTS = 0.5
# What is asked for by then may be something else altogether.
_KNOWN_SECONDS = 5.0


class Pace:
    """Learns from the operations that end while others wait for their turn what each takes."""

    def __init__(
        self,
        *,
        seconds: float = _SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """``seconds``: in which all that run are to be through."""
        self._seconds = seconds
        self._monotonic = monotonic
        self._since: float | None = None
        self._ended = 0
        self._each: float | None = None
        self._known_at = 0.0

    def operations(self, least: int) -> int:
        """How many may run at once: ``least`` in any case, and while nothing is known, and eight
        times as many at most.
        """
        if self._each is None:
            return least
        fitting = int(self._seconds / self._each) if self._each > 0 else least * _MOST_TIMES
        return min(max(fitting, least), least * _MOST_TIMES)

    def end(self, *, is_busy: bool) -> None:
        """One more has ended. ``is_busy``: others wait, so it has not just been quiet since."""
        if not is_busy:
            self._since, self._ended = None, 0
            if self._each is not None and self._monotonic() - self._known_at > _KNOWN_SECONDS:
                self._each = None
            return
        if self._since is None:
            self._since = self._monotonic()
            return
        self._ended += 1
        if self._ended < _LOOK_EVERY:
            return
        now = self._monotonic()
        each = (now - self._since) / self._ended
        known = each if self._each is None else self._each
        self._each = known + (each - known) * _NEW_COUNTS
        self._since, self._ended = now, 0
        self._known_at = now
