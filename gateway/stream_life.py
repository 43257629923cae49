"""Stream life: a stream is counted from its beginning, and lasts as long as its reader's token."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from gateway.coming_back import ComeBack, draining, token_expired, token_revoked
from gateway.gateway import Gateway
from loaders.viewer import Viewer

_LONGEST_SECONDS = 86_400.0 * 365


class StreamLife:
    """One stream's place among the gateway's streams; ``end`` gives it back."""

    __slots__ = ("_ended", "_expiry", "_gateway", "_interrupt")

    def __init__(
        self, gateway: Gateway, viewer: Viewer, interrupt: Callable[[ComeBack], None]
    ) -> None:
        """``interrupt`` is told when the stream must end while its operations go on.

        Raises RequestError when there are too many streams, or the gateway is about to stop.
        """
        self._gateway = gateway
        self._interrupt = interrupt
        self._ended = gateway.streams.open(viewer.creator_id, self._drain)
        gateway.revocations.watch(self, viewer)
        self._expiry: asyncio.TimerHandle | None = None
        if viewer.expires_at is not None:
            left = (viewer.expires_at - datetime.now(UTC)).total_seconds()
            left += gateway.settings.jwt_leeway_seconds
            self._expiry = asyncio.get_running_loop().call_later(
                min(max(left, 0.0), _LONGEST_SECONDS), self._expire
            )

    def end(self) -> None:
        """The stream has ended, however."""
        self._ended()
        self._gateway.revocations.forget(self)
        if self._expiry is not None:
            self._expiry.cancel()

    def revoked(self) -> None:
        """The reader's token is good no more."""
        self._interrupt(token_revoked())

    def _drain(self) -> None:
        self._interrupt(draining())

    def _expire(self) -> None:
        self._interrupt(token_expired())
