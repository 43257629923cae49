"""Held stream: an answer over HTTP that stays open, and is written to when there is news.

Thousands are held at a time and are silent, so a silent one is little: one task, which waits for
the client to leave. Writing is a task that begins with news and ends when all of it is written.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

from gateway.client_left import ClientLeft
from gateway.coming_back import ComeBack, broken
from gateway.connection import cut
from gateway.dialect import Dialect
from gateway.exchange import Exchange
from gateway.refusal import masked


class Pieces(Protocol):
    """What a stream is to write. Whoever has it calls ``HeldStream.wake`` when there is news."""

    @property
    def is_over(self) -> bool:
        """Whether what was taken was the last piece."""
        ...

    @property
    def is_answering(self) -> bool:
        """Whether an answer is being worked out that was promised: the end of the stream waits."""
        ...

    def take(self) -> bytes | None:
        """The next piece; None when there is none now."""
        ...

    def written(self) -> None:
        """What was taken has been written."""
        ...


class HeldStream:
    """One of them."""

    __slots__ = (
        "_coming",
        "_dialect",
        "_exchange",
        "_has_ended",
        "_is_open",
        "_is_silent",
        "_pieces",
        "_timer",
        "_writing",
    )

    def __init__(self, exchange: Exchange, dialect: Dialect, pieces: Pieces) -> None:
        self._exchange = exchange
        self._dialect = dialect
        self._pieces = pieces
        self._coming: ComeBack | None = None
        self._has_ended = self._is_open = self._is_silent = False
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    async def hold(self) -> None:
        """Begin, and go on until the last piece is written or the stream must end.

        Whatever goes wrong is told in the dialect's words. Raises ClientLeft.
        """
        exchange = self._exchange
        exchange.has_begun = True
        exchange.log.transport(self._dialect.name)
        headers = [
            (b"content-type", self._dialect.content_type),
            # Neither caches nor proxies on the way may keep any of it back.
            (b"cache-control", b"no-store"),
            (b"vary", b"authorization, accept, accept-language"),
            (b"x-accel-buffering", b"no"),
            (b"x-request-id", exchange.request_id.encode("ascii")),
            *exchange.rate_lines,
        ]
        await exchange.send({"type": "http.response.start", "status": 200, "headers": headers})
        self._is_open = True
        self._write_soon(self._dialect.opening())
        try:
            # It is what comes after the end of the answer, too.
            while (await exchange.receive())["type"] != "http.disconnect":
                pass
        finally:
            self._stop()
        if not self._has_ended:
            raise ClientLeft

    def wake(self) -> None:
        """There is news. Whoever writes looks for more by themselves."""
        if self._writing is None and self._is_open and not self._has_ended:
            self._write_soon(None)

    def interrupt(self, coming: ComeBack) -> None:
        """End as soon as what was promised is told, whatever else there would be to tell; the
        client is to come back.
        """
        self._coming = coming
        self.wake()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._writing is not None:
            self._writing.cancel()

    def _write_soon(self, first: bytes | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._writing = asyncio.get_running_loop().create_task(self._write(first))

    async def _write(self, piece: bytes | None) -> None:
        settings = self._exchange.gateway.settings
        try:
            while piece is not None or (piece := self._next()) is not None:
                async with asyncio.timeout(settings.stall_seconds):
                    await self._send(piece)
                piece = None
                self._pieces.written()
        except Exception:  # noqa: BLE001  # A reader that stalls, or a connection that is no more.
            cut(self._exchange.receive)
            return
        self._writing = None
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(settings.keep_alive_seconds, self._silent)

    async def _send(self, piece: bytes) -> None:
        more = not self._has_ended
        message = {"type": "http.response.body", "body": piece, "more_body": more}
        await self._exchange.send(message)

    def _silent(self) -> None:
        self._is_silent = True
        self.wake()

    def _next(self) -> bytes | None:
        if self._has_ended:
            return None
        was_silent, self._is_silent = self._is_silent, False
        try:
            if self._coming is not None and not self._pieces.is_answering:
                raise self._coming
            piece = self._pieces.take()
            self._has_ended = self._pieces.is_over
        except Exception as error:  # noqa: BLE001  # The mask: what is not a farewell is told as one.
            coming = error if isinstance(error, ComeBack) else broken(masked(self._request_id))
            self._exchange.log.refusal(coming.refusal)
            self._has_ended = True
            return self._dialect.goodbye(coming, self._request_id)
        # An empty heartbeat is none.
        return (self._dialect.heartbeat or None) if piece is None and was_silent else piece

    @property
    def _request_id(self) -> str:
        return self._exchange.request_id
