"""Shares that their creators have ended: once, for everybody, and for nobody else's."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from loaders.share import KEPT_AFTER, Share
from tests.fakes.times import NOW
from tests.loaders.asking import asking
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.share_world import ShareWorld, share_world


async def test_a_share_is_revoked_once(mongodb: OwnMongodb, creator: str) -> None:
    """The moment of the first end stays, and so does when it is forgotten."""
    clock = [NOW]
    async with share_world(mongodb, now=lambda: clock[0]) as world:
        share = await world.made(creator_id=creator)
        revoked = await world.shares.revoke(asking(), creator_id=creator, token=share.token)
        assert revoked == _changed(share, revoked_at=NOW, purge_at=NOW + KEPT_AFTER)
        clock[0] = NOW + timedelta(hours=1)
        again = await world.shares.revoke(asking(), creator_id=creator, token=share.token)
        assert again == revoked
        assert not await world.shares.is_open(share.token)


async def test_many_revoke_at_once(world: ShareWorld, creator: str) -> None:
    """All of them are told the same."""
    share = await world.made(creator_id=creator)
    told = await asyncio.gather(
        *(world.shares.revoke(asking(), creator_id=creator, token=share.token) for _ in range(20))
    )
    assert len(set(map(repr, told))) == 1
    assert told[0] is not None


async def test_revoking_a_share_that_has_run_out_keeps_it_no_longer(
    mongodb: OwnMongodb, creator: str
) -> None:
    """It is forgotten when it would have been."""
    clock = [NOW]
    async with share_world(mongodb, now=lambda: clock[0]) as world:
        share = await world.made(creator_id=creator, expires_at=NOW + timedelta(days=1))
        clock[0] = NOW + timedelta(days=20)
        revoked = await world.shares.revoke(asking(), creator_id=creator, token=share.token)
        assert revoked == _changed(share, revoked_at=clock[0])


async def test_nobody_revokes_anothers_share(world: ShareWorld, creator: str) -> None:
    """Another's, one that never was and what is no token are all the same, and nothing changes."""
    share = await world.made(creator_id=creator)
    for token in (share.token, "A" * 22, "no token", ""):
        assert await world.shares.revoke(asking(), creator_id="0", token=token) is None
    assert await world.made(creator_id=creator) == share


async def test_what_this_process_has_ended_is_not_open_for_a_moment_more(
    world: ShareWorld, creator: str
) -> None:
    """A look-up that is kept is not believed over a write."""
    share = await world.made(creator_id=creator)
    assert await world.shares.is_open(share.token)
    await world.shares.revoke(asking(), creator_id=creator, token=share.token)
    assert not await world.shares.is_open(share.token)


async def test_what_another_process_has_ended_is_over_within_a_second(
    mongodb: OwnMongodb, world: ShareWorld, creator: str
) -> None:
    """A look-up is kept for a second and no longer."""
    seconds = [0.0]
    share = await world.made(creator_id=creator)
    async with share_world(mongodb, monotonic=lambda: seconds[0]) as other:
        assert await other.shares.is_open(share.token)
        await world.shares.revoke(asking(), creator_id=creator, token=share.token)
        seconds[0] = 0.999
        assert await other.shares.is_open(share.token)
        seconds[0] = 1.0
        assert not await other.shares.is_open(share.token)


def _changed(share: Share, **changes: datetime) -> Share:
    fields = {name: getattr(share, name) for name in share.__struct_fields__}
    return Share(**{**fields, **changes})
