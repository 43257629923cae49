"""Improvements: the worst first, few of them, and a suspension before all advice."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE
from tests.fakes.times import ENDED_AT, SOON, unix, wire

CODES = "{ status outcome improvements { code severity dimension } }"


async def room(company: FakeCompany, *items: Any, **changes: Any) -> Any:
    group = {"room_improvements": shop.improvements(*items, **changes)}
    company.shop.say(LIVE, groups=group)
    return (await company.page(f"roomImprovements {CODES}"))["roomImprovements"]


async def account(company: FakeCompany, *items: Any) -> Any:
    group = {"account_improvements": shop.improvements(*items)}
    company.shop.say(CREATOR, groups=group)
    return (await company.page(f"accountImprovements {CODES}"))["accountImprovements"]


def codes(panel: Any) -> list[str]:
    return [one["code"] for one in panel["improvements"]]


async def test_a_room_has_three_at_most_worst_first(company: FakeCompany) -> None:
    """Those that are alike keep their order; the mildest are left out."""
    panel = await room(
        company,
        shop.suggestion("a", "STRENGTH"),
        shop.suggestion("b", "WARNING"),
        shop.suggestion("c", "OK"),
        shop.suggestion("d", "CRITICAL"),
        shop.suggestion("e", "WARNING"),
    )
    assert codes(panel) == ["code-d", "code-b", "code-e"]
    assert [one["severity"] for one in panel["improvements"]] == ["CRITICAL", "WARNING", "WARNING"]


async def test_a_severity_of_tomorrow_comes_last(company: FakeCompany) -> None:
    """It is UNKNOWN and logged, and never pushes a known one out."""
    with capture_logs() as logs:
        panel = await room(
            company, shop.suggestion("a", "APOCALYPTIC"), shop.suggestion("b", "STRENGTH")
        )
    assert [one["severity"] for one in panel["improvements"]] == ["STRENGTH", "UNKNOWN"]
    assert [(line["enum"], line["value"]) for line in logs] == [("Severity", "APOCALYPTIC")]


async def test_an_account_has_one_a_dimension(company: FakeCompany) -> None:
    """The worst of each, the worst dimension first."""
    panel = await account(
        company,
        shop.suggestion("a", "OK", "TRAFFIC"),
        shop.suggestion("b", "WARNING", "PRODUCT"),
        shop.suggestion("c", "CRITICAL", "TRAFFIC"),
        shop.suggestion("d", "WARNING", "PRODUCT"),
        shop.suggestion("e", "STRENGTH", "SERVICE"),
        shop.suggestion("f", "WARNING", "CONTENT"),
    )
    assert codes(panel) == ["code-c", "code-b", "code-f", "code-e"]


@pytest.mark.parametrize(
    ("metric", "observed"),
    [("enter_room_rate", 0.05), ("watch_gpm", 600.0), ("avg_watch_seconds_per_view", 46.0)],
)
async def test_a_rooms_observed_is_its_metrics_figure(
    company: FakeCompany, metric: str, observed: float
) -> None:
    """Worked out here from the numbers of the metrics panel."""
    item = shop.suggestion("a", "WARNING", metric=metric)
    company.shop.say(LIVE, groups={"room_improvements": shop.improvements(item)})
    page = await company.page("roomImprovements { improvements { metric observed benchmark } }")
    assert page["roomImprovements"]["improvements"] == [
        {"metric": metric.upper(), "observed": observed, "benchmark": 0.08}
    ]


async def test_a_suggestion_says_what_to_do_and_where_to_look(company: FakeCompany) -> None:
    """Words, an action with its deep link, and at most five stretches of the LIVE."""
    evidence = [{"kind": "CLIP", "from_seconds": n, "to_seconds": n + 9} for n in range(7)]
    item = shop.suggestion("a", "WARNING", evidence=evidence)
    company.shop.say(LIVE, groups={"room_improvements": shop.improvements(item)})
    page = await company.page(
        "roomImprovements { improvements { suggestionId title body funnelStage"
        " action { code title deepLink } evidence { kind fromSeconds toSeconds } } }"
    )
    assert page["roomImprovements"]["improvements"] == [
        {
            "suggestionId": "a",
            "title": "A title",
            "body": "A body",
            "funnelStage": "DISCOVER",
            "action": {"code": "OPEN_GUIDE", "title": "Open", "deepLink": "app://guide"},
            "evidence": [{"kind": "CLIP", "fromSeconds": n, "toSeconds": n + 9} for n in range(5)],
        }
    ]


async def test_an_accounts_observed_is_its_own(company: FakeCompany) -> None:
    """An account has no metrics panel: the diagnosis tells what it saw, over its window."""
    item = shop.suggestion("a", "WARNING", observed="0.031")
    company.shop.say(CREATOR, groups={"account_improvements": shop.improvements(item)})
    page = await company.page("accountImprovements { windowDays improvements { observed } }")
    assert page["accountImprovements"] == {
        "windowDays": 28,
        "improvements": [{"observed": 0.031}],
    }


async def test_a_suspension_is_told_first(company: FakeCompany) -> None:
    """The outcome is VIOLATION, with its words, its time and the way to appeal."""
    violation = {
        "code": "COUNTERFEIT",
        "title": "Counterfeit",
        "body": "A product was not genuine.",
        "occurred_at": unix(ENDED_AT),
        "appeal_link": "app://appeal/1",
    }
    group = shop.improvements(outcome="VIOLATION", violation=violation)
    company.shop.say(LIVE, groups={"room_improvements": group})
    page = await company.page(
        "roomImprovements { status outcome violation { code title body occurredAt appealLink } }"
    )
    assert page["roomImprovements"] == {
        "status": "READY",
        "outcome": "VIOLATION",
        "violation": {
            "code": "COUNTERFEIT",
            "title": "Counterfeit",
            "body": "A product was not genuine.",
            "occurredAt": wire(ENDED_AT),
            "appealLink": "app://appeal/1",
        },
    }


async def test_a_diagnosis_that_is_not_there_is_pending(company: FakeCompany) -> None:
    """With the diagnosis's own time to ask again, whatever the rest of the answer says."""
    pending = shop.improvements(status="PENDING", outcome=None, next_refresh_at=unix(SOON))
    company.shop.say(LIVE, groups={"room_improvements": pending})
    page = await company.page(
        "roomImprovements { status outcome nextRefreshAt improvements { code } }"
    )
    assert page["roomImprovements"] == {
        "status": "PENDING",
        "outcome": None,
        "nextRefreshAt": wire(SOON),
        "improvements": [],
    }


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("GOOD", "GOOD"), ("BELOW_THRESHOLD", "BELOW_THRESHOLD"), ("SPLENDID", "UNKNOWN")],
)
async def test_every_outcome_is_a_word(company: FakeCompany, word: str, outcome: str) -> None:
    """Also one of tomorrow."""
    assert (await room(company, outcome=word))["outcome"] == outcome
