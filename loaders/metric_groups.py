"""Metric groups: the field groups of shop analytics that hold numbers, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from loaders.keys import Group
from loaders.measures import Measure
from loaders.shop import ENGAGEMENT, FIGURES, PRODUCTS, SALES, TRAFFIC
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


def _sales(group: WireSales) -> dict[Measure, Number]:
    money = (
        group.direct_gmv,
        group.attributed_gmv,
        group.gmv_within_24h,
        group.refund_gmv,
        group.est_commission,
    )
    if any(amount.currency != group.display_currency for amount in money):
        raise ValueError("an amount is not in the display currency")
    sold = (group.items_sold, group.units_sold, group.unit_sold)
    items_sold = next((count for count in sold if count is not None), None)
    if items_sold is None:
        raise ValueError("no items sold")
    return {
        Measure.DIRECT_GMV: group.direct_gmv.amount,
        Measure.ATTRIBUTED_GMV: group.attributed_gmv.amount,
        Measure.GMV_WITHIN_24H: group.gmv_within_24h.amount,
        Measure.REFUND_AMOUNT: group.refund_gmv.amount,
        Measure.ESTIMATED_COMMISSION: group.est_commission.amount,
        Measure.SKU_ORDERS: group.sku_orders,
        Measure.MAIN_ORDERS: group.main_orders,
        Measure.ITEMS_SOLD: items_sold,
        Measure.UNIQUE_BUYERS: group.customers,
    }


def _traffic(group: WireTraffic) -> dict[Measure, Number]:
    if min(group.acu, group.avg_viewing_duration) < 0:
        raise ValueError("an average below nothing")
    return {
        Measure.IMPRESSIONS: group.impressions,
        Measure.VIEWS: group.views,
        Measure.UNIQUE_VIEWERS: group.viewers,
        Measure.PEAK_CONCURRENT_VIEWERS: group.pcu,
        Measure.AVERAGE_CONCURRENT_VIEWERS: group.acu,
        Measure.AVG_WATCH_SECONDS_PER_VIEW: group.avg_viewing_duration,
    }


def _products(group: WireProducts) -> dict[Measure, Number]:
    return {
        Measure.PRODUCT_IMPRESSIONS: group.product_impressions,
        Measure.PRODUCT_CLICKS: group.product_clicks,
        Measure.ADD_TO_CARTS: group.add_to_cart_count,
    }


def _engagement(group: WireEngagement) -> dict[Measure, Number]:
    return {
        Measure.LIKES: group.likes,
        Measure.COMMENTS: group.comments,
        Measure.SHARES: group.shares,
        Measure.NEW_FOLLOWERS: group.new_followers,
        Measure.NEGATIVE_FEEDBACK: group.negative_feedback,
    }


@dataclass(frozen=True, slots=True)
class GroupForm:
    """How one group is read, and which measures it is to give."""

    group: Group
    wire: type[WireProvenance]
    read: Callable[..., dict[Measure, Number]]
    measures: tuple[Measure, ...]


FORMS: Mapping[str, GroupForm] = {
    "sales": GroupForm(
        SALES,
        WireSales,
        _sales,
        (
            Measure.DIRECT_GMV,
            Measure.ATTRIBUTED_GMV,
            Measure.GMV_WITHIN_24H,
            Measure.REFUND_AMOUNT,
            Measure.ESTIMATED_COMMISSION,
            Measure.SKU_ORDERS,
            Measure.MAIN_ORDERS,
            Measure.ITEMS_SOLD,
            Measure.UNIQUE_BUYERS,
        ),
    ),
    "traffic": GroupForm(
        TRAFFIC,
        WireTraffic,
        _traffic,
        (
            Measure.IMPRESSIONS,
            Measure.VIEWS,
            Measure.UNIQUE_VIEWERS,
            Measure.PEAK_CONCURRENT_VIEWERS,
            Measure.AVERAGE_CONCURRENT_VIEWERS,
            Measure.AVG_WATCH_SECONDS_PER_VIEW,
        ),
    ),
    "products": GroupForm(
        PRODUCTS,
        WireProducts,
        _products,
        (Measure.PRODUCT_IMPRESSIONS, Measure.PRODUCT_CLICKS, Measure.ADD_TO_CARTS),
    ),
    "engagement": GroupForm(
        ENGAGEMENT,
        WireEngagement,
        _engagement,
        (
            Measure.LIKES,
            Measure.COMMENTS,
            Measure.SHARES,
            Measure.NEW_FOLLOWERS,
            Measure.NEGATIVE_FEEDBACK,
        ),
    ),
}


GROUP_OF: Mapping[Measure, Group] = {
    measure: group for group in FIGURES for measure in FORMS[group.name].measures
}
