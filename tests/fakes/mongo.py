"""A database in memory: it answers the few questions that the gateway asks, and keeps them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from loaders.asking import Asking, UpstreamCall
from loaders.errors import SourceError
from loaders.names import MONGODB


class Find(NamedTuple):
    """One question that was asked."""

    collection: str
    question: Mapping[str, Any]
    limit: int


class FakeMongo:
    """Has the finds of ``loaders.mongo.Mongo``; without a sort the last put comes first."""

    def __init__(self) -> None:
        self.collections: dict[str, list[dict[str, Any]]] = {"live_sessions": [], "recordings": []}
        self.finds: list[Find] = []
        self.failures: dict[str, SourceError] = {}

    def put(self, collection: str, *documents: dict[str, Any]) -> None:
        """Add ``documents``; one with the id of an older one takes its place."""
        ids = {document["_id"] for document in documents}
        kept = [one for one in self.collections[collection] if one["_id"] not in ids]
        self.collections[collection] = [*kept, *documents]

    async def find_for(
        self,
        asking: Asking,
        collection: str,
        question: Mapping[str, Any],
        *,
        keys: int,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
    ) -> list[dict[str, Any]]:
        """``find`` for one operation alone, which is told of it."""
        failure = self.failures.get(collection)
        asking.has_read(0.0)
        outcome = failure.code if failure else "OK"
        asking.calls.append(UpstreamCall(MONGODB, keys, 0.0, outcome, time.monotonic()))
        return await self.find(collection, question, sort=sort, limit=limit)

    async def find(
        self,
        collection: str,
        question: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
    ) -> list[dict[str, Any]]:
        """The documents that answer ``question``."""
        self.finds.append(Find(collection, question, limit))
        failure = self.failures.get(collection)
        if failure is not None:
            raise failure
        found = [one for one in reversed(self.collections[collection]) if _fits(one, question)]
        for name, direction in reversed(sort or ()):
            found.sort(key=lambda document: document[name], reverse=direction < 0)
        return found[:limit] if limit else found


def _fits(document: Mapping[str, Any], question: Mapping[str, Any]) -> bool:
    return all(_is_so(document.get(name), wanted) for name, wanted in question.items())


def _is_so(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, Mapping):
        return bool(value == wanted)
    if "$in" in wanted:
        return value in wanted["$in"]
    return bool(value <= wanted["$lte"])
