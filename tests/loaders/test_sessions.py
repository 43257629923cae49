"""Sessions: LIVEs by id, by broadcast, and a creator's pages, with the finds that they cost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.names import MONGODB
from loaders.session_state import State
from loaders.sessions import (
    PageKey,
    Position,
    SessionPage,
    session_pages,
    sessions_by_broadcast,
    sessions_by_id,
)
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id, session
from tests.fakes.times import STARTED_AT


def fill(company: FakeCompany, count: int) -> None:
    """So many ended LIVEs, each an hour newer than the one before."""
    documents = [
        session(live_id(number), created_at=STARTED_AT + timedelta(hours=number))
        for number in range(1, count + 1)
    ]
    company.mongo.put("live_sessions", *documents)


def ids(page: SessionPage | Exception) -> list[str]:
    assert isinstance(page, SessionPage)
    return [one.id for one in page.sessions]


async def test_lives_are_found_by_id_in_one_find(company: FakeCompany) -> None:
    """Aligned with the ids, None where there is none and where it is somebody else's."""
    company.mongo.put("live_sessions", session(live_id(2), creator_id=SOMEBODY_ELSE))
    operation = company.operation()
    loads = (operation.load(sessions_by_id, id_) for id_ in (live_id(3), live_id(2), LIVE))
    found = await asyncio.gather(*loads)
    assert [one and one.id for one in found] == [None, None, LIVE]
    assert company.calls() == {"live_sessions": 1}
    assert company.mongo.finds[0].question == {"_id": {"$in": [live_id(3), live_id(2), LIVE]}}


async def test_a_document_that_does_not_fit_costs_itself_alone(company: FakeCompany) -> None:
    """The error is in its slot."""
    company.mongo.put("live_sessions", session(live_id(2), events="none"))
    found = await sessions_by_id(company.operation(), [live_id(2), LIVE])
    assert isinstance(found[0], SourceBadAnswer)
    assert not isinstance(found[1], Exception)


async def test_a_broadcast_is_told_oldest_first(company: FakeCompany) -> None:
    """Each broadcast has its own LIVEs; one that nobody knows has none."""
    later = session(live_id(2), broadcast_id=LIVE, created_at=STARTED_AT + timedelta(hours=2))
    company.mongo.put("live_sessions", later, session(live_id(3)))
    found = await sessions_by_broadcast(company.operation(), ["unknown", LIVE, live_id(3)])
    told = [[one.id for one in sessions] for sessions in found]
    assert told == [[], [LIVE, live_id(2)], [live_id(3)]]
    assert company.calls() == {"live_sessions": 1}


async def test_a_page_costs_one_find(company: FakeCompany) -> None:
    """The newest first, and whether there are more."""
    fill(company, 30)
    operation = company.operation()
    (page,) = await session_pages(operation, [PageKey(CREATOR, 20)])
    assert ids(page) == [live_id(number) for number in range(30, 10, -1)]
    assert isinstance(page, SessionPage)
    assert page.has_more
    assert company.calls() == {"live_sessions": 1}
    assert company.mongo.finds[0].limit == 22
    assert [call.upstream for call in operation.calls] == [MONGODB]


async def test_the_last_page_says_that_it_is_the_last(company: FakeCompany) -> None:
    """Also where the list ends exactly with the page."""
    fill(company, 4)
    place = Position(STARTED_AT + timedelta(hours=3), live_id(3))
    (page,) = await session_pages(company.operation(), [PageKey(CREATOR, 2, place)])
    assert isinstance(page, SessionPage)
    last = Position(STARTED_AT + timedelta(hours=1), live_id(1))
    assert page == SessionPage(page.sessions, has_more=False, end=last)
    assert ids(page) == [live_id(2), live_id(1)]


async def test_what_a_page_found_is_known_by_its_id(company: FakeCompany) -> None:
    """Looking closer at a LIVE of the page costs no find."""
    operation = company.operation()
    await operation.load(session_pages, PageKey(CREATOR, 5))
    found = await operation.load(sessions_by_id, LIVE)
    assert found is not None
    assert len(company.mongo.finds) == 1


async def test_a_page_shows_its_creators_lives_alone(company: FakeCompany) -> None:
    """Whoever's LIVEs stand between them."""
    company.mongo.put("live_sessions", session(live_id(2), creator_id=SOMEBODY_ELSE))
    own, others = await session_pages(
        company.operation(), [PageKey(CREATOR, 5), PageKey(SOMEBODY_ELSE, 5)]
    )
    assert (ids(own), ids(others)) == ([LIVE], [live_id(2)])


async def test_a_filter_reads_on_until_the_page_is_full(company: FakeCompany) -> None:
    """States are derived, so a rare one needs more than one find; none of it is missed."""
    fill(company, 40)
    rare = [session(live_id(n), ("SCHEDULED", STARTED_AT)) for n in (1, 2, 3)]
    for number, document in enumerate(rare, start=1):
        document["created_at"] = STARTED_AT + timedelta(hours=number)
    company.mongo.put("live_sessions", *rare)
    key = PageKey(CREATOR, 2, None, frozenset({State.SCHEDULED}))
    (page,) = await session_pages(company.operation(), [key])
    assert ids(page) == [live_id(3), live_id(2)]
    assert isinstance(page, SessionPage)
    assert page.has_more
    assert [find.limit for find in company.mongo.finds] == [4, 16, 64]


async def test_unreadable_documents_do_not_end_the_list(company: FakeCompany) -> None:
    """A page of documents that do not fit is passed over: older LIVEs are still found."""
    fill(company, 9)
    broken = [
        session(live_id(n), events="none", created_at=STARTED_AT + timedelta(hours=n))
        for n in range(4, 10)
    ]
    company.mongo.put("live_sessions", *broken)
    (page,) = await session_pages(company.operation(), [PageKey(CREATOR, 2)])
    assert ids(page) == [live_id(3), live_id(2)]


async def test_a_database_that_cannot_be_read_fails_the_page(company: FakeCompany) -> None:
    """Each page has its own error."""
    company.mongo.failures["live_sessions"] = SourceUnavailable(upstream=MONGODB)
    (page,) = await session_pages(company.operation(), [PageKey(CREATOR, 5)])
    assert isinstance(page, SourceUnavailable)
