"""Revocation finds: what has been revoked, all of it or what is new of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from loaders.errors import KnownError
from loaders.mongo import Mongo, read_document
from loaders.revocation import COLLECTION, Revocation

_MOST = 100_000


class RevocationFinds:
    """The collection of revocations."""

    def __init__(self, database: Mongo) -> None:
        self._database = database

    async def since(self, changed_at: datetime | None) -> Sequence[Revocation]:
        """What has been written since then, the newest first; all of it when that is None.

        No more than the newest 100,000. Raises SourceUnavailable and DeadlineExceeded.
        """
        question = {} if changed_at is None else {"changed_at": {"$gte": changed_at}}
        documents = await self._database.find(
            COLLECTION, question, sort=[("changed_at", -1)], limit=_MOST
        )
        read = [read_document(document, Revocation) for document in documents]
        found = [one for one in read if not isinstance(one, KnownError)]
        if len(found) < len(read) or len(read) == _MOST:
            structlog.get_logger().error("revocations_left_out", read=len(read), used=len(found))
        return found
