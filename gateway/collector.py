"""Collector: how often Python looks for cycles of objects that nobody holds.

A page makes tens of thousands of objects and hardly a cycle. By default Python looks through the
young ones after every 700, and now and then through all there are, the schema and the libraries
included; that was a fifth to a third of a page's processor time. All that the operations hold which
run at once is young, too: some dozens of pages come to a hundred thousand objects, which all are
looked at in vain when that is reached.

So it looks seldom by their number, and all the same soon by the clock: a connection that has ended
or a call that broke off is a cycle of few objects, and may hold what was read of a large answer.
"""

from __future__ import annotations

import asyncio
import gc

# What runs at once does not reach it; what is left in cycles does, after many pages.
_YOUNG, _MIDDLE, _OLD = 200_000, 10, 10
_EVERY_SECONDS = 15.0


def spare_what_stands() -> None:
    """Never again look through what there is now, and less often through what comes.

    To be called once a process, when everything that lives as long as it does has been made.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


class Collector:
    """Looks through what is young every few seconds, and less often through what is older.

    Never through all there is: with many who wait that takes long, and Python does it by itself
    when much has come.
    """

    def __init__(self, *, seconds: float = _EVERY_SECONDS) -> None:
        self._seconds = seconds
        self._next: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Look from now on, until it is closed."""
        self._next = asyncio.get_running_loop().call_later(self._seconds, self._look)

    def close(self) -> None:
        """Look no more."""
        if self._next is not None:
            self._next.cancel()

    def _look(self) -> None:
        looks_at_young = gc.get_count()[1]
        gc.collect(1 if looks_at_young > gc.get_threshold()[1] else 0)
        self.begin()
