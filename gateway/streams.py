"""Streams: the sockets and event streams that are open: counted, limited, and drained."""

from __future__ import annotations

from collections.abc import Callable

from gateway.coming_back import draining
from gateway.one_by_one import one_by_one
from gateway.places import Places


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
        self._places.take(creator_id, most=self._most, most_each=self._most_per_creator)
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
        await one_by_one(list(self._open.values()), seconds=seconds)
