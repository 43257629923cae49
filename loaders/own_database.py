"""Own database: what the gateway keeps itself. A write is acknowledged when it is journaled.

Most of the members have it by then, and reads see what most have: nothing that anybody was told is
lost by a crash. Every write may be made again, so whoever does not know what became of one does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ReturnDocument, UpdateOne, WriteConcern
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from loaders.asking import Asking
from loaders.errors import SourceUnavailable
from loaders.mongo import Document, Mongo
from loaders.names import SHARES

# Two who insert the same at the same moment: the second is told so, and then finds the first's.
_TRIES = 3


class OwnDatabase(Mongo):
    """The gateway's own database. Each question raises what ``bounded`` and ``asked_by`` say."""

    def __init__(self, uri: str, database: str, *, cap: float) -> None:
        super().__init__(uri, database, cap=cap, name=SHARES)
        self._database = self._database.with_options(
            read_concern=ReadConcern("majority"),
            write_concern=WriteConcern("majority", wtimeout=int(cap * 1000), j=True),
        )

    async def count_for(
        self, asking: Asking, collection: str, question: Document, *, most: int
    ) -> int:
        """How many documents answer ``question``; no more than ``most`` are counted."""
        async with self.asked_by(asking, keys=1), self.bounded():
            return await self._database[collection].count_documents(question, limit=most)

    async def find_or_insert(
        self, asking: Asking, collection: str, question: Document, document: Document
    ) -> dict[str, Any]:
        """The document that answers ``question``; where there is none, it is made of both.

        A unique index over the fields of ``question`` is needed, and keeps it at one.
        """
        async with self.asked_by(asking, keys=1), self.bounded():
            for _ in range(_TRIES):
                try:
                    found = await self._database[collection].find_one_and_update(
                        question,
                        {"$setOnInsert": document},
                        upsert=True,
                        return_document=ReturnDocument.AFTER,
                    )
                except DuplicateKeyError:
                    continue
                # The embedded server may say nothing when another was quicker.
                if found:
                    return dict(found)
        raise SourceUnavailable(upstream=self.name)

    async def change(
        self, asking: Asking, collection: str, question: Document, stages: Sequence[Document]
    ) -> dict[str, Any] | None:
        """The document that answers ``question`` as it is after the change; None: there is none."""
        async with self.asked_by(asking, keys=1), self.bounded():
            found = await self._database[collection].find_one_and_update(
                question, list(stages), return_document=ReturnDocument.AFTER
            )
            return dict(found) if found else None

    async def add_many(
        self, collection: str, amounts: Mapping[str, int], *, beside: Document
    ) -> None:
        """Add to the ``count`` of each document by its id, in one call; those that are new have
        what is ``beside``, too.

        It is acknowledged before it is journaled.
        """
        quickly = self._database[collection].with_options(write_concern=WriteConcern(1))
        async with self.bounded():
            await quickly.bulk_write(
                [
                    UpdateOne(
                        {"_id": one},
                        {"$inc": {"count": amount}, "$setOnInsert": beside},
                        upsert=True,
                    )
                    for one, amount in amounts.items()
                ],
                ordered=False,
            )

    async def change_many(
        self, collection: str, changes: Sequence[tuple[Document, Document]]
    ) -> None:
        """Many changes in one call, each to the document that answers its question, if any does."""
        async with self.bounded():
            await self._database[collection].bulk_write(
                [UpdateOne(question, change) for question, change in changes], ordered=False
            )
