"""Formulas: how each figure is worked out of what was counted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.bench.peers.stock.figures import (
    AverageFigure,
    CountFigure,
    DurationFigure,
    Figure,
    MoneyFigure,
    RateFigure,
    Restatement,
    money,
    rounded,
)
from tests.bench.peers.stock.numbers import Numbers
from tests.bench.peers.stock.words import Finality, Long, Metric, Missing, State, moment

_FIRMNESS = [Finality.LIVE, Finality.PROVISIONAL, Finality.SETTLING, Finality.FINAL]


def _said(metric: Metric, numbers: Numbers, *measures: str) -> dict[str, Any]:
    found = [numbers.counted[measure] for measure in measures if measure in numbers.counted]
    restated = [one.before for one in found if one.before]
    final = [one.final_at for one in found if one.final_at]
    finalities = [one.finality for one in found]
    missing = None if len(found) == len(measures) else numbers.why_missing
    never = missing is Missing.NOT_SUPPORTED
    nothing = Finality.FINAL if never else Finality.PROVISIONAL
    weakest = min(finalities, key=_firmness, default=nothing)
    only = restated[0] if restated and len(measures) == 1 else None
    return {
        "metric": metric,
        "missing": missing,
        "as_of": min((one.as_of for one in found), default=numbers.as_of),
        "finality": Finality.RESTATED if restated else weakest,
        "is_estimated": "est_commission" in measures,
        "final_at": max(final, default=None),
        "restatement": only and _restatement(only),
    }


def _firmness(finality: Finality) -> int:
    return _FIRMNESS.index(finality) if finality in _FIRMNESS else 2


def _restatement(told: dict[str, Any]) -> Restatement:
    at = moment(told["at"])
    assert at is not None
    return Restatement(from_=Decimal(told["from"]), at=at, reason=told["reason"])


def _plain(
    form: Callable[..., Figure], measure: str, show: Callable[[Any, str], Any]
) -> Callable[[Metric, Numbers], Figure]:
    def figure(metric: Metric, numbers: Numbers) -> Figure:
        said = _said(metric, numbers, measure)
        if said["missing"]:
            return form(value=None, **said)
        return form(value=show(numbers.counted[measure].value, numbers.currency), **said)

    return figure


def _amount(measure: str) -> Callable[[Metric, Numbers], Figure]:
    return _plain(MoneyFigure, measure, money)


def _count(measure: str) -> Callable[[Metric, Numbers], Figure]:
    return _plain(CountFigure, measure, lambda value, _: Long(value))


def _rate(part: str, whole: str) -> Callable[[Metric, Numbers], Figure]:
    def figure(metric: Metric, numbers: Numbers) -> Figure:
        said = _said(metric, numbers, part, whole)
        if said["missing"]:
            return RateFigure(value=None, numerator=None, denominator=None, **said)
        above, below = numbers.counted[part].value, numbers.counted[whole].value
        if below == 0:
            said["missing"] = Missing.BELOW_THRESHOLD
        rate = above / below if below else None
        return RateFigure(value=rate, numerator=Long(above), denominator=Long(below), **said)

    return figure


def _money_per(measure: str, times: int = 1) -> Callable[[Metric, Numbers], Figure]:
    def figure(metric: Metric, numbers: Numbers) -> Figure:
        said = _said(metric, numbers, "direct_gmv", measure)
        count = 0 if said["missing"] else numbers.counted[measure].value
        if count == 0:
            said["missing"] = said["missing"] or Missing.BELOW_THRESHOLD
            return MoneyFigure(value=None, **said)
        each = numbers.counted["direct_gmv"].value / Decimal(count) * times
        return MoneyFigure(value=rounded(each, numbers.currency), **said)

    return figure


def _per_hour(measure: str) -> Callable[[Metric, Numbers], Figure]:
    form = MoneyFigure if measure == "direct_gmv" else AverageFigure

    def figure(metric: Metric, numbers: Numbers) -> Figure:
        said = _said(metric, numbers, measure)
        seconds = int(numbers.life.air)
        if said["missing"] or seconds == 0:
            said["missing"] = said["missing"] or Missing.BELOW_THRESHOLD
            return form(value=None, **said)
        each = Decimal(numbers.counted[measure].value) / (Decimal(seconds) / 3600)
        if form is MoneyFigure:
            return MoneyFigure(value=rounded(each, numbers.currency), **said)
        return AverageFigure(value=round(float(each), 2), **said)

    return figure


def _air(metric: Metric, numbers: Numbers) -> Figure:
    said = _said(metric, numbers)
    is_over = numbers.life.state is State.ENDED
    said["as_of"] = numbers.life.ended_at or said["as_of"]
    said["finality"] = Finality.FINAL if is_over else Finality.LIVE
    return DurationFigure(value=float(int(numbers.life.air)), **said)


FORMULAS: dict[Metric, Callable[[Metric, Numbers], Figure]] = {
    Metric.DIRECT_GMV: _amount("direct_gmv"),
    Metric.ATTRIBUTED_GMV: _amount("attributed_gmv"),
    Metric.GMV_WITHIN_24H: _amount("24h_live_gmv"),
    Metric.REFUND_AMOUNT: _amount("refund_gmv"),
    Metric.ESTIMATED_COMMISSION: _amount("est_commission"),
    Metric.AVERAGE_ORDER_VALUE: _money_per("main_orders"),
    Metric.GMV_PER_HOUR: _per_hour("direct_gmv"),
    Metric.WATCH_GPM: _money_per("views", 1000),
    Metric.SKU_ORDERS: _count("sku_orders"),
    Metric.MAIN_ORDERS: _count("main_orders"),
    Metric.ITEMS_SOLD: _count("items_sold"),
    Metric.UNIQUE_BUYERS: _count("customers"),
    Metric.IMPRESSIONS: _count("impressions"),
    Metric.IMPRESSIONS_PER_HOUR: _per_hour("impressions"),
    Metric.ENTER_ROOM_RATE: _rate("views", "impressions"),
    Metric.VIEWS: _count("views"),
    Metric.UNIQUE_VIEWERS: _count("viewers"),
    Metric.PEAK_CONCURRENT_VIEWERS: _count("pcu"),
    Metric.AVERAGE_CONCURRENT_VIEWERS: _plain(AverageFigure, "acu", lambda value, _: float(value)),
    Metric.AVG_WATCH_SECONDS_PER_VIEW: _plain(
        DurationFigure, "avg_viewing_duration", lambda value, _: float(value)
    ),
    Metric.AIR_SECONDS: _air,
    Metric.PRODUCT_IMPRESSIONS: _count("product_impressions"),
    Metric.PRODUCT_CLICKS: _count("produt_clicks"),
    Metric.PRODUCT_CTR: _rate("produt_clicks", "product_impressions"),
    Metric.LIVE_CTR: _rate("produt_clicks", "views"),
    Metric.CLICK_TO_ORDER_RATE: _rate("sku_orders", "produt_clicks"),
    Metric.ADD_TO_CARTS: _count("add_to_cart_count"),
    Metric.LIKES: _count("likes"),
    Metric.COMMENTS: _count("comments"),
    Metric.SHARES: _count("shares"),
    Metric.NEW_FOLLOWERS: _count("new_followers"),
    Metric.COMMENT_RATE: _rate("comments", "views"),
    Metric.FOLLOW_RATE: _rate("new_followers", "views"),
    Metric.NEGATIVE_FEEDBACK_RATE: _rate("negative_feedback", "views"),
}


def figure(metric: Metric, numbers: Numbers) -> Figure:
    """The figure of a metric."""
    return FORMULAS[metric](metric, numbers)
