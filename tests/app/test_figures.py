"""Figures of the page beside what the company itself says of the same LIVE."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pytest

from tests.app.figures import Figures, figures_of
from tests.app.product import Product, unix

KINDS = [
    "ended",
    "suspended",
    "new_creator",
    "top_creator",
    "two_currencies",
    "zero_views",
    "jpy",
    "vnd",
    "no_clicks",
    "zero_sales",
    "continuation",
    "continued",
    "cohort_too_small",
    "restated",
    "settling",
    "final",
    "affiliate",
    "beyond_32_bits",
    "marathon",
    "dst_crossing",
    "lost_connection",
]
MONEY = {
    "DIRECT_GMV": "direct_gmv",
    "ATTRIBUTED_GMV": "attributed_gmv",
    "GMV_WITHIN_24H": "24h_live_gmv",
    "REFUND_AMOUNT": "refund_gmv",
    "ESTIMATED_COMMISSION": "est_commission",
}
COUNTS = {
    ("SKU_ORDERS", "sales", "sku_orders"),
    ("MAIN_ORDERS", "sales", "main_orders"),
    ("ITEMS_SOLD", "sales", "items_sold"),
    ("UNIQUE_BUYERS", "sales", "customers"),
    ("IMPRESSIONS", "traffic", "impressions"),
    ("VIEWS", "traffic", "views"),
    ("UNIQUE_VIEWERS", "traffic", "viewers"),
    ("PEAK_CONCURRENT_VIEWERS", "traffic", "pcu"),
    ("PRODUCT_IMPRESSIONS", "products", "product_impressions"),
    ("PRODUCT_CLICKS", "products", "produt_clicks"),
    ("ADD_TO_CARTS", "products", "add_to_cart_count"),
    ("LIKES", "engagement", "likes"),
    ("COMMENTS", "engagement", "comments"),
    ("SHARES", "engagement", "shares"),
    ("NEW_FOLLOWERS", "engagement", "new_followers"),
}
# A rate, its numerator and its denominator, and what the service itself says that it is.
RATES = [
    ("ENTER_ROOM_RATE", ("traffic", "views"), ("traffic", "impressions"), "enter_room_rate"),
    ("LIVE_CTR", ("products", "produt_clicks"), ("traffic", "views"), "click_through_rate"),
    (
        "PRODUCT_CTR",
        ("products", "produt_clicks"),
        ("products", "product_impressions"),
        "product_click_through_rate",
    ),
    (
        "CLICK_TO_ORDER_RATE",
        ("sales", "sku_orders"),
        ("products", "produt_clicks"),
        "click_to_order_rate",
    ),
    ("COMMENT_RATE", ("engagement", "comments"), ("traffic", "views"), None),
    ("FOLLOW_RATE", ("engagement", "new_followers"), ("traffic", "views"), None),
    ("NEGATIVE_FEEDBACK_RATE", ("engagement", "negative_feedback"), ("traffic", "views"), None),
]


async def both(product: Product, kind: str) -> tuple[Figures, Any]:
    """The figures of the page, and what shop analytics says as of the same moment."""
    figures = await figures_of(product, kind)
    return figures, product.said("shop_analytics", kind, as_of=figures.panel["asOf"])


@pytest.mark.parametrize("kind", KINDS)
async def test_money_is_what_the_company_says(product: Product, kind: str) -> None:
    """Each definition of GMV comes to the last minor unit, in the display currency."""
    figures, said = await both(product, kind)
    sales = said["sales"]
    for metric, name in MONEY.items():
        told = sales[name]
        assert figures.value(metric) == {
            "amount": told["amount"],
            "currencyCode": told["currency"],
        }
        assert told["currency"] == figures.session["displayCurrency"]
    assert figures.panel["currencies"] == {
        "rateDate": sales["rate_date"],
        "directGmvByCurrency": [
            {"amount": one["amount"], "currencyCode": one["currency"]}
            for one in sales["direct_gmv_by_currency"]
        ],
    }


@pytest.mark.parametrize("kind", KINDS)
async def test_counts_are_what_the_company_says(product: Product, kind: str) -> None:
    """Each count is exact, however large, and so are the averages that come ready-made."""
    figures, said = await both(product, kind)
    for metric, group, name in COUNTS:
        if group in said:
            assert figures.value(metric) == said[group][name], metric
    traffic = said["traffic"]
    assert figures.value("AVERAGE_CONCURRENT_VIEWERS") == traffic["acu"]
    watched = figures["AVG_WATCH_SECONDS_PER_VIEW"]
    if traffic["views"]:
        assert watched["seconds"] == float(traffic["avg_viewing_duration"])
    else:
        assert (watched["seconds"], watched["missing"]) == (None, "BELOW_THRESHOLD")
    assert figures.value("AIR_SECONDS") == figures.session["airSeconds"]


@pytest.mark.parametrize("kind", KINDS)
async def test_rates_are_worked_out_from_what_is_shown(product: Product, kind: str) -> None:
    """A rate is numerator by denominator, agrees with the service's own, and 0/0 is missing."""
    figures, said = await both(product, kind)
    for metric, (group, part), (over, whole), own in RATES:
        if group not in said:
            continue
        numerator, denominator = said[group][part], said[over][whole]
        figure = figures[metric]
        assert (figure["numerator"], figure["denominator"]) == (numerator, denominator)
        if denominator == 0:
            assert (figure["rate"], figure["missing"]) == (None, "BELOW_THRESHOLD")
            continue
        assert figure["rate"] == numerator / denominator
        if own is not None:
            where = "traffic" if own == "enter_room_rate" else "products"
            assert f"{figure['rate'] * 100:.2f}%" == said[where][own]


@pytest.mark.parametrize("kind", KINDS)
async def test_money_by_count_is_rounded_to_the_minor_unit(product: Product, kind: str) -> None:
    """Order value, GMV an hour and both GPMs round half-even; by nothing they are missing."""
    figures, said = await both(product, kind)
    currency = figures.session["displayCurrency"]
    direct = Decimal(said["sales"]["direct_gmv"]["amount"])
    unit = Decimal(1) if currency in {"JPY", "VND"} else Decimal("0.01")
    divided = {
        "AVERAGE_ORDER_VALUE": (direct, said["sales"]["main_orders"]),
        "SHOW_GPM": (direct * 1000, said["traffic"]["impressions"]),
        "WATCH_GPM": (direct * 1000, said["traffic"]["views"]),
        "GMV_PER_HOUR": (direct * 3600, figures.session["airSeconds"]),
    }
    for metric, (money, count) in divided.items():
        if not count:
            assert figures[metric]["missing"] == "BELOW_THRESHOLD"
            continue
        amount = (money / count).quantize(unit, rounding=ROUND_HALF_EVEN)
        shown = figures.value(metric)
        assert shown["currencyCode"] == currency
        # Multiplying before dividing may differ by one unit in the last of 28 digits, not here.
        assert Decimal(shown["amount"]) == amount, metric


@pytest.mark.parametrize("kind", KINDS)
async def test_finality_is_told_for_each_figure(product: Product, kind: str) -> None:
    """Each figure has the finality of its group, and a day's GMV has an end of its own.

    A group is restated when one of its numbers is: the others are as final as their time says.
    """
    figures, said = await both(product, kind)
    sales, traffic = said["sales"], said["traffic"]
    others = sales["finality"]
    if others == "RESTATED":
        others = (
            "FINAL" if int(sales["final_at"]) <= unix(figures["DIRECT_GMV"]["asOf"]) else "SETTLING"
        )
    for metric in (*MONEY, "SKU_ORDERS", "UNIQUE_BUYERS"):
        restated = [one for one in sales["restatements"] if one["metric"] == MONEY.get(metric)]
        expected = "RESTATED" if restated else others
        assert figures[metric]["finality"] == expected, metric
        assert figures[metric]["isEstimated"] == (metric == "ESTIMATED_COMMISSION")
    assert figures["IMPRESSIONS"]["finality"] == traffic["finality"]
    assert figures["AIR_SECONDS"]["finality"] == "FINAL"
    final_at = figures["DIRECT_GMV"]["finalAt"]
    assert unix(final_at) == int(sales["final_at"])
    assert unix(figures["GMV_WITHIN_24H"]["finalAt"]) == int(sales["24h_complete_at"])
