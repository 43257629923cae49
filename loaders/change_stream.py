"""Change stream: what is written to some collections, in batches, from where it was left off.

A batch goes through the driver once, however many events are in it; the driver's own ``watch()``
goes through it once an event, which costs several times as much.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorDatabase,
)
from pymongo.errors import ConnectionFailure, CursorNotFound, OperationFailure, PyMongoError

from loaders.errors import SourceUnavailable
from loaders.names import MONGODB

Document = Mapping[str, Any]
# The loop has other things to do than to hear of changes.
_MOST_EVENTS = 500
_KILL_SECONDS = 0.2
_NEEDED = {
    "operationType": 1,
    "documentKey": 1,
    "ns.coll": 1,
    "fullDocument.live_id": 1,
    "wallTime": 1,
}


class ChangeStream:
    """The changes of some collections. A stream that broke may be opened again, and goes on.

    ``resumes`` is how often it has gone on where it was, ``gaps`` how often it could not.
    """

    def __init__(
        self,
        client: AsyncIOMotorClient[dict[str, Any]],
        database: AsyncIOMotorDatabase[dict[str, Any]],
        collections: Sequence[str],
        *,
        waits: float,
    ) -> None:
        """``waits``: the seconds for which the server waits for news, less than the socket does."""
        self._client = client
        self._database = database
        self._collections = list(collections)
        self._waits_ms = int(waits * 1000)
        self._token: Document | None = None
        self.resumes = self.gaps = 0
        self._was_open = False
        self._session: AsyncIOMotorClientSession | None = None
        self._cursor = 0
        self._first: Sequence[Document] | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """While this is entered the stream is open: from the last event that was read or, where
        the server has forgotten that one, from now on.

        Raises SourceUnavailable when it cannot be opened or breaks off.
        """
        try:
            # A server goes on with a stream only in the session that has opened it.
            async with await self._client.start_session(causal_consistency=False) as session:
                self._session = session
                self._first = await self._open()
                try:
                    yield
                finally:
                    await self._kill()
        except PyMongoError as error:
            if not _may_go_on(error):
                self._token = None
            raise SourceUnavailable(upstream=MONGODB) from error

    async def batch(self) -> Sequence[Document] | None:
        """What was written since the last batch; nothing, when nothing was for a while. None: a
        collection was dropped or renamed, so the stream is over and has to be opened anew.

        An event has ``operationType``, ``ns.coll``, ``documentKey``, and ``fullDocument.live_id``
        where the document is still there and has one. Only while ``opened``, which says what is
        raised.
        """
        batch, self._first = self._first, None
        if batch is None:
            batch = await self._more()
        if not self._cursor or any("documentKey" not in event for event in batch):
            self._token = None
            return None
        return batch

    async def _open(self) -> Sequence[Document]:
        if self._token is not None:
            try:
                first = await self._aggregate({"resumeAfter": self._token})
                self.resumes += 1
                return first
            except OperationFailure:
                # Whatever the reason is, who opens a stream reads everything anew anyway.
                self._token = None
        first = await self._aggregate({})
        self.gaps += self._was_open
        self._was_open = True
        return first

    async def _aggregate(self, since: Document) -> Sequence[Document]:
        ours = {"$in": self._collections}
        stages = [
            {"$changeStream": {"fullDocument": "updateLookup", **since}},
            # One that takes the place of ours by a new name is ours.
            {"$match": {"$or": [{"ns.coll": ours}, {"to.coll": ours}]}},
            {"$project": _NEEDED},
        ]
        return await self._read(
            {"aggregate": 1, "pipeline": stages, "cursor": {"batchSize": _MOST_EVENTS}}
        )

    async def _more(self) -> Sequence[Document]:
        try:
            return await self._read(
                {
                    "getMore": self._cursor,
                    "collection": "$cmd.aggregate",
                    "batchSize": _MOST_EVENTS,
                    "maxTimeMS": self._waits_ms,
                }
            )
        except PyMongoError:
            self._cursor = 0
            raise

    async def _read(self, command: dict[str, Any]) -> Sequence[Document]:
        cursor = (await self._database.command(command, session=self._session))["cursor"]
        batch: Sequence[Document] = cursor["firstBatch" if "firstBatch" in cursor else "nextBatch"]
        self._cursor = cursor["id"]
        last = batch[-1]["_id"] if batch else self._token
        self._token = cursor.get("postBatchResumeToken", last)
        return batch

    async def _kill(self) -> None:
        """Tell a server that is there that nobody will ask for more."""
        if self._cursor:
            killing = {"killCursors": "$cmd.aggregate", "cursors": [self._cursor]}
            with contextlib.suppress(TimeoutError, PyMongoError):
                async with asyncio.timeout(_KILL_SECONDS):
                    await self._database.command(killing, session=self._session)


def _may_go_on(error: PyMongoError) -> bool:
    """Whether the stream is whole and only the way to it broke. Else its history may be lost (280,
    286, 136), or an event may be one that no server will ever be able to give.
    """
    is_connection = isinstance(error, ConnectionFailure | CursorNotFound)
    return is_connection or error.has_error_label("ResumableChangeStreamError")
