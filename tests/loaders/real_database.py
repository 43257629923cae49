"""Real database: the company's, in a process that may be killed and come back or, where the tests
are lent a replica set, in that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.lent_mongodb import LENDER
from upstreams.company.world import Seed
from upstreams.embedded_mongodb import EmbeddedMongodb
from upstreams.lent_mongodb import LentMongodb
from upstreams.mongodb_uris import MongodbUris
from upstreams.process import Child

_ANCHOR = 1_790_000_000


class RealDatabase:
    """``gateway_uri`` is what the gateway is told; ``company`` may write."""

    def __init__(
        self, kept: EmbeddedMongodb | LentMongodb, child: Child, uris: MongodbUris
    ) -> None:
        self.gateway_uri = uris.gateway
        self.name = uris.company_database
        self.client: MongoClient[dict[str, Any]] = MongoClient(uris.company, tz_aware=True)
        self.company = self.client[self.name]
        self._kept = kept
        self._child = child

    async def crash(self) -> None:
        """Kill its process."""
        assert isinstance(self._kept, EmbeddedMongodb), "nobody may kill what is lent"
        await self._kept.crash(self._child)

    async def restart(self) -> None:
        """Serve the same files at the same port again."""
        assert isinstance(self._kept, EmbeddedMongodb)
        self._child = await self._kept.again()

    async def close(self) -> None:
        """End its process."""
        self.client.close()
        await self._child.stop()


@asynccontextmanager
async def real_database(folder: Path, *, is_mortal: bool = False) -> AsyncIterator[RealDatabase]:
    """The database of a little company, with its files in ``folder``. ``is_mortal``: it is to be
    killed.
    """
    seed = Seed(7, _ANCHOR, 5)
    kept: EmbeddedMongodb | LentMongodb
    if LENDER is None or is_mortal:
        kept = EmbeddedMongodb(seed, port=0, folder=folder / "data", logs=folder)
        module = "upstreams.mongodb"
    else:
        kept, module = LentMongodb(seed, lender=LENDER), "upstreams.lending"
    child = await Child.started("mongodb", module, logs=folder)
    try:
        database = RealDatabase(kept, child, await kept.begin(child))
    except BaseException:
        await child.stop()
        raise
    try:
        yield database
    finally:
        await database.close()
