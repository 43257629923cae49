"""Reconciliation: what no event told is told after all, in time and without a burst."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from loaders.followers import Heard
from loaders.reconciliation import Reconciliation
from loaders.session import COLLECTION
from tests.loaders.database import Database, LittleSources, live
from tests.loaders.following import Remembering
from tests.loaders.simulated_time import in_simulated_time, ticks

SECONDS = 30.0


def ids(count: int) -> list[str]:
    """The ids of so many LIVEs."""
    return [f"72{number:017d}" for number in range(count)]


class Healing:
    """LIVEs of revision 1, each with a follower who has shown it, and what heals them."""

    def __init__(self, count: int, *, chunk: int = 50) -> None:
        self.database = Database()
        self.sources = LittleSources(self.database)
        self.followers = {id_: Remembering(revision=1) for id_ in ids(count)}
        for id_, follower in self.followers.items():
            self.database.put(COLLECTION, live(id_=id_), is_told=False)
            self.sources.changes.follow(id_, follower)
        self.reconciliation = Reconciliation(
            self.sources.changes,
            self.sources.sessions,
            seconds=SECONDS,
            chunk=chunk,
            jitter=lambda: 1.0,
            monotonic=self.sources.monotonic,
        )

    async def begin(self) -> None:
        """Everybody has heard that the stream is open, and the first period begins."""
        await self.sources.changes.opened(1.0)
        await ticks()
        for follower in self.followers.values():
            follower.taken()
        self.reconciliation.start()

    async def close(self) -> None:
        """End it all."""
        await self.reconciliation.close()
        await self.sources.close()

    def taken(self) -> dict[str, list[Heard]]:
        """What was told since this was last asked, to those who were told."""
        taken = {id_: follower.taken() for id_, follower in self.followers.items()}
        return {id_: told for id_, told in taken.items() if told}


async def seconds(count: float) -> None:
    """Let time pass, and all that happens then."""
    await asyncio.sleep(count)
    await ticks()


@in_simulated_time
async def test_only_those_are_told_who_have_another_revision() -> None:
    """A newer one, or one that is gone; who has it is left alone. Again in the next period."""
    healing = Healing(5, chunk=2)
    await healing.begin()
    one, gone, *_ = ids(5)
    healing.database.put(COLLECTION, live(id_=one, revision=2), is_told=False)
    del healing.database.documents[COLLECTION][gone]
    for _ in range(2):
        await seconds(SECONDS + 0.1)
        assert healing.taken() == {one: [Heard.SESSION], gone: [Heard.SESSION]}
    healing.followers[one].revision = 2
    await seconds(SECONDS)
    assert healing.taken() == {gone: [Heard.SESSION]}
    await healing.close()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 40), st.integers(1, 7))
def test_finds_are_spread_over_the_period(count: int, chunk: int) -> None:
    """As few as will do, at even distances, each LIVE in one of them."""
    finds_are_spread_over_the_period(count, chunk)


@in_simulated_time
async def finds_are_spread_over_the_period(count: int, chunk: int) -> None:
    """One period."""
    healing = Healing(count, chunk=chunk)
    await healing.begin()
    chunks = -(-count // chunk)
    for number in range(chunks):
        await seconds(SECONDS / chunks + 1e-3 * (number == 0))
        assert len(healing.database.finds) == number + 1
    asked = [question["_id"]["$in"] for _, question in healing.database.finds]
    assert sorted(id_ for one in asked for id_ in one) == ids(count)
    assert all(len(one) <= chunk for one in asked)
    assert healing.taken() == {}
    await healing.close()


@in_simulated_time
async def test_an_outage_is_waited_out() -> None:
    """What was kept through it is not taken for what is; who has left is not read."""
    healing = Healing(3, chunk=1)
    await healing.begin()
    one, two, left = ids(3)
    healing.sources.changes.unfollow(left, healing.followers[left])
    with capture_logs():
        healing.database.go_away()
        await seconds(2 * SECONDS)
        assert healing.taken() == {}
        healing.database.is_away = False
        healing.database.put(COLLECTION, live(id_=two, revision=7), is_told=False)
        await seconds(SECONDS + 1.0)
    taken = healing.taken()
    assert taken[one] == [Heard.EVERYTHING]
    assert set(taken[two]) == {Heard.EVERYTHING, Heard.SESSION}
    asked = {id_ for _, question in healing.database.finds for id_ in question["_id"]["$in"]}
    assert asked == {one, two}
    await healing.close()


@in_simulated_time
async def test_what_goes_wrong_ends_nothing() -> None:
    """It is logged, and the others are healed all the same."""

    class Broken(Remembering):
        def tell(self, heard: Heard) -> None:
            if heard is Heard.SESSION:
                raise ZeroDivisionError

    healing = Healing(2, chunk=1)
    first, second = ids(2)
    healing.sources.changes.unfollow(first, healing.followers[first])
    healing.sources.changes.follow(first, Broken())
    healing.followers[second].revision = 0
    await healing.begin()
    with capture_logs() as logs:
        await seconds(SECONDS + 0.1)
    assert healing.taken() == {second: [Heard.SESSION]}
    assert [log["event"] for log in logs] == ["unexpected_error"]
    await healing.close()
