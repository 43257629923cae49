"""Wishes: many shares that are made at once, until something is killed, and what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count
from typing import Any

import httpx
from pymongo import MongoClient

from tests.app.creator import Creator
from tests.app.product import OPERATIONS
from tests.app.recorded import Recorded
from upstreams.launch import Running

_PATIENCE_SECONDS = 60


class Wishes:
    """Each of ``makers`` makes one share after the other, until it is not answered any more.

    ``asked`` has the recording of every wish by its key, ``told`` the id of every share that was
    acknowledged.
    """

    def __init__(self, archive: Sequence[Recorded], *, makers: int, some: int) -> None:
        """``archive``: of which recordings; ``some``: how many are waited for."""
        self.asked: dict[str, Recorded] = {}
        self.told: dict[str, str] = {}
        self._archive = archive
        self._makers = makers
        self._some = some
        self._are_some_granted = asyncio.Event()

    async def make(self) -> None:
        """Make shares until every maker's last wish is not answered."""
        async with asyncio.TaskGroup() as makers:
            for number in range(self._makers):
                makers.create_task(self._make(number))

    async def _make(self, number: int) -> None:
        recorded = self._archive[number % len(self._archive)]
        for wish in count():
            key = f"{number}-{wish}"
            self.asked[key] = recorded
            share = await _answered(recorded, key)
            if share is None:
                return
            self.told[key] = share["id"]
            if len(self.told) >= self._some:
                self._are_some_granted.set()

    async def some_are_granted(self) -> None:
        """Return in the middle of it."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await self._are_some_granted.wait()

    async def granted_again(self, creators: Sequence[Creator]) -> dict[str, str]:
        """The ids of the shares that the same wishes give, each asked by its own creator."""
        by_id = {creator.id: creator for creator in creators}

        async def again(key: str, recorded: Recorded) -> tuple[str, str]:
            creator = by_id[recorded.creator.id]
            return key, (await creator.shared(recorded.replay, key))["id"]

        return dict(await asyncio.gather(*(again(*wish) for wish in self.asked.items())))

    def check(self, again: dict[str, str], running: Running) -> None:
        """Nothing that was acknowledged is lost or another's, and no wish was granted twice."""
        # Every maker was in the middle of one.
        assert len(self.asked) - len(self.told) == self._makers
        assert {key: again[key] for key in self.told} == self.told
        assert len(set(again.values())) == len(self.asked)
        creators = [one.creator.id for one in self._archive]
        with MongoClient[dict[str, Any]](running.owner_mongodb_uri) as client:
            found = client.get_default_database("endpage")["shares"].find(
                {"creator_id": {"$in": creators}}
            )
            assert sorted(one["idempotency_key"] for one in found) == sorted(self.asked)


async def _answered(recorded: Recorded, key: str) -> dict[str, Any] | None:
    """The share; None: the gateway has gone, or says that it cannot be made now."""
    document = OPERATIONS["ShareRecording"]
    try:
        answer = await recorded.creator.ask(document, id=recorded.replay, idempotencyKey=key)
    except httpx.TransportError:
        return None
    if "errors" in answer:
        assert all(error["extensions"]["retryable"] for error in answer["errors"])
        return None
    share: dict[str, Any] = answer["data"]["createShare"]["share"]
    return share
