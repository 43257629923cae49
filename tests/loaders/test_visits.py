"""Visits: each is counted once, however many come at once and whatever the database does."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from loaders.visits import Visits
from tests.loaders.own_mongodb import OwnMongodb
from tests.loaders.share_world import ShareWorld, share_world
from tests.loaders.visit_book import LOST, UNKNOWN, WRITTEN, VisitBook

# Nobody waits so long in these tests.
CAP = 60.0
OUTCOMES = st.lists(st.sampled_from([WRITTEN, LOST, UNKNOWN]), max_size=12)
COMERS = st.lists(st.lists(st.sampled_from("abc"), max_size=8), max_size=8)


def visits_in(book: VisitBook, *, cap: float = CAP, most_shares: int = 10_000) -> Visits:
    """Visits that hardly wait before they are written again."""
    return Visits(book, cap=cap, pause=0.0, most_shares=most_shares)


async def come(visits: Visits, *tokens: str) -> None:
    """All of them come in the same moment."""
    await asyncio.gather(*(visits.add(token) for token in tokens))


async def test_a_visit_is_written_before_it_is_shown() -> None:
    """Who has been told that a visit is counted may be killed."""
    book = VisitBook()
    await visits_in(book).add("a")
    assert book.visits == {"a": 1}


async def test_many_at_once_are_few_writes() -> None:
    """While one write is under way all others gather, and leave together."""
    book = VisitBook()
    book.may_write.clear()
    visits = visits_in(book)
    first = asyncio.create_task(visits.add("a"))
    await asyncio.sleep(0)
    others = asyncio.create_task(come(visits, *"aab" * 100))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    book.may_write.set()
    await asyncio.gather(first, others)
    assert book.writes == [{"a": 1}, {"a": 200, "b": 100}]
    assert book.visits == {"a": 201, "b": 100}


async def test_a_write_whose_outcome_is_unknown_counts_once() -> None:
    """It is made again, and changes nothing where it was made already."""
    book = VisitBook(UNKNOWN, UNKNOWN, LOST)
    visits = visits_in(book)
    await come(visits, "a", "a", "b")
    while len(book.writes) < 4:
        await come(visits, "c")
    await visits.close()
    assert book.writes[:4] == [{"a": 2, "b": 1}] * 4
    assert book.visits == {"a": 2, "b": 1, "c": book.visits["c"]}


async def test_nobody_waits_for_a_database_that_is_away() -> None:
    """Who comes then goes on at once, and is counted when it is back."""
    book = VisitBook(LOST)
    visits = Visits(book, cap=CAP, pause=CAP)
    with capture_logs() as logs:
        await visits.add("a")
        await come(visits, *"ab" * 500)
    assert book.visits == {}
    await visits.close()
    assert book.visits == {"a": 501, "b": 500}
    assert logs == [{"event": "visits_wait", "code": "SOURCE_UNAVAILABLE", "log_level": "warning"}]


async def test_nobody_waits_for_a_database_that_hangs() -> None:
    """After a short while a visitor goes on; the visit is written when it can be."""
    book = VisitBook()
    book.may_write.clear()
    visits = visits_in(book, cap=0.001)
    await visits.add("a")
    assert book.visits == {}
    book.may_write.set()
    await visits.close()
    assert book.visits == {"a": 1}


async def test_who_leaves_takes_nobodys_visit_along() -> None:
    """One who is cancelled while waiting was here, and those who wait with them go on waiting."""
    book = VisitBook()
    book.may_write.clear()
    visits = visits_in(book)
    leaves, stays = asyncio.create_task(visits.add("a")), asyncio.create_task(visits.add("a"))
    await asyncio.sleep(0)
    leaves.cancel()
    await asyncio.wait([leaves])
    book.may_write.set()
    await stays
    assert book.visits == {"a": 2}


async def test_what_waits_is_bounded() -> None:
    """The visits of so many shares wait and of no more; those that were not kept are told of."""
    book = VisitBook(LOST)
    visits = Visits(book, cap=CAP, pause=CAP, most_shares=2)
    await visits.add("first")
    await come(visits, "a", "b", "c", "a")
    with capture_logs() as logs:
        await visits.close()
    assert book.visits == {"first": 1, "a": 2, "b": 1}
    assert logs == [{"event": "visits_lost", "visits": 1, "log_level": "warning"}]


async def test_an_end_while_the_database_is_away_says_what_it_loses() -> None:
    """It is tried once more, and then there is nowhere to keep it."""
    book = VisitBook(LOST, LOST)
    visits = Visits(book, cap=CAP, pause=CAP)
    await visits.add("a")
    await come(visits, "a", "b")
    with capture_logs() as logs:
        await visits.close()
    assert book.visits == {}
    assert logs == [{"event": "visits_lost", "visits": 3, "log_level": "warning"}]


async def test_very_many_shares_are_written_in_turns() -> None:
    """No write is so large that it could not be made in its time."""
    book = VisitBook()
    visits = visits_in(book)
    await come(visits, *(str(number) for number in range(1_200)))
    assert [len(write) for write in book.writes] == [500, 500, 200]
    assert sum(book.visits.values()) == 1_200


@given(COMERS, OUTCOMES)
async def test_whatever_happens_the_sum_is_exact(
    comers: list[list[str]], outcomes: list[str]
) -> None:
    """Writes fail or are lost in any order, and every visit counts once."""
    book = VisitBook(*outcomes)
    visits = visits_in(book)
    for tokens in comers:
        await come(visits, *tokens)
    book.outcomes.clear()
    await visits.close()
    assert book.visits == Counter(token for tokens in comers for token in tokens)


async def test_visits_are_counted_on_the_share(mongodb: OwnMongodb) -> None:
    """Many at once, in several processes, are on the shares to the last one."""
    async with share_world(mongodb) as one, share_world(mongodb) as other:
        shares = [await one.made(f"visited {number}") for number in range(3)]
        for number, share in enumerate(shares):
            await asyncio.gather(
                *(world.shares.visited(share.token) for world in (one, other)),
                *(one.shares.visited(share.token) for _ in range(100 * number)),
            )
        counts = [_count(one, share.token) for share in shares]
    assert counts == [2, 102, 202]


async def test_a_visit_of_nothing_makes_nothing(world: ShareWorld) -> None:
    """A share that is forgotten is not made again by being counted."""
    before = world.written.count_documents({})
    await world.shares.visited("N" * 22)
    assert world.written.count_documents({}) == before


@pytest.mark.parametrize("times", [40])
async def test_a_share_remembers_few_writes(world: ShareWorld, times: int) -> None:
    """What it keeps to count each write once does not grow."""
    share = await world.made("remembers")
    for _ in range(times):
        await world.shares.visited(share.token)
    (document,) = world.written.find({"_id": share.token})
    assert (document["visits"], len(document["counted"])) == (times, 16)


def _count(world: ShareWorld, token: str) -> int:
    (document,) = world.written.find({"_id": token})
    count: int = document["visits"]
    return count
