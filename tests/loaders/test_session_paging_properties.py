"""Paging: whoever pages through a creator's LIVEs sees each of them once, whatever happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from loaders.session_state import State
from loaders.sessions import PageKey, Position, SessionPage, session_pages
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, SOMEBODY_ELSE, live_id, session
from tests.fakes.times import NOW, STARTED_AT

HOURS = st.lists(st.integers(min_value=0, max_value=12), max_size=25)
SIZES = st.lists(st.integers(min_value=1, max_value=8), min_size=1, max_size=4)
FILTERS = st.none() | st.frozensets(st.sampled_from([State.LIVE, State.ENDED]), min_size=1)


def live(number: int, hour: int, *, is_on: bool = False) -> dict[str, Any]:
    """A LIVE that was made in some hour; several of one hour were made in the same moment."""
    made = STARTED_AT + timedelta(hours=hour)
    happened = ([("STARTED", NOW)] if is_on else []) or [("STARTED", made), ("ENDED", made)]
    return session(live_id(number), *happened, created_at=made, last_seen_at=NOW)


async def next_page(company: FakeCompany, key: PageKey) -> SessionPage:
    """The page, as a request of its own would read it."""
    (page,) = await session_pages(company.operation(), [key])
    assert isinstance(page, SessionPage)
    return page


def behind(page: SessionPage) -> Position:
    return Position(page.sessions[-1].created_at, page.sessions[-1].id)


def order(document: dict[str, Any]) -> tuple[Any, str]:
    return (document["created_at"], document["_id"])


@given(HOURS, SIZES, FILTERS)
async def test_pages_of_any_size_are_the_whole_list(
    hours: list[int], sizes: list[int], states: frozenset[State] | None
) -> None:
    """One after the other they hold every LIVE of the filter, newest first, and none twice."""
    company = FakeCompany()
    company.mongo.collections["live_sessions"].clear()
    lives = [live(number, hour, is_on=number % 3 == 0) for number, hour in enumerate(hours)]
    others = [{**live(1000 + n, n), "creator_id": SOMEBODY_ELSE} for n in range(5)]
    company.mongo.put("live_sessions", *lives, *others)
    wanted = [
        document["_id"]
        for document in sorted(lives, key=order, reverse=True)
        if states is None or (State.LIVE if len(document["events"]) == 1 else State.ENDED) in states
    ]
    seen: list[str] = []
    after: Position | None = None
    for turn in range(len(hours) + 1):
        size = sizes[turn % len(sizes)]
        page = await next_page(company, PageKey(CREATOR, size, after, states))
        seen += [one.id for one in page.sessions]
        assert page.has_more == (len(seen) < len(wanted))
        assert len(page.sessions) == min(size, len(wanted) - len(seen) + len(page.sessions))
        if not page.has_more:
            break
        after = behind(page)
    assert seen == wanted


@given(HOURS, SIZES, st.randoms(use_true_random=False))
async def test_pages_stay_good_while_lives_end_and_begin(
    hours: list[int], sizes: list[int], dice: Any
) -> None:
    """Between pages some end and new ones start: no LIVE comes twice, no older one is missed."""
    company = FakeCompany()
    company.mongo.collections["live_sessions"].clear()
    lives = [live(number, hour, is_on=True) for number, hour in enumerate(hours)]
    company.mongo.put("live_sessions", *lives)
    before = {document["_id"] for document in lives}
    seen: list[str] = []
    after: Position | None = None
    for turn in range(2 * len(hours) + 2):
        page = await next_page(company, PageKey(CREATOR, sizes[turn % len(sizes)], after))
        seen += [one.id for one in page.sessions]
        if not page.has_more:
            break
        after = behind(page)
        company.mongo.put("live_sessions", live(500 + turn, 20 + turn, is_on=True))
        ending = dice.randrange(len(hours))
        company.mongo.put("live_sessions", live(ending, hours[ending]))
    assert len(seen) == len(set(seen))
    assert set(seen) == before
