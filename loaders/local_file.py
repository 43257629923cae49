"""Local file: one that is open, read piece by piece, and still the one that it was when opened."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from hashlib import blake2b

from loaders.storage import FileFacts

_ETAG_BYTES = 12


class FileChanged(Exception):
    """The file is not what it was any more: what follows would not belong to what was read."""


class LocalFile:
    """An open file. Whoever has it closes it."""

    def __init__(self, descriptor: int, media_type: str, threads: Executor) -> None:
        """``descriptor`` is this object's own from now on. Raises OSError."""
        self._descriptor = descriptor
        self._threads = threads
        self._reading: Future[bytes] | None = None
        status = os.fstat(descriptor)
        self._version = _version_of(status)
        self.facts = FileFacts(status.st_size, media_type, _etag(status))
        self.modified_at = datetime.fromtimestamp(int(status.st_mtime), UTC)
        """When it was written, to the second (UTC)."""

    async def read(self, start: int, size: int) -> bytes:
        """At most ``size`` bytes from ``start`` on, at least one. One read at a time.

        Raises FileChanged, also where there is nothing to read, and OSError.
        """
        self._reading = self._threads.submit(self._read, start, size)
        return await asyncio.wrap_future(self._reading)

    def close(self) -> None:
        """Give the descriptor back, when a read that is under way has ended."""
        # Its number may be another file's by then, which that read would go on with.
        if self._reading is None:
            os.close(self._descriptor)
        else:
            self._reading.add_done_callback(lambda _: os.close(self._descriptor))

    def _read(self, start: int, size: int) -> bytes:
        data = os.pread(self._descriptor, size, start)
        # After the read: what was written before it is in what was read.
        if not data or _version_of(os.fstat(self._descriptor)) != self._version:
            raise FileChanged
        return data


def _version_of(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _etag(status: os.stat_result) -> str:
    """A strong one: another content has another size or time, or is another file."""
    text = "-".join(f"{number:x}" for number in _version_of(status))
    return f'"{blake2b(text.encode(), digest_size=_ETAG_BYTES).hexdigest()}"'
