"""A gateway over real sockets with real files of recordings, and what it says of them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from loaders.link_keys import LinkKeys
from loaders.local_storage import LocalStorage
from loaders.playable import Piece
from loaders.recording import StoredFile
from tests.fakes.documents import recording
from tests.fakes.sources import FakeSources
from tests.fakes.times import NOW
from tests.gateway.serving import Served, serving

KEYS = LinkKeys({"test": b"k" * 48})
CONTENT = bytes(number * 7 % 251 for number in range(100_000))
HOUR = timedelta(hours=1)
_WRITTEN_AT = int((NOW - HOUR).timestamp())


@dataclass
class Shares:
    """Shares that a test opens, closes, and may make impossible to look up."""

    open: set[str] = field(default_factory=set)
    failure: Exception | None = None

    async def is_open(self, token: str) -> bool:
        """Whether it is open now."""
        if self.failure is not None:
            raise self.failure
        return token in self.open


@dataclass(frozen=True)
class MediaServed:
    """The gateway, its sources, and the directory of its files."""

    served: Served
    sources: FakeSources
    shares: Shares
    storage: LocalStorage
    directory: Path
    writes: Iterator[int] = field(default_factory=count)

    @property
    def origin(self) -> str:
        """Where it answers."""
        return f"http://{self.served.origin}"

    def put(self, id_: str, content: bytes = CONTENT, **changes: Any) -> Path:
        """A replay of two segments, the second of which is lost, and the file of the first."""
        path = self.directory / "recordings" / id_ / "0.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        # A clock that is coarse gives two files that are written at once the same time.
        os.utime(path, (0, _WRITTEN_AT + next(self.writes)))
        self.say(id_, **changes)
        return path

    def say(self, id_: str, **changes: Any) -> None:
        """The document alone."""
        file = {"key": f"recordings/{id_}/0.mp4", "media_type": "video/mp4"}
        times = {"starts_at_seconds": 0, "duration_seconds": 1.0, "size_bytes": len(CONTENT)}
        segments = [
            {"index": 0, "state": "READY", "file": file, **times},
            {"index": 1, "state": "FAILED", "file": None, **times},
        ]
        document = {"state": "PARTIAL", "segments": segments, **changes}
        self.sources.mongo.put("recordings", recording(id_, **document))

    def delete(self, id_: str) -> None:
        """The recording is no more."""
        kept = self.sources.mongo.collections["recordings"]
        self.sources.mongo.collections["recordings"] = [one for one in kept if one["_id"] != id_]

    def target(
        self,
        id_: str,
        index: int | None = 0,
        *,
        expires_at: datetime = NOW + HOUR,
        file_name: str | None = None,
        share: str | None = None,
    ) -> str:
        """The path and query of a link to a piece."""
        piece = Piece(id_, index, 0, 1.0, StoredFile("not in the link"))
        url = self.storage.link(piece, expires_at=expires_at, file_name=file_name, share=share)
        return url.removeprefix("https://gateway.test")

    def link(self, id_: str, index: int | None = 0, **changes: Any) -> str:
        """The whole link."""
        return self.origin + self.target(id_, index, **changes)


@asynccontextmanager
async def serving_media(folder: Path, **changes: Any) -> AsyncIterator[MediaServed]:
    """The gateway; ``changes`` are of its settings' fields."""
    sources, shares = FakeSources(), Shares()
    directory = folder / "files"
    directory.mkdir()
    storage = LocalStorage(directory, public_url="https://gateway.test", keys=KEYS, cap=30.0)
    sources.storage, sources.shares = storage, shares
    async with serving(folder, sources=sources, **changes) as served:
        yield MediaServed(served, sources, shares, storage, directory)
    await storage.close()


async def got(url: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer to a request with no headers but those given."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
        return await client.request(method, url, headers={"accept-encoding": "identity", **given})


async def raw(origin: str, request: bytes) -> bytes:
    """All that comes back over a connection on which this was sent."""
    host, _, port = origin.rpartition("/")[2].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        async with asyncio.timeout(60):
            return await reader.read()
    finally:
        writer.close()
