"""Shared query: an operation that is answered once, in a stream that it shares with others."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class SharedQuery:
    """Its task; to the stream it is a subscription with one answer."""

    def __init__(self, answering: Coroutine[Any, Any, None]) -> None:
        self._task = asyncio.get_running_loop().create_task(answering)

    def resume(self) -> None:
        """There is nothing more to send."""

    def close(self) -> None:
        """Cancel it, and so let go of everything that was asked for it."""
        self._task.cancel()
