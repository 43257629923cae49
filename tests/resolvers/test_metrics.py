"""Metrics: the panel's figures, with exact values and what is told beside them."""

from __future__ import annotations

import pytest

from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, session
from tests.fakes.times import COUNTED_AT, ENDED_AT, NOW, wire


async def test_the_headline_has_nine_figures_in_their_order(company: FakeCompany) -> None:
    """Each with its value in its own kind."""
    page = await company.page(
        """metrics { headline { metric ... on MoneyFigure { money: value { amount currencyCode } }
          ... on CountFigure { count: value } ... on RateFigure { rate: value }
          ... on DurationFigure { seconds: value } } }"""
    )
    assert page["metrics"]["headline"] == [
        {"metric": "DIRECT_GMV", "money": {"amount": "1200.00", "currencyCode": "USD"}},
        {"metric": "ITEMS_SOLD", "count": 50},
        {"metric": "UNIQUE_VIEWERS", "count": 1500},
        {"metric": "PRODUCT_CLICKS", "count": 400},
        {"metric": "LIVE_CTR", "rate": 0.2},
        {"metric": "CLICK_TO_ORDER_RATE", "rate": 0.1},
        {"metric": "NEW_FOLLOWERS", "count": 14},
        {"metric": "AVG_WATCH_SECONDS_PER_VIEW", "seconds": 46.0},
        {"metric": "AIR_SECONDS", "seconds": 3600.0},
    ]


async def test_money_is_worked_out_from_the_numbers_beside_it(company: FakeCompany) -> None:
    """By order, by hour, by thousand impressions and by thousand views."""
    names = ("averageOrderValue", "gmvPerHour", "showGpm", "watchGpm", "directGmv", "refundAmount")
    fields = " ".join(f"{name} {{ value {{ amount }} }}" for name in names)
    sales = (await company.page(f"metrics {{ sales {{ {fields} }} }}"))["metrics"]["sales"]
    amounts = [sales[name]["value"]["amount"] for name in names]
    assert amounts == ["37.50", "1200.00", "30.00", "600.00", "1200.00", "60.00"]


async def test_amounts_by_currency_stand_beside_the_one_shown(company: FakeCompany) -> None:
    """With the day of the rate; they are never added up here."""
    page = await company.page(
        "metrics { sales { rateDate directGmvByCurrency { amount currencyCode } } }"
    )
    assert page["metrics"]["sales"] == {
        "rateDate": "2026-11-21",
        "directGmvByCurrency": [
            {"amount": "1000.00", "currencyCode": "USD"},
            {"amount": "180.00", "currencyCode": "EUR"},
        ],
    }


async def test_a_currency_without_a_minor_unit_has_none(company: FakeCompany) -> None:
    """Yen are whole, and a worked-out amount is rounded half-even to them."""
    amounts = {
        name: shop.usd("1201", "JPY")
        for name in (
            "direct_gmv",
            "attributed_gmv",
            "24h_live_gmv",
            "refund_gmv",
            "est_commission",
        )
    }
    sales = shop.sales(display_currency="JPY", main_orders=2, **amounts)
    company.shop.say(LIVE, groups={"sales": sales})
    company.mongo.put("live_sessions", session(LIVE, display_currency="JPY"))
    page = await company.page(
        "metrics { sales { averageOrderValue { value { amount currencyCode } } } }"
    )
    value = page["metrics"]["sales"]["averageOrderValue"]["value"]
    assert value == {"amount": "600", "currencyCode": "JPY"}


async def test_a_live_that_sold_nothing_is_nought_and_not_missing(company: FakeCompany) -> None:
    """Zero sales are numbers; only nothing by nothing is missing, and the panel is READY."""
    nought = shop.usd("0.00")
    sales = shop.sales(direct_gmv=nought, sku_orders=0, main_orders=0, items_sold=0, customers=0)
    company.shop.say(LIVE, groups={"sales": sales})
    page = await company.page(
        """metrics { status sales { directGmv { value { amount } missing }
          skuOrders { value missing } gmvPerHour { value { amount } }
          averageOrderValue { value { amount } missing } }
          products { clickToOrderRate { value numerator denominator missing } } }"""
    )
    assert page["metrics"] == {
        "status": "READY",
        "sales": {
            "directGmv": {"value": {"amount": "0.00"}, "missing": None},
            "skuOrders": {"value": 0, "missing": None},
            "gmvPerHour": {"value": {"amount": "0.00"}},
            "averageOrderValue": {"value": None, "missing": "BELOW_THRESHOLD"},
        },
        "products": {
            "clickToOrderRate": {
                "value": 0.0,
                "numerator": 0,
                "denominator": 400,
                "missing": None,
            }
        },
    }


async def test_nobody_came(company: FakeCompany) -> None:
    """Rates of nothing are BELOW_THRESHOLD, with the nothings that they are made of."""
    traffic = shop.traffic(impressions=0, views=0, viewers=0)
    company.shop.say(LIVE, groups={"traffic": traffic})
    page = await company.page(
        "metrics { status traffic { views { value } enterRoomRate { value numerator denominator"
        " missing } } sales { showGpm { missing } } }"
    )
    assert page["metrics"] == {
        "status": "READY",
        "traffic": {
            "views": {"value": 0},
            "enterRoomRate": {
                "value": None,
                "numerator": 0,
                "denominator": 0,
                "missing": "BELOW_THRESHOLD",
            },
        },
        "sales": {"showGpm": {"missing": "BELOW_THRESHOLD"}},
    }


@pytest.mark.parametrize("count", [2**31, 2**53, 2**62])
async def test_counts_survive_32_bits(company: FakeCompany, count: int) -> None:
    """A marathon's impressions are more than an Int can say."""
    company.shop.say(LIVE, groups={"traffic": shop.traffic(impressions=count)})
    page = await company.page("metrics { traffic { impressions { value } } }")
    assert page["metrics"]["traffic"]["impressions"]["value"] == count


async def test_affiliates_are_not_shown_engagement(company: FakeCompany) -> None:
    """FORBIDDEN, and the panel is READY: nothing more will come."""
    company.shop.say(LIVE, groups={"engagement": None})
    page = await company.page("metrics { status engagement { likes { value missing } } }")
    assert page["metrics"] == {
        "status": "READY",
        "engagement": {"likes": {"value": None, "missing": "FORBIDDEN"}},
    }


async def test_provenance_is_told_with_each_figure(company: FakeCompany) -> None:
    """When it was counted, how final it is and when it will be, and whether it is an estimate."""
    said = "asOf finality isEstimated finalAt"
    page = await company.page(
        f"metrics {{ sales {{ gmvWithin24h {{ {said} }} estimatedCommission {{ {said} }} }} }}"
    )
    told = {"asOf": wire(COUNTED_AT), "finality": "PROVISIONAL"}
    assert page["metrics"]["sales"] == {
        "gmvWithin24h": {**told, "isEstimated": False, "finalAt": wire(COUNTED_AT)},
        "estimatedCommission": {**told, "isEstimated": True, "finalAt": wire(ENDED_AT)},
    }


async def test_a_panel_says_how_fresh_it_is() -> None:
    """As of when its source counted, with a page that explains it where there is one."""
    company = FakeCompany(learn_more_url="https://example.com/end-page")
    page = await company.page("servedAt metrics { asOf isStale nextRefreshAt learnMore }")
    assert page == {
        "servedAt": wire(NOW),
        "metrics": {
            "asOf": wire(COUNTED_AT),
            "isStale": False,
            "nextRefreshAt": None,
            "learnMore": "https://example.com/end-page#Metrics",
        },
    }


async def test_an_average_of_nothing_is_missing(company: FakeCompany) -> None:
    """Nobody came, so nobody stayed for any time on average, whatever the source says."""
    nobody = shop.traffic(views=0, viewers=0, avg_viewing_duration="0")
    company.shop.say(LIVE, groups={"traffic": nobody})
    page = await company.page("metrics { traffic { avgWatchSecondsPerView { value missing } } }")
    shown = page["metrics"]["traffic"]["avgWatchSecondsPerView"]
    assert shown == {"value": None, "missing": "BELOW_THRESHOLD"}


async def test_money_is_never_shown_in_another_currency_than_the_lives(
    company: FakeCompany,
) -> None:
    """Amounts that come in another one are missing; counts beside them are not."""
    company.mongo.put("live_sessions", session(LIVE, display_currency="GBP"))
    page = await company.page(
        "metrics { sales { directGmv { value { amount } missing } itemsSold { missing } } }"
    )
    assert page["metrics"]["sales"] == {
        "directGmv": {"value": None, "missing": "UPSTREAM_ERROR"},
        "itemsSold": {"missing": None},
    }
