"""Local storage: a directory with the files of recordings, which the gateway serves itself."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import structlog

from loaders import poster_link
from loaders.errors import SourceUnavailable
from loaders.link_keys import LinkKeys
from loaders.local_file import LocalFile
from loaders.local_link import LocalLink, verified
from loaders.names import STORAGE
from loaders.playable import Piece
from loaders.recording import Poster, StoredFile
from loaders.storage import FileFacts

# Its own: a disk that hangs is waited for by nobody who asks for something else.
_THREADS = 8
_IN_FOLDERS = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC
# Without waiting: what is no file may be a pipe that nobody ever writes to.
_IN_FILES = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# What leads nowhere, or out.
_STEPS = frozenset({"", ".", ".."})
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})
_log = structlog.get_logger(__name__)


class LocalStorage:
    """The directory. Its links are the gateway's own, which asks ``verified`` before all else."""

    def __init__(
        self,
        directory: Path,
        *,
        public_url: str,
        keys: LinkKeys,
        cap: float,
        threads: Executor | None = None,
    ) -> None:
        """``cap``: the longest that it may take to find a file, in seconds. ``threads``: where they
        are read, away from the event loop.
        """
        self._directory = directory
        self._public_url = public_url
        self._keys = keys
        self._cap = cap
        self._threads = threads or ThreadPoolExecutor(_THREADS, "recordings")

    async def facts(self, file: StoredFile) -> FileFacts | None:
        """What is known of the file; None: it is not there. Raises SourceUnavailable."""
        opened = await self.open(file)
        if opened is None:
            return None
        opened.close()
        return opened.facts

    async def open(self, file: StoredFile) -> LocalFile | None:
        """The file, for its caller to close; None: it is not there. Raises SourceUnavailable."""
        opening = self._threads.submit(self._opened, file)
        is_taken = False
        try:
            async with asyncio.timeout(self._cap):
                opened = await asyncio.wrap_future(opening)
            is_taken = True
            return opened
        except TimeoutError:
            raise SourceUnavailable(upstream=STORAGE) from None
        except OSError as error:
            _log.warning("storage_failed", errno=error.errno)
            raise SourceUnavailable(upstream=STORAGE) from error
        finally:
            if not is_taken:
                # Nobody waits for it any more, and it may be opened still.
                opening.add_done_callback(_close)

    def link(
        self,
        piece: Piece,
        *,
        expires_at: datetime,
        file_name: str | None = None,
        share: str | None = None,
    ) -> str:
        """An address of the gateway that opens the piece until ``expires_at`` (UTC)."""
        link = LocalLink(
            recording_id=piece.recording_id,
            index=piece.index,
            expires_at=expires_at,
            file_name=file_name,
            share=share,
        )
        return self._public_url + link.signed(self._keys)

    def poster_url(self, poster: Poster) -> str:
        """The public address of a still picture, at the gateway."""
        return self._public_url + poster_link.signed(self._keys, poster.key)

    def verified(self, *, path: bytes, query: bytes) -> LocalLink | None:
        """The link that this path and query are, as they came over the wire; None: it is none."""
        return verified(self._keys, path=path, query=query)

    def verified_poster(self, *, path: bytes, query: bytes) -> str | None:
        """The key of the poster that they are an address of; None: they are none."""
        return poster_link.verified(self._keys, path=path, query=query)

    async def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _opened(self, file: StoredFile) -> LocalFile | None:
        """The file below the directory, or None. No link is followed, nor any way up."""
        parts = file.key.split("/")
        if not _STEPS.isdisjoint(parts):
            return None
        try:
            descriptor = self._descriptor(parts)
        except ValueError:
            return None  # No name of a file can have such letters in it.
        except OSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            return None
        return LocalFile(descriptor, file.media_type, self._threads)

    def _descriptor(self, parts: list[str]) -> int:
        # Step by step, each below the last: so no link that appears meanwhile leads elsewhere.
        folder = os.open(self._directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for part in parts[:-1]:
                inner = os.open(part, _IN_FOLDERS, dir_fd=folder)
                os.close(folder)
                folder = inner
            return os.open(parts[-1], _IN_FILES, dir_fd=folder)
        finally:
            os.close(folder)


def _close(opening: Future[LocalFile | None]) -> None:
    if opening.cancelled() or opening.exception() is not None:
        return
    opened = opening.result()
    if opened is not None:
        opened.close()
