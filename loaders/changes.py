"""Changes: what the company's database tells of LIVEs, heard once a process, fanned out in memory.

A listener is told only *that* a LIVE may have changed; it then reads the state as it is. So a
change that is told twice does no harm, and after any break of the stream everybody is told once.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from loaders.errors import SourceUnavailable
from loaders.mongo import Mongo
from loaders.names import MONGODB
from loaders.session import COLLECTION

_RETRY_SECONDS = 0.5
_log = structlog.get_logger(__name__)


class Listener:
    """Waits for changes of one LIVE; changes that come meanwhile are one change."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def tell(self) -> None:
        """The LIVE may have changed."""
        self._changed.set()

    async def wait(self, seconds: float | None) -> None:
        """Return at the next change, or after ``seconds``, whichever is first."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            return
        self._changed.clear()


class Changes:
    """The change stream of this process. It is opened when somebody first listens."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._is_open = asyncio.Event()
        self._hearing: asyncio.Task[None] | None = None

    @contextmanager
    def listen(self, session_id: str) -> Iterator[Listener]:
        """Hear of changes of one LIVE. Await ``opened`` before the state is read."""
        if self._hearing is None:
            self._hearing = asyncio.get_running_loop().create_task(self._hear())
        listener = Listener()
        self._listeners[session_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[session_id].discard(listener)
            if not self._listeners[session_id]:
                del self._listeners[session_id]

    async def opened(self, seconds: float) -> None:
        """Return when the stream is open, or after ``seconds`` when it cannot be opened yet.

        Nothing is lost then: everybody is told when it opens.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._is_open.wait()
        except TimeoutError:
            return

    async def close(self) -> None:
        """Hear no more."""
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.gather(self._hearing, return_exceptions=True)

    async def _hear(self) -> None:
        while True:
            try:
                await self._hear_until_it_breaks()
            except SourceUnavailable as error:
                _log.warning("change_stream_broken", cause=repr(error.__cause__))
            except Exception:  # noqa: BLE001  # whatever it was, who listens is owed the next change
                _log.exception("unexpected_error", upstream=MONGODB)
            self._is_open.clear()
            await asyncio.sleep(_RETRY_SECONDS)

    async def _hear_until_it_breaks(self) -> None:
        async with self._mongo.changes([COLLECTION]) as stream:
            self._is_open.set()
            self._tell_everybody()
            async for change in stream:
                key = change.get("documentKey")
                if key is None:
                    return  # The collection itself has changed: open anew and read anew.
                for listener in self._listeners.get(str(key["_id"]), ()):
                    listener.tell()

    def _tell_everybody(self) -> None:
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.tell()
