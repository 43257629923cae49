"""Failures: what could not be loaded is null with an error at its path; the rest is whole."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.errors import KnownError, SourceBadAnswer, SourceForbidden, SourceUnavailable
from loaders.names import JOURNEY, MONGODB, REWARDS, SHOP
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, live_id, recording, session

PANELS = """
  metrics { status } benchmarks { stage } analyticsLink { overall { deepLink } }
  roomImprovements { outcome } accountImprovements { outcome }
  rewards { diamondsReceived } journey { level { level } } recordings { status }
"""
PAGE = f'{{ endPage(sessionId: "{LIVE}") {{ {PANELS} }} }}'
FAILURES_THAT_OPEN_THE_BREAKER = 3
SHOP_PANELS = {"metrics", "benchmarks", "analyticsLink", "roomImprovements", "accountImprovements"}
ALL_PANELS = SHOP_PANELS | {"rewards", "journey", "recordings"}


async def failed(company: FakeCompany, query: str = PAGE) -> dict[str, str]:
    """The code of each panel that is null; all others are there."""
    answer = await company.ask(query)
    assert answer.data is not None
    codes = {error["path"][-1]: error["extensions"]["code"] for error in answer.errors}
    assert [error["path"] for error in answer.errors] == [["endPage", name] for name in codes]
    page: dict[str, Any] = answer.data["endPage"]
    assert {name for name, panel in page.items() if panel is None} == codes.keys()
    return codes


@pytest.mark.parametrize(
    ("name", "panels"),
    [(SHOP, SHOP_PANELS), (REWARDS, {"rewards"}), (JOURNEY, {"journey"})],
)
async def test_an_upstream_that_is_down_costs_its_own_panels(
    company: FakeCompany, name: str, panels: set[str]
) -> None:
    """Each of them is null with a path and a code; all others are whole.

    It is one call for all of them, made again until the breaker opens.
    """
    (upstream,) = [one for one in company.upstreams() if one.name == name]
    upstream.failure = SourceUnavailable(upstream=name)
    assert await failed(company) == dict.fromkeys(panels, "SOURCE_UNAVAILABLE")
    assert len(upstream.calls) == FAILURES_THAT_OPEN_THE_BREAKER


async def test_recordings_fail_alone(company: FakeCompany) -> None:
    """The other collection is another find."""
    company.mongo.failures["recordings"] = SourceUnavailable(upstream=MONGODB)
    assert await failed(company) == {"recordings": "SOURCE_UNAVAILABLE"}


async def test_without_its_session_there_is_no_page(company: FakeCompany) -> None:
    """When the session cannot be read the page itself is null, and no upstream is asked."""
    company.mongo.failures["live_sessions"] = SourceUnavailable(upstream=MONGODB)
    answer = await company.ask(PAGE)
    assert answer.data == {"endPage": None}
    assert [error["path"] for error in answer.errors] == [["endPage"]]
    assert answer.errors[0]["extensions"]["retryable"] is True
    assert company.calls() == {"live_sessions": FAILURES_THAT_OPEN_THE_BREAKER}


@pytest.mark.parametrize(
    ("error", "code", "retryable"),
    [
        (SourceUnavailable(upstream=SHOP), "SOURCE_UNAVAILABLE", True),
        (SourceBadAnswer("group sales: secret", upstream=SHOP), "SOURCE_BAD_ANSWER", False),
        (SourceForbidden(upstream=SHOP), "SOURCE_FORBIDDEN", False),
    ],
)
async def test_an_error_says_its_code_and_whether_to_ask_again(
    company: FakeCompany, error: KnownError, code: str, retryable: bool
) -> None:
    """A message, the path, the place, and under extensions what a client decides by; no more."""
    company.shop.fail(LIVE, error)
    answer = await company.ask(f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }} }}')
    assert answer.errors == [
        {
            "message": error.message,
            "path": ["endPage", "metrics"],
            "locations": [{"line": 1, "column": 47}],
            "extensions": {"code": code, "retryable": retryable, "requestId": "request-1"},
        }
    ]
    assert "secret" not in str(answer.to_wire())


async def test_when_to_ask_again_is_told(company: FakeCompany) -> None:
    """An upstream that names a time to wait is passed on, in milliseconds."""
    company.shop.failure = SourceUnavailable(upstream=SHOP, retry_after_ms=7000)
    answer = await company.ask(f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }} }}')
    assert answer.errors[0]["extensions"]["retryAfterMs"] == 7000


async def test_an_error_of_one_page_stays_there(company: FakeCompany) -> None:
    """Of two pages in one call, the one whose key was not answered is alone without its panel."""
    company.mongo.put("live_sessions", session(live_id(2)))
    missing = SourceBadAnswer("a key was not answered", upstream=SHOP)
    company.shop.fail(live_id(2), missing)
    answer = await company.ask(
        f'{{ a: endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }}'
        f' b: endPage(sessionId: "{live_id(2)}") {{ metrics {{ status }} id }} }}'
    )
    assert answer.data is not None
    assert answer.data["a"]["metrics"] == {"status": "READY"}
    assert answer.data["b"]["metrics"] is None
    assert [error["path"] for error in answer.errors] == [["b", "metrics"]]
    assert answer.errors[0]["extensions"]["code"] == "SOURCE_BAD_ANSWER"
    assert company.calls() == {"live_sessions": 1, "shop_analytics": 1}


async def test_the_creators_part_fails_where_it_is_shown(company: FakeCompany) -> None:
    """What is known of the creator fails the panels that show it, and leaves the session's."""
    company.shop.fail(CREATOR, SourceUnavailable(upstream=SHOP))
    assert await failed(company) == {"accountImprovements": "SOURCE_UNAVAILABLE"}


@pytest.mark.parametrize(
    ("group", "panel"),
    [
        ("benchmarks", "benchmarks"),
        ("analytics_link", "analyticsLink"),
        ("room_improvements", "roomImprovements"),
    ],
)
async def test_a_group_that_fails_costs_its_panel_alone(
    company: FakeCompany, group: str, panel: str
) -> None:
    """The other groups of the same answer are shown."""
    company.shop.say(LIVE, errors=[{"group": group, "code": 98001001}])
    assert await failed(company) == {panel: "SOURCE_UNAVAILABLE"}


@pytest.mark.parametrize(
    ("broken", "code"), [({"groups": {"traffic": {"views": 1}}}, None), (None, 98001001)]
)
async def test_numbers_that_fail_are_missing_and_their_panel_is_partial(
    company: FakeCompany, broken: dict[str, Any] | None, code: int | None
) -> None:
    """Figures of the group say UPSTREAM_ERROR, also those that need it beside another group."""
    errors = [{"group": "traffic", "code": code}] if code else []
    company.shop.say(LIVE, **(broken or {"errors": errors}))
    page = await company.page(
        "metrics { status sales { directGmv { missing value { amount } }"
        " showGpm { missing value { amount } } } traffic { views { missing value } } }"
    )
    nothing = {"missing": "UPSTREAM_ERROR", "value": None}
    assert page["metrics"] == {
        "status": "PARTIAL",
        "sales": {
            "directGmv": {"missing": None, "value": {"amount": "1200.00"}},
            "showGpm": nothing,
        },
        "traffic": {"views": nothing},
    }


async def test_a_recording_that_cannot_be_read_costs_its_panel(company: FakeCompany) -> None:
    """A document outside its contract is a bad answer of the database."""
    company.mongo.put("recordings", recording("r1", size_bytes="huge"))
    assert await failed(company) == {"recordings": "SOURCE_BAD_ANSWER"}
