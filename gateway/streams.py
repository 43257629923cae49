"""Streams: the sockets and event streams that are open: counted, limited, and drained."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from gateway.coming_back import draining
from gateway.places import Places

_LEAST_PAUSE = 0.01
_log = structlog.get_logger(__name__)


class Streams:
    """The open streams of one process."""

    def __init__(self, *, most: int, most_per_creator: int) -> None:
        self._most = most
        self._most_per_creator = most_per_creator
        self._open: dict[object, Callable[[], None]] = {}
        self._places = Places("Too many streams are open.")
        self._is_draining = False

    def __len__(self) -> int:
        return len(self._places)

    @property
    def is_draining(self) -> bool:
        """Whether the gateway is about to stop, so that clients had better go elsewhere."""
        return self._is_draining

    def open(self, creator_id: str, close: Callable[[], None]) -> Callable[[], None]:
        """Count one more. ``close`` asks it to end in a way after which its client comes back; the
        function returned says that it has ended.

        Raises RequestError when there are too many, or the gateway is about to stop.
        """
        if self._is_draining:
            raise draining().refusal
        self._places.take(creator_id, most=self._most, most_per_creator=self._most_per_creator)
        key = object()
        self._open[key] = close

        def ended() -> None:
            if self._open.pop(key, None) is not None:
                self._places.give_back(creator_id)

        return ended

    async def drain(self, seconds: float) -> None:
        """Open no more, and close those that are open one by one, spread over ``seconds``.

        So their clients do not all come back at the same moment.
        """
        self._is_draining = True
        closing = list(self._open.values())
        loop = asyncio.get_running_loop()
        began = loop.time()
        for place, close in enumerate(closing, start=1):
            try:
                close()
            except Exception:  # noqa: BLE001  # what is wrong with one is no reason to drop the others
                _log.exception("unexpected_error")
            # To the moment, and not for a while: timers are coarser than the pauses of thousands.
            ahead = began + seconds * place / len(closing) - loop.time()
            if ahead > _LEAST_PAUSE or place == len(closing):
                await asyncio.sleep(max(ahead, 0.0))
