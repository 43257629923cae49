"""Slow reader: a client that does not take an answer which it was given, and is cut off for it.

It keeps the answer in memory, which must soon be half as much. A server that only closes such a
connection waits for the reader for ever.
"""

from __future__ import annotations

import asyncio


class SlowReader:
    """The one at the other end of ``transport``, which is watched until it has taken all."""

    __slots__ = ("_seconds", "_timer", "_transport")

    def __init__(
        self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop, *, seconds: float
    ) -> None:
        """In so many ``seconds`` half of what is left must be taken."""
        self._transport = transport
        self._seconds = seconds
        self._watch(loop)

    def leave(self) -> None:
        """Watch no more."""
        self._timer.cancel()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        unread = self._transport.get_write_buffer_size()
        self._timer = loop.call_later(self._seconds, self._look, loop, unread)

    def _look(self, loop: asyncio.AbstractEventLoop, unread: int) -> None:
        left = self._transport.get_write_buffer_size()
        if left > unread // 2:
            self._transport.abort()
        elif left:
            self._watch(loop)
