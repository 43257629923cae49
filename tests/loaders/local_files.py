"""A storage in a directory, with a file in it, and a disk that does its work when it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from loaders.local_file import LocalFile
from loaders.local_storage import LocalStorage
from loaders.recording import StoredFile
from tests.loaders.links import KEYS

FILE = StoredFile("recordings/1/0.mp4")


def storage_in(folder: Path, **changes: Any) -> LocalStorage:
    """A storage of the directory ``files`` of the folder, beside which there is a secret."""
    directory = folder / "files"
    (directory / "recordings" / "1").mkdir(parents=True, exist_ok=True)
    (directory / FILE.key).write_bytes(b"0123456789")
    (folder / "secret").write_bytes(b"swordfish")
    return LocalStorage(
        directory, public_url="https://gateway.test", keys=KEYS, **{"cap": 30.0, **changes}
    )


async def opened(storage: LocalStorage, file: StoredFile = FILE) -> LocalFile:
    """The file, which is there."""
    found = await storage.open(file)
    assert found is not None
    return found


async def etag(storage: LocalStorage) -> str:
    """The entity tag of the file as it is now."""
    facts = await storage.facts(FILE)
    assert facts is not None
    return facts.etag


class HandDriven(Executor):
    """A thread that does its work when a test says so."""

    def __init__(self) -> None:
        self._work: list[Callable[[], None]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done later."""
        future: Future[Any] = Future()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                future.set_result(fn(*args, **kwargs))

        self._work.append(work)
        return future

    def do(self) -> None:
        """All that there is to do, in another thread."""
        work, self._work = self._work, []
        for one in work:
            thread = threading.Thread(target=one)
            thread.start()
            thread.join()
