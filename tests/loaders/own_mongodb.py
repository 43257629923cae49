"""Own MongoDB: the database of shares in a process that may be killed and come back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from upstreams.process import Child

_READY_SECONDS = 60.0


class OwnMongodb:
    """``shares_uri`` is the gateway's, ``owner_uri`` that of who sets the database up."""

    def __init__(self, folder: Path) -> None:
        self.shares_uri = ""
        self.owner_uri = ""
        self._folder = folder
        self._told: dict[str, Any] = {
            "storage": str(folder / "mongodb"),
            "port": 0,
            "password": "swordfish",
            "is_filled": False,
        }
        self._child: Child | None = None

    async def start(self) -> None:
        """Serve, at the same port as before if there was one."""
        self._child = await Child.started(
            "mongodb", "tests.loaders.shares_mongodb", logs=self._folder
        )
        announced = await self._child.configured(self._told, within=_READY_SECONDS)
        self._told |= {"port": announced["port"], "is_filled": True}
        at = f"swordfish@127.0.0.1:{announced['port']}/?authSource=admin&directConnection=true"
        self.shares_uri, self.owner_uri = f"mongodb://shares:{at}", f"mongodb://owner:{at}"

    async def crash(self) -> None:
        """Kill its process."""
        assert self._child is not None
        self._child.kill()
        await self._child.ended()

    async def stop(self) -> None:
        """End its process."""
        if self._child is not None:
            await self._child.stop()


@asynccontextmanager
async def own_mongodb(folder: Path) -> AsyncIterator[OwnMongodb]:
    """The database, with its files in ``folder`` and nothing set up in it."""
    mongodb = OwnMongodb(folder)
    try:
        await mongodb.start()
        yield mongodb
    finally:
        await mongodb.stop()
