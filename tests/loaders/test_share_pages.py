"""Share pages: whoever pages through their shares sees each of them once, newest first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.asking import Asking
from loaders.deadline import Deadline
from loaders.errors import SourceUnavailable
from loaders.operation import Operation
from loaders.sessions import Position
from loaders.share import Share
from loaders.share_pages import SharePage, SharePageKey, position_of, share_pages
from loaders.shares import Shares
from tests.fakes.times import NOW
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.share_world import ShareWorld, share_world

HOURS = st.lists(st.integers(min_value=0, max_value=6), max_size=14)
SIZES = st.lists(st.integers(min_value=1, max_value=5), min_size=1, max_size=4)


class Asks(Asking):
    """What a batch function needs of an operation."""

    def __init__(self, shares: Shares) -> None:
        super().__init__(request_id="request-1", deadline=Deadline(60_000))
        self.sources = self
        self.shares = shares


async def page_of(world: ShareWorld, key: SharePageKey) -> SharePage:
    """The page, as a request of its own would read it."""
    (page,) = await share_pages(cast("Operation", Asks(world.shares)), [key])
    assert isinstance(page, SharePage)
    return page


@settings(max_examples=25)
@given(HOURS, SIZES)
async def test_pages_of_any_size_are_the_whole_list(
    mongodb: OwnMongodb, hours: list[int], sizes: list[int]
) -> None:
    """One after the other they hold every share, newest first, and none twice."""
    creator, clock = uuid4().hex, [NOW]
    made: list[Share] = []
    async with share_world(mongodb, now=lambda: clock[0]) as world:
        for number, hour in enumerate(hours):
            clock[0] = NOW + timedelta(hours=hour)
            made.append(await world.made(str(number), creator_id=creator))
        seen: list[Share] = []
        after: Position | None = None
        for turn in range(len(hours) + 1):
            size = sizes[turn % len(sizes)]
            page = await page_of(world, SharePageKey(creator, size, after))
            seen += page.shares
            assert len(page.shares) == min(size, len(made) - len(seen) + len(page.shares))
            assert page.has_more == (len(seen) < len(made))
            if not page.has_more:
                break
            after = position_of(page.shares[-1])
    assert seen == sorted(made, key=_order, reverse=True)


async def test_a_place_stays_when_shares_are_made_and_ended(mongodb: OwnMongodb) -> None:
    """What comes behind a place is the same, whatever has come before it meanwhile."""
    creator, clock = uuid4().hex, [NOW]
    async with share_world(mongodb, now=lambda: clock[0]) as world:
        made = []
        for number in range(4):
            clock[0] = NOW + timedelta(minutes=number)
            made.append(await world.made(str(number), creator_id=creator))
        first = await page_of(world, SharePageKey(creator, 2))
        assert first == SharePage([made[3], made[2]], has_more=True)
        clock[0] = NOW + timedelta(hours=1)
        await world.made("later", creator_id=creator)
        asks = Asks(world.shares)
        ended = await world.shares.revoke(asks, creator_id=creator, token=made[1].token)
        second = await page_of(world, SharePageKey(creator, 2, position_of(made[2])))
        assert ended is not None
        assert second == SharePage([ended, made[0]], has_more=False)


async def test_many_of_one_moment_are_all_found(world: ShareWorld) -> None:
    """A page goes on among shares that were made in the same millisecond."""
    creator = uuid4().hex
    made = [await world.made(str(number), creator_id=creator) for number in range(30)]
    seen: list[str] = []
    after = None
    while len(seen) < 30:
        page = await page_of(world, SharePageKey(creator, 1, after))
        seen += [share.token for share in page.shares]
        after = position_of(page.shares[-1])
    assert seen == sorted((share.token for share in made), reverse=True)


async def test_a_database_that_is_away_fails_its_page_alone(world: ShareWorld) -> None:
    """The error is the page's own."""

    class Away(Shares):
        async def newest(self, *args: object, **facts: object) -> list[Share]:
            raise SourceUnavailable(upstream="shares")

    away = Away.__new__(Away)
    (page,) = await share_pages(cast("Operation", Asks(away)), [SharePageKey("1", 2)])
    assert isinstance(page, SourceUnavailable)


def _order(share: Share) -> tuple[datetime, str]:
    return (share.created_at, share.token)
