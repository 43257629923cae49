"""Visit book: where visits are written in tests, as reliably as a test wants."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Sequence
from typing import Any

from loaders.errors import SourceUnavailable
from loaders.mongo import Document
from loaders.names import SHARES

WRITTEN, LOST, UNKNOWN = "WRITTEN", "LOST", "UNKNOWN"


class VisitBook:
    """Counts by token. ``outcomes`` are those of the next writes; then all are WRITTEN.

    A write that is LOST changes nothing, one that is UNKNOWN does; both fail.
    """

    def __init__(self, *outcomes: str) -> None:
        self.visits: Counter[str] = Counter()
        self.writes: list[dict[str, int]] = []
        self.outcomes = deque(outcomes)
        self.may_write = asyncio.Event()
        self.may_write.set()
        self._counted: dict[str, list[Any]] = {}

    async def change_many(
        self, collection: str, changes: Sequence[tuple[Document, Document]]
    ) -> None:
        """Write them, as the outcome says."""
        assert collection == "shares"
        outcome = self.outcomes.popleft() if self.outcomes else WRITTEN
        await self.may_write.wait()
        self.writes.append({one["_id"]: change["$inc"]["visits"] for one, change in changes})
        if outcome != LOST:
            for question, change in changes:
                self._apply(question, change)
        if outcome != WRITTEN:
            raise SourceUnavailable(upstream=SHARES)

    def _apply(self, question: Document, change: Document) -> None:
        token, counted = question["_id"], self._counted.setdefault(question["_id"], [])
        if question["counted"]["$ne"] in counted:
            return
        self.visits[token] += change["$inc"]["visits"]
        remembered = change["$push"]["counted"]
        counted += remembered["$each"]
        del counted[: remembered["$slice"]]
