"""Begun: a task that is cancelled only when it has taken its first step.

A task that is cancelled before never enters its coroutine. Whatever coroutine that was to await is
then thrown away unawaited, of which Python warns, and nobody can reach it any more to close it.
"""

from __future__ import annotations

import asyncio
from inspect import CORO_CREATED, getcoroutinestate
from typing import Any


class Begun(asyncio.Task[Any]):
    """A task of a coroutine. The loop has its first step before it, so before its cancellation."""

    def cancel(self, msg: Any | None = None) -> bool:
        """Cancel it now, or right after its first step."""
        coroutine = self.get_coro()
        assert asyncio.iscoroutine(coroutine)
        if getcoroutinestate(coroutine) is CORO_CREATED:
            self.get_loop().call_soon(super().cancel, msg)
            return True
        return super().cancel(msg)
