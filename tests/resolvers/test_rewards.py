"""Rewards: units are never money, weeks and trends are those of the page's own LIVE."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.fakes import rewards
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, live_id
from tests.fakes.times import ENDED_AT, SOON, unix, wire

WEEK = timedelta(days=7)


async def one_reward(company: FakeCompany, item: Any) -> Any:
    company.rewards.say(LIVE, groups={"earned": rewards.earned(item)})
    page = await company.page(
        "rewards { items { kind amount value { amount currencyCode } rate state"
        " reversal { at reasonCode title body } } }"
    )
    (shown,) = page["rewards"]["items"]
    return shown


@pytest.mark.parametrize("kind", ["DIAMOND", "POINT"])
@pytest.mark.parametrize("currency", [None, "USD"])
async def test_units_are_never_money(company: FakeCompany, kind: str, currency: str | None) -> None:
    """Diamonds and points are counted, even when somebody sends a currency beside them."""
    shown = await one_reward(company, rewards.reward("r", kind, "120", currency))
    assert (shown["kind"], shown["amount"], shown["value"]) == (kind, "120", None)


@pytest.mark.parametrize("kind", ["COUPON", "VOUCHER", "AD_CREDIT", "CASH"])
async def test_money_is_money(company: FakeCompany, kind: str) -> None:
    """Exact, with its currency, and no count of units."""
    shown = await one_reward(company, rewards.reward("r", kind, "12.50", "USD"))
    value = {"amount": "12.50", "currencyCode": "USD"}
    assert (shown["kind"], shown["amount"], shown["value"]) == (kind, None, value)


async def test_a_kind_and_state_of_tomorrow_are_unknown(company: FakeCompany) -> None:
    """Their words are shown all the same, the amount as what it is, and both are logged."""
    with capture_logs() as logs:
        item = rewards.reward("r", "MOON_ROCK", "3", "USD", state="ORBITING")
        shown = await one_reward(company, item)
    assert (shown["kind"], shown["state"], shown["amount"]) == ("UNKNOWN", "UNKNOWN", None)
    assert shown["value"] == {"amount": "3", "currencyCode": "USD"}
    assert {line["value"] for line in logs} == {"MOON_ROCK", "ORBITING"}


async def test_a_reversal_says_why(company: FakeCompany) -> None:
    """When and why it was taken back; a rate is 0 to 1."""
    reversal = {"at": unix(ENDED_AT), "reason_code": "REFUND", "title": "t", "body": "b"}
    item = rewards.reward(
        "r", "DIAMOND", "1", None, state="REVERSED", rate="38%", reversal=reversal
    )
    shown = await one_reward(company, item)
    assert (shown["state"], shown["rate"]) == ("REVERSED", 0.38)
    assert shown["reversal"] == {
        "at": wire(ENDED_AT),
        "reasonCode": "REFUND",
        "title": "t",
        "body": "b",
    }


@pytest.mark.parametrize(
    ("mondays", "diamonds"),
    [
        ([-1, 0, 1], "0"),
        ([1, 2], None),
        ([-2, -1], None),
        ([], None),
    ],
)
async def test_the_week_is_that_of_the_live(
    company: FakeCompany, mondays: list[int], diamonds: str | None
) -> None:
    """Of the creator's weeks the page shows the one in which its own LIVE ended, or none."""
    weeks = [rewards.week(rewards.MONDAY + n * WEEK, str(abs(n))) for n in mondays]
    company.rewards.say(CREATOR, groups={"weekly": {"weeks": weeks}})
    page = await company.page("rewards { weekly { diamonds weekStartsAt weekEndsAt rate state } }")
    shown = page["rewards"]["weekly"]
    assert shown == (
        diamonds
        and {
            "diamonds": diamonds,
            "weekStartsAt": wire(rewards.MONDAY),
            "weekEndsAt": wire(rewards.MONDAY + WEEK),
            "rate": 0.08,
            "state": "PENDING",
        }
    )


async def test_a_live_that_ends_with_the_week_belongs_to_the_next(company: FakeCompany) -> None:
    """Weeks include their beginning and not their end."""
    weeks = [rewards.week(ENDED_AT - WEEK, "1"), rewards.week(ENDED_AT, "2")]
    company.rewards.say(CREATOR, groups={"weekly": {"weeks": weeks}})
    page = await company.page("rewards { weekly { diamonds } }")
    assert page["rewards"]["weekly"] == {"diamonds": "2"}


async def test_the_trend_ends_with_the_page(company: FakeCompany) -> None:
    """A later LIVE has no place on this page; the last twenty have, oldest first."""
    points = [
        rewards.trend_point(live_id(n), ENDED_AT + timedelta(hours=n - 25), n) for n in range(1, 28)
    ]
    company.rewards.say(CREATOR, groups={"trend": {"points": points}})
    page = await company.page("rewards { trend { sessionId diamonds endedAt } }")
    trend = page["rewards"]["trend"]
    assert [point["diamonds"] for point in trend] == list(range(6, 26))
    assert trend[-1] == {"sessionId": live_id(25), "diamonds": 25, "endedAt": wire(ENDED_AT)}


@pytest.mark.parametrize(
    ("earned", "status", "refresh"),
    [
        (rewards.earned(), "READY", None),
        (rewards.earned(diamonds_received=0), "EMPTY", None),
        (rewards.earned(status="PENDING", next_refresh_at=unix(SOON)), "PENDING", SOON),
    ],
)
async def test_a_live_that_earned_nothing_is_empty(
    company: FakeCompany, earned: Any, status: str, refresh: Any
) -> None:
    """Nothing and nothing to come is EMPTY; what is still counted is PENDING."""
    company.rewards.say(LIVE, groups={"earned": earned})
    page = await company.page("rewards { status nextRefreshAt }")
    assert page["rewards"] == {"status": status, "nextRefreshAt": refresh and wire(refresh)}
