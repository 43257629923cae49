"""Real database: the company's embedded one, in a process that may be killed and come back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from upstreams.company.world import Seed
from upstreams.embedded_mongodb import EmbeddedMongodb
from upstreams.mongodb_uris import MongodbUris
from upstreams.process import Child

_ANCHOR = 1_790_000_000


class RealDatabase:
    """``gateway_uri`` is what the gateway is told; ``company`` may write."""

    def __init__(self, embedded: EmbeddedMongodb, child: Child, uris: MongodbUris) -> None:
        self.gateway_uri = uris.gateway
        self.client: MongoClient[dict[str, Any]] = MongoClient(uris.company, tz_aware=True)
        self.company = self.client["company"]
        self._embedded = embedded
        self._child = child

    async def crash(self) -> None:
        """Kill its process."""
        await self._embedded.crash(self._child)

    async def restart(self) -> None:
        """Serve the same files at the same port again."""
        self._child = await self._embedded.again()

    async def close(self) -> None:
        """End its process."""
        self.client.close()
        await self._child.stop()


@asynccontextmanager
async def real_database(folder: Path) -> AsyncIterator[RealDatabase]:
    """The database of a little company, with its files in ``folder``."""
    embedded = EmbeddedMongodb(Seed(7, _ANCHOR, 5), port=0, folder=folder / "data", logs=folder)
    child = await Child.started("mongodb", "upstreams.mongodb", logs=folder)
    try:
        database = RealDatabase(embedded, child, await embedded.begin(child))
    except BaseException:
        await child.stop()
        raise
    try:
        yield database
    finally:
        await database.close()
