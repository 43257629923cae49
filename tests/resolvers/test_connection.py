"""Connection: a creator's LIVEs in pages, and where a restarted APP goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, live_id, session
from tests.fakes.times import NOW, STARTED_AT

PAGE = """query Q($first: Int!, $after: String, $states: [State!]) { viewer {
  liveSessions(first: $first, after: $after, states: $states) {
    edges { cursor node { sessionId } } nodes { sessionId }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""


def fill(company: FakeCompany, count: int) -> None:
    for number in range(1, count + 1):
        made = STARTED_AT + timedelta(hours=number)
        company.mongo.put("live_sessions", session(live_id(number), created_at=made))


async def page(company: FakeCompany, **variables: Any) -> Any:
    return (await company.data(PAGE, variables))["viewer"]["liveSessions"]


async def test_pages_follow_each_other(company: FakeCompany) -> None:
    """Newest first; the end cursor of one page begins the next."""
    fill(company, 5)
    first = await page(company, first=3)
    assert [node["sessionId"] for node in first["nodes"]] == [live_id(n) for n in (5, 4, 3)]
    assert [edge["node"] for edge in first["edges"]] == first["nodes"]
    assert first["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": first["edges"][0]["cursor"],
        "endCursor": first["edges"][2]["cursor"],
    }
    second = await page(company, first=3, after=first["pageInfo"]["endCursor"])
    assert [node["sessionId"] for node in second["nodes"]] == [live_id(2), live_id(1)]
    assert second["pageInfo"]["hasNextPage"] is False


async def test_an_empty_page_has_no_cursors(company: FakeCompany) -> None:
    """And is no error."""
    found = await page(company, first=3, states=["SCHEDULED"])
    assert found["edges"] == []
    assert (found["pageInfo"]["startCursor"], found["pageInfo"]["endCursor"]) == (None, None)


@pytest.mark.parametrize(
    "variables",
    [
        {"first": 0},
        {"first": -1},
        {"first": 51},
        {"first": 5, "after": ""},
        {"first": 5, "after": "nonsense"},
        {"first": 5, "after": "AAAA"},
        {"first": 5, "after": "9" * 5_000},
        {"first": 5, "after": "é"},
    ],
)
async def test_what_cannot_be_a_page_is_refused(
    company: FakeCompany, variables: dict[str, Any]
) -> None:
    """BAD_USER_INPUT, and nobody is asked."""
    answer = await company.ask(PAGE, variables)
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
    assert company.calls() == {}


async def test_the_live_that_is_on_is_the_current_one(company: FakeCompany) -> None:
    """It may be paused, or about to be lost; when none is on there is none."""
    query = "{ viewer { currentLive { sessionId state } lastEndedLive { sessionId } } }"
    assert await company.data(query) == {
        "viewer": {"currentLive": None, "lastEndedLive": {"sessionId": LIVE}}
    }
    on = session(
        live_id(2),
        ("STARTED", NOW),
        ("PAUSED", NOW),
        last_seen_at=NOW,
        created_at=NOW,
    )
    company.mongo.put("live_sessions", on)
    assert await company.data(query) == {
        "viewer": {
            "currentLive": {"sessionId": live_id(2), "state": "PAUSED"},
            "lastEndedLive": {"sessionId": LIVE},
        }
    }


async def test_the_last_ended_live_is_one_with_a_page(company: FakeCompany) -> None:
    """A practice and a false start after it do not hide it from a restarted APP."""
    later = STARTED_AT + timedelta(hours=5)
    short = (("STARTED", later), ("ENDED", later))
    company.mongo.put(
        "live_sessions",
        session(live_id(2), is_practice=True, created_at=later),
        session(live_id(3), *short, created_at=later),
    )
    data = await company.data("{ viewer { lastEndedLive { sessionId endPageState } } }")
    assert data["viewer"]["lastEndedLive"] == {"sessionId": LIVE, "endPageState": "AVAILABLE"}


async def test_a_continuation_is_shown(company: FakeCompany) -> None:
    """Who looks at the LIVE that broke off finds the one that it went on as."""
    company.mongo.put(
        "live_sessions",
        session(continued_by=live_id(2)),
        session(live_id(2), continuation_of=LIVE, broadcast_id=LIVE),
    )
    data = await company.data(
        f'{{ liveSession(sessionId: "{LIVE}") {{ continuedBy {{ sessionId }} }} }}'
    )
    assert data["liveSession"]["continuedBy"] == {"sessionId": live_id(2)}
    assert company.calls() == {"live_sessions": 2}
