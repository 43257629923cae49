"""Rewards and journey: what one LIVE earned and added, beside what the company says of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.app.product import Product, unix
from tests.app.services import JOURNEY, REWARDS

MONEY = {"COUPON", "VOUCHER", "AD_CREDIT", "CASH"}
EARNED = """rewards { status asOf diamondsReceived
  items { rewardId missionId missionCode title kind amount value { amount currencyCode }
          rate state availableAt expiresAt reversal { at reasonCode title } }
  weekly { weekStartsAt weekEndsAt rate diamonds state }
  trend { sessionId endedAt diamonds } } session { endedAt }"""
ADDED = """journey { status asOf level { level league leagueChange seasonEndsAt }
  milestones { code tier title unit current target addedByThisLive isReached state }
  goals { code period current target addedByThisLive isReached }
  opportunities { opportunityId code type reasonCode deepLink } }"""


@pytest.mark.parametrize("kind", ["ended", "top_creator", "suspended", "jpy", "final"])
async def test_rewards_are_what_the_company_says(product: Product, kind: str) -> None:
    """Each reward by mission, kind and state; diamonds and points are never money."""
    page = await product.page(kind, EARNED)
    panel = page["rewards"]
    said = product.said(REWARDS, kind, as_of=panel["asOf"])["earned"]
    assert panel["status"] == "READY"
    assert panel["diamondsReceived"] == said["diamonds_received"]
    assert len(panel["items"]) == len(said["items"]) > 0
    for shown, told in zip(panel["items"], said["items"], strict=True):
        assert shown["rewardId"] == told["reward_id"]
        assert (shown["missionCode"], shown["kind"], shown["state"]) == (
            told["mission_code"],
            told["kind"],
            told["state"],
        )
        money = {"amount": told["amount"], "currencyCode": told["currency"]}
        is_money = told["kind"] in MONEY
        assert shown["value"] == (money if is_money else None)
        assert shown["amount"] == (None if is_money else told["amount"])
        rate = None if told["rate"] is None else float(Decimal(told["rate"][:-1]) / 100)
        assert shown["rate"] == rate
        assert (shown["reversal"] is None) == (told["reversal"] is None)
    ended_at = unix(page["session"]["endedAt"])
    if panel["weekly"] is not None:
        assert unix(panel["weekly"]["weekStartsAt"]) <= ended_at
        assert ended_at < unix(panel["weekly"]["weekEndsAt"])
    assert panel["trend"][-1]["sessionId"] == product.session(kind)
    assert panel["trend"][-1]["diamonds"] == said["diamonds_received"]
    ends = [unix(point["endedAt"]) for point in panel["trend"]]
    assert ends == sorted(ends)


async def test_a_suspension_takes_rewards_back(product: Product) -> None:
    """Each reward of a suspended LIVE is reversed, with the reason in the client's language."""
    items = (await product.page("suspended", EARNED))["rewards"]["items"]
    assert {item["state"] for item in items} == {"REVERSED"}
    assert {item["reversal"]["reasonCode"] for item in items} == {"LIVE_SUSPENDED"}
    assert all(item["reversal"]["title"] for item in items)


@pytest.mark.parametrize("kind", ["ended", "new_creator", "top_creator", "zero_views"])
async def test_the_journey_is_what_the_company_says(product: Product, kind: str) -> None:
    """Milestones and goals with what this very LIVE added, and the step in the league."""
    panel = (await product.page(kind, ADDED))["journey"]
    said = product.said(JOURNEY, kind, as_of=panel["asOf"])["progress"]
    assert panel["status"] == "READY"
    assert panel["level"]["leagueChange"] == said["league_change"]
    for name in ("milestones", "goals"):
        added = {(one["code"], one.get("tier")): one["added"] for one in said[name]}
        shown: list[dict[str, Any]] = panel[name]
        assert shown
        for one in shown:
            expected = Decimal(added.pop((one["code"], one.get("tier")), "0"))
            assert Decimal(one["addedByThisLive"]) == expected
            assert one["isReached"] is (Decimal(one["current"]) >= Decimal(one["target"]))
        # Each addition is shown once, at its own tier.
        assert not added
    # A LIVE of someone who has reached every tier moves none, but always a goal.
    assert said["goals"]
    assert all(one["deepLink"].startswith("shoplive://") for one in panel["opportunities"])
