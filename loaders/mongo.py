"""Mongo: a database. Finds, bounded and typed; the change stream has its own file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC
from typing import Any, TypeVar, cast

import msgspec
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.errors import PyMongoError

from loaders.asking import Asking, UpstreamCall
from loaders.change_stream import ChangeStream
from loaders.errors import (
    DeadlineExceeded,
    KnownError,
    SourceBadAnswer,
    SourceError,
    SourceUnavailable,
)
from loaders.names import MONGODB

_UTC: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True, tzinfo=UTC)
# A thread of the driver waits, and keeps the process from ending for as long.
_MOST_WAITED = 1.0
# A find brings as many documents at once as an answer has room for (16 MB).
_BATCH = 100_000

Document = Mapping[str, Any]
T = TypeVar("T")


class Mongo:
    """One database of MongoDB, which is only read here; ``loaders.own_database`` writes, too."""

    def __init__(self, uri: str, database: str, *, cap: float, name: str = MONGODB) -> None:
        """``cap``: the longest that one question may take, in seconds. ``name``: the source's."""
        self.name = name
        self._cap = cap
        self._client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
            uri,
            appname="endpage-gateway",
            serverSelectionTimeoutMS=int(cap * 1000),
            connectTimeoutMS=int(cap * 1000),
            socketTimeoutMS=int(cap * 2000),
            waitQueueTimeoutMS=int(cap * 1000),
            retryReads=False,
        )
        self._database = self._client.get_database(database, codec_options=_UTC)

    async def find(
        self,
        collection: str,
        question: Document,
        *,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
    ) -> list[dict[str, Any]]:
        """The documents that answer ``question``. ``bounded`` says what is raised."""
        async with self.bounded():
            return await self._found(collection, question, sort=sort or (), limit=limit)

    async def _found(
        self,
        collection: str,
        question: Document,
        *,
        sort: Sequence[tuple[str, int]],
        limit: int,
    ) -> list[dict[str, Any]]:
        """One command mostly brings all, and costs half of what the driver's own cursor does, for
        which its thread is asked several times.
        """
        most_ms = int(self._cap * 1000)
        asked = {"find": collection, "filter": question, "batchSize": _BATCH, "maxTimeMS": most_ms}
        if sort:
            asked["sort"] = dict(sort)
        if limit:
            asked["limit"] = limit
        answer = await self._database.command(
            asked, read_preference=self._database.read_preference, codec_options=_UTC
        )
        batch: list[dict[str, Any]] = answer["cursor"]["firstBatch"]
        if not answer["cursor"]["id"]:
            return batch
        # There is more than fits into one answer, which only a cursor of the driver's can go on in.
        killing = {"killCursors": collection, "cursors": [answer["cursor"]["id"]]}
        await self._database.command(killing)
        cursor = self._database[collection].find(question, limit=limit, max_time_ms=most_ms)
        return await (cursor.sort(list(sort)) if sort else cursor).to_list(None)

    async def find_for(
        self,
        asking: Asking,
        collection: str,
        question: Document,
        *,
        keys: int,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
    ) -> list[dict[str, Any]]:
        """``find`` for one operation alone. ``asked_by`` says what ``keys`` is and is raised."""
        async with self.asked_by(asking, keys=keys):
            return await self.find(collection, question, sort=sort, limit=limit)

    @asynccontextmanager
    async def bounded(self) -> AsyncIterator[None]:
        """While this is entered, the driver has the cap, and fails as a source does.

        Raises SourceUnavailable, or DeadlineExceeded when the cap was not enough.
        """
        try:
            # A little less than the cap, so that a lost database is told before the caller's time.
            async with asyncio.timeout(self._cap * 0.95):
                yield
        except TimeoutError:
            raise self._late() from None
        except PyMongoError as error:
            raise SourceUnavailable(upstream=self.name) from error

    @asynccontextmanager
    async def asked_by(self, asking: Asking, *, keys: int) -> AsyncIterator[None]:
        """While this is entered, one operation asks by itself, within its time, and records it.

        ``keys`` is how many it asks for. Raises SourceUnavailable, or DeadlineExceeded when the
        cap or the time left was not enough.
        """
        # Nothing of it is kept, so nothing is known of how long it stays as it is.
        asking.has_read(0.0)
        started = time.monotonic()
        outcome = "OK"
        try:
            async with asyncio.timeout(min(self._cap, asking.deadline.left())):
                with asking.reading():
                    yield
        except TimeoutError:
            outcome = DeadlineExceeded.code
            raise DeadlineExceeded(upstream=self.name) from None
        except SourceError as error:
            outcome = error.code
            raise
        finally:
            ms = round((time.monotonic() - started) * 1000, 3)
            asking.has_asked(UpstreamCall(self.name, keys, ms, outcome, started))

    def _late(self) -> SourceUnavailable | DeadlineExceeded:
        """Why there was no answer in time: for a lost server the driver looks longer than that."""
        # Motor declares the property as if it were a method.
        connected = cast("frozenset[object]", self._client.nodes)
        return (DeadlineExceeded if connected else SourceUnavailable)(upstream=self.name)

    def changes(self, collections: Sequence[str]) -> ChangeStream:
        """The stream of changes of ``collections``, which is still to be opened."""
        # The socket waits for twice the cap: a server that is slow to look is given the difference.
        waits = min(self._cap / 2, _MOST_WAITED)
        return ChangeStream(self._client, self._database, collections, waits=waits)

    async def is_reachable(self) -> bool:
        """Whether the database answers now."""
        try:
            async with asyncio.timeout(self._cap):
                await self._client.admin.command("ping")
        except (TimeoutError, PyMongoError):
            return False
        return True

    async def close(self) -> None:
        """Give all connections back."""
        # The driver says goodbye to the server, and waits for what it says.
        await asyncio.to_thread(self._client.close)


def read_document(document: Document, form: type[T]) -> T | KnownError:
    """``document`` as ``form``, or the error of this document alone when it does not fit."""
    try:
        return msgspec.convert(document, form)
    except msgspec.ValidationError as error:
        return SourceBadAnswer(str(error), upstream=MONGODB)
