"""LIVEs that are out of the ordinary, each for a reason of its own."""

from __future__ import annotations

from decimal import Decimal

from tests.app.figures import figures_of
from tests.app.product import Product, unix

ENGAGEMENT = (
    "LIKES",
    "COMMENTS",
    "SHARES",
    "NEW_FOLLOWERS",
    "COMMENT_RATE",
    "FOLLOW_RATE",
    "NEGATIVE_FEEDBACK_RATE",
)


async def test_counts_survive_two_to_the_31(product: Product) -> None:
    """Impressions beyond 32 bits come as the whole number that they are."""
    figures = await figures_of(product, "beyond_32_bits")
    impressions = figures.value("IMPRESSIONS")
    assert impressions > 2**31
    rate = figures["ENTER_ROOM_RATE"]
    assert rate["denominator"] == impressions
    assert rate["rate"] == rate["numerator"] / impressions


async def test_yen_have_no_minor_unit(product: Product) -> None:
    """No amount in yen has a decimal point, whether it came so or was worked out."""
    figures = await figures_of(product, "jpy")
    amounts = [figure["money"] for figure in figures if figure.get("money")]
    assert len(amounts) == 9
    assert {money["currencyCode"] for money in amounts} == {"JPY"}
    assert all(money["amount"].isdigit() for money in amounts)


async def test_a_restatement_says_from_what_when_and_why(product: Product) -> None:
    """Direct GMV was restated; what is made of it is restated, too, without a value of old."""
    figures = await figures_of(product, "restated")
    said = product.said("shop_analytics", "restated", as_of=figures.panel["asOf"])
    (told,) = said["sales"]["restatements"]
    direct = figures["DIRECT_GMV"]
    assert direct["finality"] == "RESTATED"
    restatement = direct["restatement"]
    assert restatement["from"] == told["from"]
    assert unix(restatement["at"]) == int(told["at"])
    assert restatement["reason"] == "RISK_ORDERS_REMOVED"
    assert Decimal(restatement["from"]) > Decimal(direct["money"]["amount"])
    assert figures["ATTRIBUTED_GMV"]["restatement"] is None
    assert figures["AVERAGE_ORDER_VALUE"]["finality"] == "RESTATED"
    assert figures["AVERAGE_ORDER_VALUE"]["restatement"] is None


async def test_two_currencies_stand_beside_the_one_that_is_displayed(product: Product) -> None:
    """Buyers paid in dollars and pounds; the figure itself is dollars alone."""
    figures = await figures_of(product, "two_currencies")
    by_currency = figures.panel["currencies"]["directGmvByCurrency"]
    assert [money["currencyCode"] for money in by_currency] == ["USD", "GBP"]
    assert figures.value("DIRECT_GMV")["currencyCode"] == "USD"
    shown = Decimal(figures.value("DIRECT_GMV")["amount"])
    assert 0 < Decimal(by_currency[0]["amount"]) < shown


async def test_finality_follows_the_age_of_a_live(product: Product) -> None:
    """Hours after the end money is provisional, days after it settles, weeks after it is final."""
    stages = {"ended": "PROVISIONAL", "settling": "SETTLING", "final": "FINAL"}
    for kind, finality in stages.items():
        assert (await figures_of(product, kind))["DIRECT_GMV"]["finality"] == finality
    assert (await figures_of(product, "settling"))["VIEWS"]["finality"] == "FINAL"


async def test_an_affiliate_is_not_shown_engagement(product: Product) -> None:
    """Its source leaves engagement out for affiliates: forbidden, and everything else is there."""
    figures = await figures_of(product, "affiliate")
    assert {figures[metric]["missing"] for metric in ENGAGEMENT} == {"FORBIDDEN"}
    assert figures.panel["status"] == "READY"
    assert figures["VIEWS"]["missing"] is None


async def test_no_views_are_zero_and_no_rate(product: Product) -> None:
    """Nobody came: counts are 0, a rate of nothing by nothing is missing, and nothing is EMPTY."""
    figures = await figures_of(product, "zero_views")
    assert figures.panel["status"] == "READY"
    assert figures.value("VIEWS") == 0
    assert figures.value("DIRECT_GMV") == {"amount": "0.00", "currencyCode": "USD"}
    assert figures.value("ENTER_ROOM_RATE") == 0
    for metric in ("LIVE_CTR", "CLICK_TO_ORDER_RATE", "COMMENT_RATE", "WATCH_GPM"):
        assert figures[metric]["missing"] == "BELOW_THRESHOLD"


async def test_no_sales_are_zero(product: Product) -> None:
    """A LIVE that sold nothing has a GMV of 0, an order rate of 0 and no order value."""
    figures = await figures_of(product, "zero_sales")
    assert figures.value("DIRECT_GMV")["amount"] == "0.00"
    assert figures.value("CLICK_TO_ORDER_RATE") == 0
    assert figures["AVERAGE_ORDER_VALUE"]["missing"] == "BELOW_THRESHOLD"


async def test_a_live_without_products_has_its_page(product: Product) -> None:
    """Shop panels are not supported and ask nobody; rewards, journey and recordings are as ever."""
    panels = ["metrics", "benchmarks", "analyticsLink", "roomImprovements", "accountImprovements"]
    others = ["rewards", "journey", "recordings"]
    page = await product.page(
        "not_shoppable", " ".join(f"{name} {{ status }}" for name in panels + others)
    )
    assert {page[name]["status"] for name in panels} == {"NOT_SUPPORTED"}
    assert {page[name]["status"] for name in others} == {"READY"}
    assert await product.services.counts() == {"shop_analytics": 0, "rewards": 1, "journey": 1}
    figures = await figures_of(product, "not_shoppable")
    assert {figure["missing"] for figure in figures} == {"NOT_SUPPORTED", None}
    assert [figure["metric"] for figure in figures if not figure["missing"]] == ["AIR_SECONDS"]
