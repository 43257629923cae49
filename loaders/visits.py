"""Visits: how often each share was looked at, and nothing of who did.

While a write is under way visits are gathered, and the next write takes them all: however many
come at once, there are few writes. A write has an id that the share remembers for a while, so one
whose outcome is not known is made again and counts once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Protocol

import structlog
from bson import ObjectId

from loaders.errors import SourceError
from loaders.mongo import Document
from loaders.share import COLLECTION

# More shares than these are written in turns, so that a write keeps to its time.
_MOST_AT_ONCE = 500
REMEMBERED_WRITES = 16
_log = structlog.get_logger(__name__)


class Written(Protocol):
    """Where counts are kept: ``loaders.own_database``, or what a test puts in its place."""

    async def change_many(
        self, collection: str, changes: Sequence[tuple[Document, Document]]
    ) -> None:
        """Make the changes; raises SourceError when it is not known that they were made."""
        ...


class _Gathered:
    """The visits of one share that are still to be written, and who waits until they are."""

    __slots__ = ("count", "written")

    def __init__(self) -> None:
        self.count = 0
        self.written: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Visits:
    """The visits that this process has seen."""

    def __init__(
        self, database: Written, *, cap: float, pause: float = 1.0, most_shares: int = 10_000
    ) -> None:
        """``cap``: how many seconds a visitor waits at most. After ``pause`` seconds what could
        not be written is tried again; the visits of at most ``most_shares`` wait for that.
        """
        self._database = database
        self._cap = cap
        self._pause = pause
        self._most_shares = most_shares
        self._gathered: dict[str, _Gathered] = {}
        self._writing: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self._is_away = False
        self._lost = 0

    async def add(self, token: str) -> None:
        """One more has looked at the share. Returns when that is written, if it can be soon.

        While the database is away nobody waits for it: it is written when it is back.
        """
        gathered = self._gathered.get(token)
        if gathered is None:
            if len(self._gathered) >= self._most_shares:
                self._lost += 1
                return
            gathered = self._gathered[token] = _Gathered()
        gathered.count += 1
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write_on())
        if not self._is_away:
            await asyncio.wait([gathered.written], timeout=self._cap)

    async def close(self) -> None:
        """Write what is gathered, if it can be written now."""
        self._closing.set()
        if self._writing is not None:
            await self._writing

    async def _write_on(self) -> None:
        """Write until there is nothing to write."""
        try:
            while self._gathered and await self._written(self._taken()):
                pass
        finally:
            self._writing = None

    def _taken(self) -> dict[str, _Gathered]:
        tokens = list(self._gathered)[:_MOST_AT_ONCE]
        return {token: self._gathered.pop(token) for token in tokens}

    async def _written(self, taken: dict[str, _Gathered]) -> bool:
        """Write these, however long it takes. False: the process ends before they could be."""
        changes = _changes({token: one.count for token, one in taken.items()})
        while not await self._tried(changes):
            _let_go([*taken.values(), *self._gathered.values()])
            if self._closing.is_set():
                self._lost += sum(one.count for one in [*taken.values(), *self._gathered.values()])
                self._say_lost()
                return False
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._closing.wait()
        _let_go(taken.values())
        self._say_lost()
        return True

    async def _tried(self, changes: Sequence[tuple[Document, Document]]) -> bool:
        try:
            await self._database.change_many(COLLECTION, changes)
        except SourceError as error:
            if not self._is_away:
                _log.warning("visits_wait", code=error.code)
            self._is_away = True
            return False
        self._is_away = False
        return True

    def _say_lost(self) -> None:
        if self._lost:
            _log.warning("visits_lost", visits=self._lost)
            self._lost = 0


def _let_go(gathered: Iterable[_Gathered]) -> None:
    """Let nobody wait for these any more."""
    for one in gathered:
        if not one.written.done():
            one.written.set_result(None)


def _changes(counts: dict[str, int]) -> list[tuple[Document, Document]]:
    write = ObjectId()
    remembered = {"$each": [write], "$slice": -REMEMBERED_WRITES}
    return [
        (
            {"_id": token, "counted": {"$ne": write}},
            {"$inc": {"visits": count}, "$push": {"counted": remembered}},
        )
        for token, count in counts.items()
    ]
