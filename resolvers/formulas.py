"""Formulas: how each metric is worked out from plain measures.

Source of the definitions: the platform's own pages on LIVE metrics. Every rate is worked out here
from the numbers that are shown beside it, never taken ready-made, so that the page adds up.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from loaders.keys import Group
from loaders.measures import Measure
from resolvers.figure import Figure
from resolvers.formula import (
    AirTime,
    AverageOf,
    Formula,
    MoneyPer,
    Part,
    PerHour,
    Plain,
    amount,
    average,
    count,
    duration,
)
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric

_THOUSAND = Decimal(1000)

FORMULAS: Mapping[Metric, Formula] = {
    Metric.DIRECT_GMV: Plain(Measure.DIRECT_GMV, amount),
    Metric.ATTRIBUTED_GMV: Plain(Measure.ATTRIBUTED_GMV, amount),
    Metric.GMV_WITHIN_24H: Plain(Measure.GMV_WITHIN_24H, amount),
    Metric.REFUND_AMOUNT: Plain(Measure.REFUND_AMOUNT, amount),
    Metric.ESTIMATED_COMMISSION: Plain(Measure.ESTIMATED_COMMISSION, amount),
    Metric.SKU_ORDERS: Plain(Measure.SKU_ORDERS, count),
    Metric.MAIN_ORDERS: Plain(Measure.MAIN_ORDERS, count),
    Metric.ITEMS_SOLD: Plain(Measure.ITEMS_SOLD, count),
    Metric.UNIQUE_BUYERS: Plain(Measure.UNIQUE_BUYERS, count),
    Metric.AVERAGE_ORDER_VALUE: MoneyPer(Measure.DIRECT_GMV, Measure.MAIN_ORDERS),
    Metric.GMV_PER_HOUR: PerHour(Measure.DIRECT_GMV, is_money=True),
    Metric.IMPRESSIONS: Plain(Measure.IMPRESSIONS, count),
    Metric.IMPRESSIONS_PER_HOUR: PerHour(Measure.IMPRESSIONS, is_money=False),
    Metric.ENTER_ROOM_RATE: Part(Measure.VIEWS, Measure.IMPRESSIONS),
    Metric.VIEWS: Plain(Measure.VIEWS, count),
    Metric.UNIQUE_VIEWERS: Plain(Measure.UNIQUE_VIEWERS, count),
    Metric.PEAK_CONCURRENT_VIEWERS: Plain(Measure.PEAK_CONCURRENT_VIEWERS, count),
    Metric.AVERAGE_CONCURRENT_VIEWERS: Plain(Measure.AVERAGE_CONCURRENT_VIEWERS, average),
    Metric.AVG_WATCH_SECONDS_PER_VIEW: AverageOf(
        Measure.AVG_WATCH_SECONDS_PER_VIEW, Measure.VIEWS, duration
    ),
    Metric.SHOW_GPM: MoneyPer(Measure.DIRECT_GMV, Measure.IMPRESSIONS, _THOUSAND),
    Metric.WATCH_GPM: MoneyPer(Measure.DIRECT_GMV, Measure.VIEWS, _THOUSAND),
    Metric.AIR_SECONDS: AirTime(),
    Metric.PRODUCT_IMPRESSIONS: Plain(Measure.PRODUCT_IMPRESSIONS, count),
    Metric.PRODUCT_CLICKS: Plain(Measure.PRODUCT_CLICKS, count),
    Metric.PRODUCT_CTR: Part(Measure.PRODUCT_CLICKS, Measure.PRODUCT_IMPRESSIONS),
    Metric.LIVE_CTR: Part(Measure.PRODUCT_CLICKS, Measure.VIEWS),
    Metric.CLICK_TO_ORDER_RATE: Part(Measure.SKU_ORDERS, Measure.PRODUCT_CLICKS),
    Metric.ADD_TO_CARTS: Plain(Measure.ADD_TO_CARTS, count),
    Metric.LIKES: Plain(Measure.LIKES, count),
    Metric.COMMENTS: Plain(Measure.COMMENTS, count),
    Metric.SHARES: Plain(Measure.SHARES, count),
    Metric.NEW_FOLLOWERS: Plain(Measure.NEW_FOLLOWERS, count),
    Metric.COMMENT_RATE: Part(Measure.COMMENTS, Measure.VIEWS),
    Metric.FOLLOW_RATE: Part(Measure.NEW_FOLLOWERS, Measure.VIEWS),
    Metric.NEGATIVE_FEEDBACK_RATE: Part(Measure.NEGATIVE_FEEDBACK, Measure.VIEWS),
}


def figure(metric: Metric, numbers: LiveNumbers) -> Figure:
    """The figure of ``metric``. Raises KeyError for UNKNOWN, which has no formula."""
    known = numbers.figures.get(metric)
    if known is None:
        known = numbers.figures[metric] = FORMULAS[metric].figure(metric, numbers)
    return known


def groups_of(*metrics: Metric) -> frozenset[Group]:
    """The field groups that figures of ``metrics`` cannot do without."""
    return frozenset[Group]().union(*(FORMULAS[metric].groups for metric in metrics))
