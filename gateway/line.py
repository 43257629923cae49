"""Line: work that waits for its turn, a bounded number of pieces at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable


class Line:
    """Who stands here is called in the order of coming. Waiting costs nothing but the place."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._waiting: deque[Callable[[], Awaitable[None]]] = deque()
        self._working: set[asyncio.Task[None]] = set()

    def join(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have ``work``, which must not raise, called when it is its turn."""
        self._waiting.append(work)
        if len(self._working) < self._at_once:
            self._working.add(asyncio.get_running_loop().create_task(self._go_on()))

    async def close(self) -> None:
        """Call nobody any more, and stop those who work."""
        self._waiting.clear()
        working = list(self._working)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)

    async def _go_on(self) -> None:
        try:
            while self._waiting:
                await self._waiting.popleft()()
        finally:
            # Here and not when the task is done, which is later: who joins in between would find
            # all places taken, by those who look for nobody any more.
            task = asyncio.current_task()
            assert task is not None
            self._working.discard(task)
