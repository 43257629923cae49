"""The database of shares is killed in the middle: nothing that was acknowledged is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from loaders.errors import SourceError
from loaders.share import Share
from loaders.shares_schema import migrate
from tests.loaders.asking import asking
from tests.loaders.own_mongodb import OwnMongodb, own_mongodb
from tests.loaders.share_world import ShareWorld, share_world
from tests.loaders.shares_mongodb import DATABASE

pytestmark = pytest.mark.slow
KEYS = [f"key {number}" for number in range(60)]
_CREATORS = 30
# Who waits for a server that was killed waits so long, and once more to say goodbye.
CAP = 2.0


@pytest.fixture
async def mortal(tmp_path: Path) -> AsyncIterator[OwnMongodb]:
    """A database of its own, set up and ready to be killed."""
    async with own_mongodb(tmp_path, is_mortal=True) as running:
        await asyncio.to_thread(migrate, running.owner_uri, DATABASE)
        yield running


async def test_no_share_is_lost_and_none_is_there_twice(mortal: OwnMongodb) -> None:
    """Killed while shares are made: those that were told of are there as they were told, and
    asking again with the same keys gives each of them once.
    """
    told: dict[str, Share] = {}
    some = asyncio.Event()

    async def make(world: ShareWorld, key: str) -> None:
        with suppress(SourceError):
            told[key] = await world.made(key, creator_id=_creator(key))
        if len(told) >= len(KEYS) // 4:
            some.set()

    async with share_world(mortal, cap=CAP) as world:
        async with asyncio.TaskGroup() as makers:
            for key in KEYS:
                makers.create_task(make(world, key))
            await some.wait()
            await mortal.crash()
        acknowledged = dict(told)
        await mortal.start()
        async with share_world(mortal) as later:
            for share in acknowledged.values():
                assert await later.shares.by_token(asking(), share.token) == share
            again = {key: await later.made(key, creator_id=_creator(key)) for key in KEYS}
            assert later.written.count_documents({}) == len(KEYS)
    assert {key: again[key] for key in acknowledged} == acknowledged
    assert len(acknowledged) < len(KEYS)


async def test_an_end_that_was_acknowledged_stays(mortal: OwnMongodb) -> None:
    """Killed right after it, the share is still ended, since the same moment."""
    async with share_world(mortal, cap=CAP) as world:
        share = await world.made()
        revoked = await world.shares.revoke(
            asking(), creator_id=share.creator_id, token=share.token
        )
        await mortal.crash()
    await mortal.start()
    async with share_world(mortal) as world:
        assert await world.shares.by_token(asking(), share.token) == revoked


async def test_each_visit_counts_once(mortal: OwnMongodb) -> None:
    """Killed while visits are written, it has all of them when it is back, and none twice."""
    is_over, many = asyncio.Event(), asyncio.Event()
    come = 0

    async def visit(world: ShareWorld, token: str) -> None:
        nonlocal come
        while not is_over.is_set():
            come += 1
            if come == 400:
                many.set()
            await world.shares.visited(token)
            await asyncio.sleep(0)

    async with share_world(mortal, cap=CAP) as world:
        share = await world.made()
        async with asyncio.TaskGroup() as visitors:
            for _ in range(20):
                visitors.create_task(visit(world, share.token))
            await many.wait()
            await mortal.crash()
            is_over.set()
        await mortal.start()
        async with asyncio.timeout(60):
            while (visits := await asyncio.to_thread(_visits, world, share.token)) < come:
                pass
    assert visits == come


def _visits(world: ShareWorld, token: str) -> int:
    (document,) = world.written.find({"_id": token})
    visits: int = document["visits"]
    return visits


def _creator(key: str) -> str:
    return f"creator {int(key.split()[1]) % _CREATORS}"
