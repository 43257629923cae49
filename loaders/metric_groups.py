"""Metric groups: the field groups of shop analytics that hold numbers, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Annotated, Any

import msgspec

from loaders.keys import Group
from loaders.measures import Measure
from loaders.shop import ENGAGEMENT, PRODUCTS, SALES, TRAFFIC
from loaders.spellings import Exact, Moment, WireMoney

Number = int | Decimal
# What was counted cannot be less than nothing.
Count = Annotated[int, msgspec.Meta(ge=0)]


class WireRestatement(msgspec.Struct, frozen=True):
    """A number that has been changed after it was shown."""

    metric: str
    before: Exact = msgspec.field(name="from")
    at: Moment
    reason: str


class WireProvenance(msgspec.Struct, frozen=True, kw_only=True):
    """What every group of numbers says of itself."""

    finality: str
    final_at: Moment | None = None
    restatements: list[WireRestatement] = []


class WireSales(WireProvenance, frozen=True, kw_only=True):
    """Money in the display currency, and the direct GMV by the currency that buyers paid in."""

    display_currency: str
    rate_date: date
    direct_gmv: WireMoney
    attributed_gmv: WireMoney
    gmv_within_24h: WireMoney = msgspec.field(name="24h_live_gmv")
    complete_at: Moment | None = msgspec.field(name="24h_complete_at", default=None)
    refund_gmv: WireMoney
    est_commission: WireMoney
    direct_gmv_by_currency: list[WireMoney] = []
    sku_orders: Count
    main_orders: Count
    customers: Count
    items_sold: Count | None = None
    # Older versions of the contract name the items sold otherwise.
    unit_sold: Count | None = None
    units_sold: Count | None = None


class WireTraffic(WireProvenance, frozen=True, kw_only=True):
    """How many came and how long they stayed; durations are seconds."""

    impressions: Count
    views: Count
    viewers: Count
    acu: Exact
    pcu: Count
    avg_viewing_duration: Exact


class WireProducts(WireProvenance, frozen=True, kw_only=True):
    """How products were seen and clicked. The misspelt name is the contract's own."""

    product_impressions: Count
    product_clicks: Count = msgspec.field(name="produt_clicks")
    add_to_cart_count: Count


class WireEngagement(WireProvenance, frozen=True, kw_only=True):
    """What viewers did beside buying; not given for affiliates."""

    likes: Count
    comments: Count
    shares: Count
    new_followers: Count
    negative_feedback: Count


def _check_sales(group: WireSales) -> None:
    money = (
        group.direct_gmv,
        group.attributed_gmv,
        group.gmv_within_24h,
        group.refund_gmv,
        group.est_commission,
    )
    if any(amount.currency != group.display_currency for amount in money):
        raise ValueError("an amount is not in the display currency")
    if _items_sold(group) is None:
        raise ValueError("no items sold")


def _items_sold(group: WireSales) -> Number | None:
    sold = (group.items_sold, group.units_sold, group.unit_sold)
    return next((count for count in sold if count is not None), None)


def _check_traffic(group: WireTraffic) -> None:
    if min(group.acu, group.avg_viewing_duration) < 0:
        raise ValueError("an average below nothing")


@dataclass(frozen=True, slots=True, eq=False)
class GroupForm:
    """How one group is read: each of its measures is one of ``numbers``, which takes the payload.

    ``check`` raises ValueError when the payload does not hold together: none of it is read then.
    """

    group: Group
    wire: type[WireProvenance]
    numbers: Mapping[Measure, Callable[[Any], Any]]
    check: Callable[[Any], None] = lambda _: None


FORMS: Mapping[str, GroupForm] = {
    "sales": GroupForm(
        SALES,
        WireSales,
        {
            Measure.DIRECT_GMV: attrgetter("direct_gmv.amount"),
            Measure.ATTRIBUTED_GMV: attrgetter("attributed_gmv.amount"),
            Measure.GMV_WITHIN_24H: attrgetter("gmv_within_24h.amount"),
            Measure.REFUND_AMOUNT: attrgetter("refund_gmv.amount"),
            Measure.ESTIMATED_COMMISSION: attrgetter("est_commission.amount"),
            Measure.SKU_ORDERS: attrgetter("sku_orders"),
            Measure.MAIN_ORDERS: attrgetter("main_orders"),
            Measure.ITEMS_SOLD: _items_sold,
            Measure.UNIQUE_BUYERS: attrgetter("customers"),
        },
        _check_sales,
    ),
    "traffic": GroupForm(
        TRAFFIC,
        WireTraffic,
        {
            Measure.IMPRESSIONS: attrgetter("impressions"),
            Measure.VIEWS: attrgetter("views"),
            Measure.UNIQUE_VIEWERS: attrgetter("viewers"),
            Measure.PEAK_CONCURRENT_VIEWERS: attrgetter("pcu"),
            Measure.AVERAGE_CONCURRENT_VIEWERS: attrgetter("acu"),
            Measure.AVG_WATCH_SECONDS_PER_VIEW: attrgetter("avg_viewing_duration"),
        },
        _check_traffic,
    ),
    "products": GroupForm(
        PRODUCTS,
        WireProducts,
        {
            Measure.PRODUCT_IMPRESSIONS: attrgetter("product_impressions"),
            Measure.PRODUCT_CLICKS: attrgetter("product_clicks"),
            Measure.ADD_TO_CARTS: attrgetter("add_to_cart_count"),
        },
    ),
    "engagement": GroupForm(
        ENGAGEMENT,
        WireEngagement,
        {
            Measure.LIKES: attrgetter("likes"),
            Measure.COMMENTS: attrgetter("comments"),
            Measure.SHARES: attrgetter("shares"),
            Measure.NEW_FOLLOWERS: attrgetter("new_followers"),
            Measure.NEGATIVE_FEEDBACK: attrgetter("negative_feedback"),
        },
    ),
}
FORM_OF: Mapping[Measure, GroupForm] = {
    measure: form for form in FORMS.values() for measure in form.numbers
}
GROUP_OF: Mapping[Measure, Group] = {measure: form.group for measure, form in FORM_OF.items()}
