"""States are data: a LIVE without a page says why, and that is no error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, session, tick
from tests.fakes.times import ENDED_AT, NOW, STARTED_AT, wire

QUERY = f"""{{
  liveSession(sessionId: "{LIVE}") {{ state endPageState endPage {{ metrics {{ status }} }} }}
  endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }} }}"""
START = ("STARTED", STARTED_AT)
SHORT = ("ENDED", STARTED_AT.replace(second=30))

WITHOUT_A_PAGE: list[tuple[str, str, dict[str, Any]]] = [
    ("NOT_ENDED", "LIVE", session(LIVE, START, last_seen_at=NOW)),
    ("NOT_ENDED", "PAUSED", session(LIVE, START, ("PAUSED", NOW), last_seen_at=NOW)),
    ("NOT_ENDED", "ENDING", session(LIVE, START, ("DISCONNECTED", NOW), last_seen_at=NOW)),
    ("NOT_ENDED", "SCHEDULED", session(LIVE, ("SCHEDULED", STARTED_AT))),
    ("PRACTICE", "ENDED", session(is_practice=True)),
    ("CANCELLED", "CANCELLED", session(LIVE, ("CANCELLED", STARTED_AT))),
    ("FALSE_START", "ENDED", session(LIVE, START, SHORT)),
]


@pytest.mark.parametrize(("page_state", "state", "document"), WITHOUT_A_PAGE)
async def test_a_live_without_a_page_says_why(
    company: FakeCompany, page_state: str, state: str, document: dict[str, Any]
) -> None:
    """endPage is null without an error on both ways in, and no upstream is asked."""
    company.mongo.put("live_sessions", document)
    assert await company.data(QUERY) == {
        "liveSession": {"state": state, "endPageState": page_state, "endPage": None},
        "endPage": None,
    }
    assert company.calls() == {"live_sessions": 1}


async def test_an_ended_live_has_its_page(company: FakeCompany) -> None:
    """On both ways in it is the same."""
    page = {"metrics": {"status": "READY"}}
    assert await company.data(QUERY) == {
        "liveSession": {"state": "ENDED", "endPageState": "AVAILABLE", "endPage": page},
        "endPage": page,
    }


async def test_a_session_tells_its_life(company: FakeCompany) -> None:
    """Times are UTC in one format, reasons are words, history is in order."""
    company.mongo.put(
        "live_sessions",
        session(LIVE, START, ("SUSPENDED", ENDED_AT, "COUNTERFEIT"), ("TELEPORTED", ENDED_AT)),
    )
    data = await company.data(
        f"""{{ liveSession(sessionId: "{LIVE}") {{ sessionId revision endReason startedAt endedAt
          airSeconds timeZone displayCurrency nextCheckAt
          history {{ kind at reason revision }} }} }}"""
    )
    assert data["liveSession"] == {
        "sessionId": LIVE,
        "revision": 7,
        "endReason": "PLATFORM_SUSPENDED",
        "startedAt": wire(STARTED_AT),
        "endedAt": wire(ENDED_AT),
        "airSeconds": 3600,
        "timeZone": "America/New_York",
        "displayCurrency": "USD",
        "nextCheckAt": None,
        "history": [
            {"kind": "STARTED", "at": wire(STARTED_AT), "reason": None, "revision": 1},
            {"kind": "SUSPENDED", "at": wire(ENDED_AT), "reason": "COUNTERFEIT", "revision": 2},
            {"kind": "UNKNOWN", "at": wire(ENDED_AT), "reason": None, "revision": 3},
        ],
    }


SHOP_PANELS = ("metrics", "benchmarks", "analyticsLink", "roomImprovements", "accountImprovements")


async def test_a_live_that_was_not_shoppable_has_its_page(company: FakeCompany) -> None:
    """The shop's panels are NOT_SUPPORTED without a call to it; the others are as ever."""
    company.mongo.put("live_sessions", session(products_added=0, last_tick=tick()))
    panels = " ".join(f"{panel} {{ status nextRefreshAt }}" for panel in SHOP_PANELS)
    page = await company.page(f"{panels} rewards {{ status }} journey {{ status }}")
    unsupported = {"status": "NOT_SUPPORTED", "nextRefreshAt": None}
    assert page == {
        **dict.fromkeys(SHOP_PANELS, unsupported),
        "rewards": {"status": "READY"},
        "journey": {"status": "READY"},
    }
    assert company.calls() == {"live_sessions": 1, "rewards": 1, "journey": 1}


async def test_what_is_not_supported_has_no_content(company: FakeCompany) -> None:
    """Not even the last tick's numbers: every figure of the shop says NOT_SUPPORTED."""
    company.mongo.put("live_sessions", session(products_added=0, last_tick=tick()))
    page = await company.page(
        "metrics { headline { metric missing } } benchmarks { stage comparisons { metric } tips"
        " { code } } roomImprovements { outcome improvements { code } }"
        " accountImprovements { outcome } analyticsLink { overall { deepLink } }"
    )
    missing = {figure["metric"]: figure["missing"] for figure in page["metrics"]["headline"]}
    assert missing.pop("AIR_SECONDS") is None
    assert set(missing.values()) == {"NOT_SUPPORTED"}
    assert page["benchmarks"] == {"stage": "UNKNOWN", "comparisons": [], "tips": []}
    assert page["roomImprovements"] == {"outcome": None, "improvements": []}
    assert page["accountImprovements"] == {"outcome": None}
    assert page["analyticsLink"] == {"overall": None}
