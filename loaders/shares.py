"""Shares: made, ended, listed and looked up, in the gateway's own database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from bson import Int64

from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.errors import DeadlineExceeded, KnownError
from loaders.mongo import Document, read_document
from loaders.names import SHARES
from loaders.own_database import OwnDatabase
from loaders.share import (
    COLLECTION,
    KEPT_AFTER,
    Share,
    ShareRefusal,
    is_open,
    is_token,
    new_token,
)
from loaders.share_finds import ShareSource
from loaders.visits import Visits

_NEWEST_FIRST = (("created_at", -1), ("_id", -1))
_MILLISECONDS = 1000


class Shares:
    """All shares. What is asked raises SourceUnavailable, DeadlineExceeded or SourceBadAnswer.

    After the first two a write may have been made or not: it is made again with the same words.
    """

    def __init__(
        self,
        database: OwnDatabase,
        by_token: ShareSource,
        visits: Visits,
        *,
        cap: float,
        now: Callable[[], datetime],
    ) -> None:
        """``by_token`` and ``visits`` are over the same database, which is not closed with this;
        ``cap``: the seconds that a look at a share may take; ``now``: the clock (UTC).
        """
        self._database = database
        self._visits = visits
        self._cap_ms = int(cap * 1000)
        self._by_token = by_token
        self._now = now
        # A lock is there for as long as somebody holds it or waits for it.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def create(
        self,
        asking: Asking,
        *,
        creator_id: str,
        live_id: str,
        recording_id: str,
        idempotency_key: str,
        is_indexable: bool,
        expires_at: datetime,
        most: int,
    ) -> Share | ShareRefusal:
        """The share that ``creator_id`` makes with that key, of 1 to ``LONGEST_KEY`` characters.

        The same key gives the same share, whatever has become of it since; for another recording
        it is refused. Of ``most`` open shares a process lets through none too many; several that
        are asked by one creator in the same moment may each let one through.
        """
        mine = {"creator_id": creator_id, "idempotency_key": idempotency_key}
        async with self._turn(asking, creator_id):
            document = await self._found(asking, mine)
            if document is None:
                if await self._open(asking, creator_id, most) >= most:
                    return ShareRefusal.TOO_MANY_SHARES
                made = self._made(live_id, recording_id, is_indexable, expires_at)
                document = await self._database.find_or_insert(asking, COLLECTION, mine, made)
        share = _read(document)
        if share.recording_id != recording_id:
            return ShareRefusal.IDEMPOTENCY_KEY_REUSED
        self._by_token.learn(share.token, share)
        return share

    async def made_before(
        self, asking: Asking, *, creator_id: str, idempotency_key: str
    ) -> Share | None:
        """The share that ``creator_id`` has made with that key; None: there is none."""
        mine = {"creator_id": creator_id, "idempotency_key": idempotency_key}
        document = await self._found(asking, mine)
        return None if document is None else _read(document)

    async def revoke(self, asking: Asking, *, creator_id: str, token: str) -> Share | None:
        """End the creator's share; one that is revoked stays so since it was.

        None: there is no such share of this creator.
        """
        if not is_token(token):
            return None
        kept_ms = int(KEPT_AFTER.total_seconds()) * _MILLISECONDS
        stages: list[Document] = [
            {"$set": {"revoked_at": {"$ifNull": ["$revoked_at", _exact(self._now())]}}},
            {"$set": {"purge_at": {"$min": ["$purge_at", {"$add": ["$revoked_at", kept_ms]}]}}},
        ]
        question = {"_id": token, "creator_id": creator_id}
        document = await self._database.change(asking, COLLECTION, question, stages)
        if document is None:
            return None
        share = _read(document)
        self._by_token.learn(token, share)
        return share

    async def newest(
        self, asking: Asking, *, creator_id: str, until: datetime | None, most: int
    ) -> list[Share]:
        """The creator's shares, newest first, ``most`` of those made at ``until`` or before."""
        question: dict[str, Any] = {"creator_id": creator_id}
        if until is not None:
            question["created_at"] = {"$lte": until}
        documents = await self._database.find_for(
            asking, COLLECTION, question, keys=1, sort=_NEWEST_FIRST, limit=most
        )
        return [_read(document) for document in documents]

    async def by_token(self, asking: Asking, token: str) -> Share | None:
        """The share of that token, as it was a second ago at most; None: there is none."""
        if not is_token(token):
            return None
        found = (await self._by_token.read(asking, [token]))[token]
        if isinstance(found, KnownError):
            raise found
        return found

    async def is_open(self, token: str) -> bool:
        """Whether there is that share and it has not ended, as far as it can tell by itself."""
        asking = Asking(request_id="share", deadline=Deadline(self._cap_ms))
        share = await self.by_token(asking, token)
        return share is not None and is_open(share, self._now())

    async def visited(self, token: str) -> None:
        """Somebody is about to be shown the share; returns when that is counted, or soon."""
        await self._visits.add(token)

    async def close(self) -> None:
        """Write what is still to be counted, and end every look-up under way."""
        await self._visits.close()
        await self._by_token.close()

    @asynccontextmanager
    async def _turn(self, asking: Asking, creator_id: str) -> AsyncIterator[None]:
        """While this is entered, the creator makes one share alone, so that they can be counted."""
        lock = self._turns.setdefault(creator_id, asyncio.Lock())
        try:
            async with asyncio.timeout(asking.deadline.left()):
                with asking.reading():
                    await lock.acquire()
        except TimeoutError:
            raise DeadlineExceeded(upstream=SHARES) from None
        try:
            yield
        finally:
            lock.release()

    async def _found(self, asking: Asking, question: Document) -> Mapping[str, Any] | None:
        documents = await self._database.find_for(asking, COLLECTION, question, keys=1, limit=1)
        return documents[0] if documents else None

    async def _open(self, asking: Asking, creator_id: str, most: int) -> int:
        question = {
            "creator_id": creator_id,
            "revoked_at": None,
            "expires_at": {"$gt": self._now()},
        }
        return await self._database.count_for(asking, COLLECTION, question, most=most)

    def _made(
        self, live_id: str, recording_id: str, is_indexable: bool, expires_at: datetime
    ) -> Document:
        ends_at = _exact(expires_at)
        return {
            "_id": new_token(),
            "live_id": live_id,
            "recording_id": recording_id,
            "is_indexable": is_indexable,
            "created_at": _exact(self._now()),
            "expires_at": ends_at,
            "revoked_at": None,
            "visits": Int64(0),
            "counted": [],
            "purge_at": ends_at + KEPT_AFTER,
        }


def _read(document: Document) -> Share:
    share = read_document(document, Share)
    if isinstance(share, KnownError):
        raise share
    return share


def _exact(moment: datetime) -> datetime:
    """The moment as the database keeps it: to the millisecond."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
