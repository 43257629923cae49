"""Shares over the real database: made once, ended once, listed in order, found by their tokens.

It is long, because each promise of the store is one short test.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path

import pytest

from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.errors import DeadlineExceeded, SourceError
from loaders.names import SHARES
from loaders.share import KEPT_AFTER, Share, ShareRefusal, is_token
from tests.fakes.shares import LIVE, RECORDING
from tests.fakes.times import NOW
from tests.loaders.asking import asking
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.share_world import ShareWorld, share_world

OTHER = "7500000000000000009"


async def test_a_share_is_made(world: ShareWorld, creator: str) -> None:
    """It is as it was asked for, open, unseen, and forgotten some time after its end."""
    expires_at = NOW + timedelta(days=3, microseconds=1_234)
    share = await world.made(creator_id=creator, is_indexable=True, expires_at=expires_at)
    assert is_token(share.token)
    assert share == Share(
        token=share.token,
        creator_id=creator,
        live_id=LIVE,
        recording_id=RECORDING,
        idempotency_key="key",
        is_indexable=True,
        created_at=NOW,
        expires_at=NOW + timedelta(days=3, milliseconds=1),
        purge_at=NOW + timedelta(days=3, milliseconds=1) + KEPT_AFTER,
    )
    assert await world.shares.by_token(asking(), share.token) == share
    assert await world.shares.is_open(share.token)


async def test_the_same_key_gives_the_same_share(world: ShareWorld, creator: str) -> None:
    """So it is for whoever asks again, and another key gives another one."""
    first = await world.made(creator_id=creator)
    assert await world.made(creator_id=creator) == first
    assert (await world.made("other", creator_id=creator)).token != first.token
    assert (await world.made(creator_id=creator + "2")).token != first.token


async def test_the_key_of_an_ended_share_gives_that_share(world: ShareWorld, creator: str) -> None:
    """Asking again opens nothing anew: it says what has become of it."""
    share = await world.made(creator_id=creator)
    revoked = await world.shares.revoke(asking(), creator_id=creator, token=share.token)
    assert await world.made(creator_id=creator) == revoked


async def test_a_key_is_of_one_recording(world: ShareWorld, creator: str) -> None:
    """The same key for another recording is refused, and makes nothing."""
    await world.made(creator_id=creator)
    again = await world.create(creator_id=creator, recording_id=OTHER)
    assert again is ShareRefusal.IDEMPOTENCY_KEY_REUSED
    assert world.written.count_documents({"creator_id": creator}) == 1


async def test_open_shares_are_bounded(world: ShareWorld, creator: str) -> None:
    """One more than are allowed is refused; what there is goes on, and an end makes room."""
    first = await world.made("1", creator_id=creator, most=2)
    await world.made("2", creator_id=creator, most=2)
    assert await world.create("3", creator_id=creator, most=2) is ShareRefusal.TOO_MANY_SHARES
    assert await world.made("1", creator_id=creator, most=2) == first
    await world.shares.revoke(asking(), creator_id=creator, token=first.token)
    assert isinstance(await world.create("3", creator_id=creator, most=2), Share)


async def test_expired_shares_take_no_room(mongodb: OwnMongodb, creator: str) -> None:
    """Only those that are open count."""
    clock = [NOW]
    async with share_world(mongodb, now=lambda: clock[0]) as world:
        await world.made("1", creator_id=creator, expires_at=NOW + timedelta(days=1), most=1)
        assert await world.create("2", creator_id=creator, most=1) is ShareRefusal.TOO_MANY_SHARES
        clock[0] = NOW + timedelta(days=1)
        assert isinstance(await world.create("2", creator_id=creator, most=1), Share)


async def test_fifty_at_once_with_one_key_are_one_share(
    mongodb: OwnMongodb, world: ShareWorld, creator: str
) -> None:
    """However many processes are asked at the same moment, there is one share."""
    async with share_world(mongodb) as second, share_world(mongodb) as third:
        processes = [world, second, third]
        made = await asyncio.gather(
            *(processes[number % 3].made(creator_id=creator) for number in range(50))
        )
    assert len({share.token for share in made}) == 1
    assert len(set(map(repr, made))) == 1
    assert world.written.count_documents({"creator_id": creator}) == 1


async def test_fifty_at_once_with_keys_of_their_own_are_bounded(
    world: ShareWorld, creator: str
) -> None:
    """A process lets through exactly as many as are allowed, and refuses the others."""
    made = await asyncio.gather(
        *(world.create(str(number), creator_id=creator, most=10) for number in range(50))
    )
    assert sum(isinstance(one, Share) for one in made) == 10
    assert made.count(ShareRefusal.TOO_MANY_SHARES) == 40
    assert world.written.count_documents({"creator_id": creator}) == 10


async def test_a_token_that_nobody_has_is_not_looked_for_twice(world: ShareWorld) -> None:
    """What is no token is never asked for; what nobody has is asked for once, and is not there."""
    for token in ("", "x", "a" * 23, "a" * 21 + "$"):
        assert await world.shares.by_token(asking(), token) is None
    one, other = asking(), asking()
    assert await world.shares.by_token(one, "N" * 22) is None
    assert await world.shares.by_token(other, "N" * 22) is None
    assert [call.upstream for call in one.calls + other.calls] == [SHARES]


async def test_what_was_not_made_in_time_is_made_by_asking_again(
    world: ShareWorld, creator: str
) -> None:
    """A deadline that is over is said, and the same words give the one share."""
    late = Asking(request_id="late", deadline=Deadline(0))
    with pytest.raises(DeadlineExceeded):
        await world.create(creator_id=creator, asking=late)
    share = await world.made(creator_id=creator)
    assert await world.made(creator_id=creator) == share
    assert world.written.count_documents({"creator_id": creator}) == 1


@pytest.mark.parametrize("name", ["create", "by_token", "is_open", "revoke", "newest"])
async def test_a_database_that_is_not_there_may_be_asked_again(name: str) -> None:
    """Nothing is made, found or ended, and what is said is that it may be tried again."""
    nowhere = OwnMongodb(Path())
    nowhere.shares_uri = "mongodb://shares:swordfish@127.0.0.1:1/?authSource=admin"
    async with share_world(nowhere, cap=0.2) as world:
        asked: dict[str, Coroutine[None, None, object]] = {
            "create": world.create(),
            "by_token": world.shares.by_token(asking(), "N" * 22),
            "is_open": world.shares.is_open("N" * 22),
            "revoke": world.shares.revoke(asking(), creator_id="1", token="N" * 22),
            "newest": world.shares.newest(asking(), creator_id="1", until=None, most=3),
        }
        with pytest.raises(SourceError) as told:
            await asked.pop(name)
        for other in asked.values():
            other.close()
    assert told.value.retryable
