"""A suspension is told first, and at once."""

from __future__ import annotations

from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, session
from tests.fakes.times import ENDED_AT, SOON, STARTED_AT, unix, wire

SUSPENDED = (("STARTED", STARTED_AT), ("SUSPENDED", ENDED_AT, "COUNTERFEIT"))
PANEL = """roomImprovements { status outcome nextRefreshAt
  violation { code title body occurredAt appealLink } improvements { code } }"""


async def test_it_is_told_before_there_is_a_diagnosis(company: FakeCompany) -> None:
    """The session itself knows that and why; words and appeal come with the diagnosis."""
    company.mongo.put("live_sessions", session(LIVE, *SUSPENDED))
    company.shop.say(LIVE, status="NOT_READY", next_refresh_at=unix(SOON))
    page = await company.page(PANEL)
    assert page["roomImprovements"] == {
        "status": "PARTIAL",
        "outcome": "VIOLATION",
        "nextRefreshAt": wire(SOON),
        "violation": {
            "code": "COUNTERFEIT",
            "title": None,
            "body": None,
            "occurredAt": wire(ENDED_AT),
            "appealLink": None,
        },
        "improvements": [],
    }


async def test_it_is_told_of_a_live_without_products(company: FakeCompany) -> None:
    """Shop analytics knows nothing of it, and is not asked."""
    company.mongo.put("live_sessions", session(LIVE, *SUSPENDED, products_added=0))
    page = await company.page("roomImprovements { status outcome violation { code } }")
    assert page["roomImprovements"] == {
        "status": "PARTIAL",
        "outcome": "VIOLATION",
        "violation": {"code": "COUNTERFEIT"},
    }
    assert company.calls() == {"live_sessions": 1}


async def test_a_diagnosis_that_is_not_ready_has_no_outcome(company: FakeCompany) -> None:
    """What a service says too early is not shown."""
    early = shop.improvements(status="PENDING", outcome="GOOD", next_refresh_at=unix(SOON))
    company.shop.say(LIVE, groups={"room_improvements": early})
    page = await company.page("roomImprovements { status outcome }")
    assert page["roomImprovements"] == {"status": "PENDING", "outcome": None}
