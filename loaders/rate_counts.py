"""Rate counts: what all processes together have counted in a minute, in the gateway's own database.

A count has an id of its own for each minute, and is forgotten some minutes later. What a crash
takes of the last second is lost: nobody was promised anything by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from pymongo import ASCENDING, IndexModel

COLLECTION = "rates"
INDEXES = (IndexModel([("purge_at", ASCENDING)], name="forgotten", expireAfterSeconds=0),)


class Counted(Protocol):
    """Where counts are kept: ``loaders.own_database``."""

    async def add_many(
        self, collection: str, amounts: Mapping[str, int], *, beside: Mapping[str, Any]
    ) -> None:
        """Add to each ``count`` by its id; those that are new have what is ``beside``, too."""
        ...

    async def find(
        self, collection: str, question: Mapping[str, Any], *, limit: int = 0
    ) -> list[dict[str, Any]]:
        """The documents that answer ``question``."""
        ...


class RateCounts:
    """The counts. Each question raises SourceError when it cannot be answered in time."""

    def __init__(self, database: Counted) -> None:
        self._database = database

    async def add(self, amounts: Mapping[str, int], *, purge_at: datetime) -> None:
        """Add each amount to the count of that id; ``purge_at`` (UTC) is when it is forgotten."""
        await self._database.add_many(COLLECTION, amounts, beside={"purge_at": purge_at})

    async def totals(self, ids: Sequence[str]) -> dict[str, int]:
        """The counts of these ids; those that there are."""
        found = await self._database.find(COLLECTION, {"_id": {"$in": list(ids)}}, limit=len(ids))
        return {one["_id"]: int(one["count"]) for one in found}
