"""Client left: an operation ends when nobody is there to read its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType

from starlette.types import Receive

from gateway.connection import when_lost


class ClientLeft(Exception):
    """The client has closed its connection before it was answered."""


class WhileConnected:
    """Cancels its body when the client leaves, and raises ``ClientLeft`` then."""

    __slots__ = ("_has_left", "_receive", "_stop", "_task")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._has_left = False

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._stop = when_lost(self._receive, self._leave) or self._watch()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stop()
        # Somebody else's cancellation (the server stops) is not ours to take back.
        is_cancelled = kind is not None and issubclass(kind, asyncio.CancelledError)
        if is_cancelled and self._has_left and self._task.uncancel() == 0:
            raise ClientLeft from None

    def _leave(self) -> None:
        self._has_left = True
        self._task.cancel()

    def _watch(self) -> Callable[[], object]:
        """Ask the server again and again, where it tells nobody."""

        async def watch() -> None:
            while (await self._receive())["type"] != "http.disconnect":
                pass
            self._leave()

        return asyncio.get_running_loop().create_task(watch()).cancel


def while_connected(receive: Receive) -> WhileConnected:
    """For use after the request's body has been read: whatever comes then is the disconnect."""
    return WhileConnected(receive)
