"""Share world: shares over the real database, as one gateway process has them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection

from loaders.asking import Asking
from loaders.own_database import OwnDatabase
from loaders.share import Share, ShareRefusal
from loaders.share_finds import ShareFinds, keeping_shares
from loaders.shares import Shares
from loaders.source import Source
from loaders.visits import Visits
from tests.fakes.shares import CREATOR, LIVE, RECORDING
from tests.fakes.times import NOW
from tests.loaders.asking import asking as unhurried
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.shares_mongodb import DATABASE

# Time enough on a machine that is busy with other things.
CAP = 20.0


def utc_now() -> datetime:
    """An afternoon that does not go by."""
    return NOW


@dataclass(frozen=True)
class ShareWorld:
    """The shares of one process, and a look past it at what is written."""

    shares: Shares
    database: OwnDatabase
    written: Collection[dict[str, Any]]

    async def create(
        self, key: str = "key", *, asking: Asking | None = None, **changes: Any
    ) -> Share | ShareRefusal:
        """Make a share with that key."""
        facts = {
            "creator_id": CREATOR,
            "live_id": LIVE,
            "recording_id": RECORDING,
            "is_indexable": False,
            "expires_at": NOW + timedelta(days=30),
            "most": 200,
        }
        asks = asking or unhurried()
        return await self.shares.create(asks, idempotency_key=key, **{**facts, **changes})

    async def made(self, key: str = "key", **changes: Any) -> Share:
        """The share that is made with that key."""
        share = await self.create(key, **changes)
        assert isinstance(share, Share)
        return share


@asynccontextmanager
async def share_world(
    mongodb: OwnMongodb,
    *,
    now: Callable[[], datetime] = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
    cap: float = CAP,
) -> AsyncIterator[ShareWorld]:
    """A process that has read nothing yet."""
    database = OwnDatabase(mongodb.shares_uri, DATABASE, cap=cap)
    by_token = Source(ShareFinds(database), keeping_shares(), cap=cap, now=now, monotonic=monotonic)
    shares = Shares(database, by_token, Visits(database, cap=cap, pause=0.05), cap=cap, now=now)
    with MongoClient[dict[str, Any]](mongodb.shares_uri, tz_aware=True) as client:
        try:
            yield ShareWorld(shares, database, client[DATABASE]["shares"])
        finally:
            await shares.close()
            await database.close()
