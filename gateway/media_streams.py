"""Media streams: the files of recordings that are being sent: bounded, watched, and drained.

What is being sent goes on for minutes, and who deletes a recording or takes a share back means
what goes on, too. So about once a second all that is sent is looked up anew, at once, and what has
no right to go on is broken off. So is what cannot be looked up for longer than a recording is kept
(loaders/recording_by_id.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from gateway.file_refusal import FileRefusal, draining, too_many
from gateway.link_targets import targets_of
from gateway.one_by_one import one_by_one
from loaders.local_link import LocalLink
from loaders.sources import Sources

End = Callable[[str], None]
_REQUEST_ID = "media-watch"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class MediaStream:
    """One that is being sent; ``end`` breaks it off, and is told why."""

    link: LocalLink
    end: End


class MediaStreams:
    """Those of one process."""

    def __init__(self, sources: Sources, *, most: int, look_seconds: float = 1.0) -> None:
        """``look_seconds``: the time between two looks, by the event loop's clock."""
        self._sources = sources
        self._most = most
        self._look_seconds = look_seconds
        self._places = 0
        self._open: set[MediaStream] = set()
        self._is_draining = False
        self._watching: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return self._places

    def take_place(self) -> None:
        """One more is to be sent. Raises FileRefusal when there are too many, or at the end."""
        if self._is_draining:
            raise draining()
        if self._places >= self._most:
            raise too_many()
        self._places += 1

    def give_place_back(self) -> None:
        """It has been sent, or not."""
        self._places -= 1

    def watch(self, link: LocalLink, end: End) -> Callable[[], None]:
        """Have it broken off when its link is worth nothing any more, or at the end.

        The function returned says that it has ended. Raises FileRefusal at the end.
        """
        if self._is_draining:
            raise draining()
        stream = MediaStream(link, end)
        self._open.add(stream)
        if self._watching is None:
            self._watching = asyncio.get_running_loop().create_task(self._watch())
        return lambda: self._open.discard(stream)

    async def drain(self, seconds: float) -> None:
        """Begin none any more, and break those that are sent off one by one, over ``seconds``."""
        self._is_draining = True
        endings = [self._ending(stream, "drained") for stream in self._open]
        await one_by_one(endings, seconds=seconds)

    async def close(self) -> None:
        """Look no more."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self) -> None:
        try:
            while self._open:
                await asyncio.sleep(self._look_seconds)
                await self._look(list(self._open))
        finally:
            self._watching = None

    async def _look(self, streams: list[MediaStream]) -> None:
        links = {stream.link for stream in streams}
        try:
            targets = await targets_of(
                self._sources,
                links,
                request_id=_REQUEST_ID,
                not_before=self._sources.monotonic(),
            )
        except Exception:  # noqa: BLE001  # whatever it was, nobody knows that they may go on
            _log.exception("unexpected_error")
            targets = {}
        for stream in streams:
            target = targets.get(stream.link)
            if target is None or isinstance(target, FileRefusal):
                stream.end("error" if target is None else target.outcome)

    @staticmethod
    def _ending(stream: MediaStream, outcome: str) -> Callable[[], None]:
        return lambda: stream.end(outcome)
