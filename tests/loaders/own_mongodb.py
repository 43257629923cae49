"""Own MongoDB: the database of shares, in a process that may be killed and come back or, where the
tests are lent a replica set, in that.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.lent_mongodb import LENDER
from tests.loaders.shares_mongodb import DATABASE, OWNER, SHARES, SPARE, make_users, remove_all
from upstreams.mongodb_uris import uri_as
from upstreams.process import Child

_READY_SECONDS = 60.0
_DATABASES = (DATABASE, *SPARE)


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
            "databases": list(_DATABASES),
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
        self._is_at(f"mongodb://127.0.0.1:{announced['port']}/?directConnection=true")

    async def crash(self) -> None:
        """Kill its process."""
        assert self._child is not None
        self._child.kill()
        await self._child.ended()

    async def stop(self) -> None:
        """End its process."""
        if self._child is not None:
            await self._child.stop()

    def _is_at(self, uri: str) -> None:
        password = self._told["password"]
        self.shares_uri = uri_as(uri, user=SHARES, password=password)
        self.owner_uri = uri_as(uri, user=OWNER, password=password)


class LentOwnMongodb(OwnMongodb):
    """The same in a replica set of somebody's, which nobody may kill."""

    def __init__(self, folder: Path, *, lender: str) -> None:
        super().__init__(folder)
        self._lender = lender

    async def start(self) -> None:
        """Make the users; the databases come by themselves."""
        await asyncio.to_thread(
            self._with_lender,
            partial(make_users, password=self._told["password"], databases=_DATABASES),
        )
        self._is_at(self._lender)

    async def stop(self) -> None:
        """Leave nothing behind."""
        await asyncio.to_thread(self._with_lender, partial(remove_all, databases=_DATABASES))

    def _with_lender(self, do: Callable[[MongoClient[dict[str, Any]]], None]) -> None:
        with MongoClient[dict[str, Any]](self._lender) as client:
            do(client)


@asynccontextmanager
async def own_mongodb(folder: Path, *, is_mortal: bool = False) -> AsyncIterator[OwnMongodb]:
    """The database, with its files in ``folder`` and nothing set up in it. ``is_mortal``: it is to
    be killed.
    """
    is_lent = LENDER is not None and not is_mortal
    mongodb = LentOwnMongodb(folder, lender=LENDER or "") if is_lent else OwnMongodb(folder)
    try:
        await mongodb.start()
        yield mongodb
    finally:
        await mongodb.stop()
