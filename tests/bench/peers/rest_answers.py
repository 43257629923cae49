"""REST answers: what each address gives, as the operations of the bench select it.

A shape lists the attributes that are shown, each with its name in JSON and, where it holds more,
the shape of that. Moments and decimals stay themselves until they are written.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from strawberry.utils.str_converters import to_camel_case

from tests.bench.peers.stock.figures import (
    AverageFigure,
    CountFigure,
    DurationFigure,
    Figure,
    MoneyFigure,
    RateFigure,
)
from tests.bench.peers.stock.metrics import Metrics
from tests.bench.peers.stock.page import LiveSession

Shape: TypeAlias = "tuple[tuple[str, str, Shape | None], ...]"
Told: TypeAlias = dict[str, Any]


def _shape(names: str, **inside: Shape) -> Shape:
    plain = tuple((name, to_camel_case(name), None) for name in names.split())
    return plain + tuple((name, to_camel_case(name), shape) for name, shape in inside.items())


def shown(value: Any, shape: Shape) -> Any:
    """A value in its shape: an object, a list of them, or None."""
    if value is None:
        return None
    if isinstance(value, list):
        return [shown(one, shape) for one in value]
    return {
        name: getattr(value, attribute)
        if inside is None
        else shown(getattr(value, attribute), inside)
        for attribute, name, inside in shape
    }


_HEADER = "id status is_stale as_of next_refresh_at "
_MONEY = _shape("amount currency_code")
_SESSION = _shape(
    "id session_id title state started_at ended_at end_reason air_seconds time_zone "
    "display_currency"
)
_TARGET = _shape("deep_link fallback_url least_app_version window_days")
_IMPROVEMENT = _shape(
    "suggestion_id code dimension funnel_stage severity metric observed benchmark title body",
    action=_shape("code title deep_link"),
)
_RECORDING = _shape(
    "id kind state reason title starts_at_seconds duration_seconds size_bytes expires_at",
    poster=_shape("cache_key width height"),
)
_PEERS = _shape("average top_ten delta band")
_OWN = _shape("basis average delta", points=_shape("session_id ended_at value"))
BENCHMARKS = _shape(
    _HEADER + "stage level frozen_at",
    cohort=_shape("market level_band category_name duration_bucket size basis is_suppressed"),
    tips=_shape("code topic title body deep_link"),
)
ANALYTICS_LINK = _shape(_HEADER, session_details=_TARGET, overall=_TARGET)
ROOM_IMPROVEMENTS = _shape(
    _HEADER + "outcome",
    violation=_shape("code title body occurred_at appeal_link"),
    improvements=_IMPROVEMENT,
)
ACCOUNT_IMPROVEMENTS = _shape(_HEADER + "outcome window_days", improvements=_IMPROVEMENT)
REWARDS = _shape(
    _HEADER + "diamonds_received",
    items=_shape(
        "reward_id mission_code title kind amount rate state available_at",
        value=_MONEY,
        reversal=_shape("at reason_code title"),
    ),
    weekly=_shape("week_starts_at week_ends_at rate diamonds state added_at"),
    trend=_shape("session_id ended_at diamonds"),
)
_PROGRESS = "code title unit current target added_by_this_live is_reached "
JOURNEY = _shape(
    _HEADER,
    level=_shape("level season_ends_at league league_change"),
    milestones=_shape(_PROGRESS + "tier state deadline_at"),
    goals=_shape(_PROGRESS + "period ends_at"),
    opportunities=_shape("opportunity_id code type title reason deep_link expires_at"),
)
RECORDINGS = _shape(_HEADER, replay=_RECORDING, highlights=_RECORDING)
_VALUE_NAMES = {
    MoneyFigure: "money",
    CountFigure: "count",
    RateFigure: "rate",
    DurationFigure: "seconds",
    AverageFigure: "average",
}
_GROUPS = {
    "sales": "direct_gmv attributed_gmv gmv_within_24h refund_amount estimated_commission "
    "average_order_value gmv_per_hour sku_orders main_orders items_sold unique_buyers",
    "traffic": "impressions enter_room_rate views unique_viewers peak_concurrent_viewers "
    "average_concurrent_viewers avg_watch_seconds_per_view",
    "products": "product_impressions product_clicks product_ctr live_ctr click_to_order_rate "
    "add_to_carts",
    "engagement": "likes comments shares new_followers comment_rate follow_rate",
}
_FIGURES = {group: _shape(names) for group, names in _GROUPS.items()}
_FACTS = _shape(_HEADER)
_LISTED = _shape("id session_id title started_at air_seconds end_page_state")


def session(one: LiveSession) -> Told:
    """A LIVE, as the page shows it."""
    told: Told = shown(one, _SESSION)
    return told


def metrics(panel: Metrics) -> Told:
    """All figures."""
    told: Told = shown(panel, _FACTS)
    told["headline"] = [_headed(figure) for figure in _called(panel.headline)]
    for group, shape in _FIGURES.items():
        holder = _called(getattr(panel, group))
        told[group] = {
            name: _figure(_called(getattr(holder, attribute))) for attribute, name, _ in shape
        }
    sales = _called(panel.sales)
    told["sales"]["directGmvByCurrency"] = shown(_called(sales.direct_gmv_by_currency), _MONEY)
    told["sales"]["rateDate"] = _called(sales.rate_date)
    return told


def benchmarks(panel: Any) -> Told:
    """How a LIVE compares."""
    told: Told = shown(panel, BENCHMARKS)
    told["comparisons"] = [
        {
            "metric": one.metric,
            "higherIsBetter": one.higher_is_better,
            "observed": _headed(one.observed),
            "peers": shown(one.peers, _PEERS),
            "own": shown(one.own, _OWN),
        }
        for one in panel.comparisons()
    ]
    return told


def headline(one: LiveSession, panel: Metrics, page_id: str) -> Told:
    """The first figures."""
    return {
        "id": page_id,
        "session": {
            "id": one.id,
            "title": one.title,
            "endedAt": one.ended_at,
            "airSeconds": one.air_seconds,
        },
        "metrics": {
            "id": panel.id,
            "status": panel.status,
            "asOf": panel.as_of,
            "nextRefreshAt": panel.next_refresh_at,
            "headline": [
                {
                    "metric": figure.metric,
                    "missing": figure.missing,
                    "finality": figure.finality,
                    "isEstimated": figure.is_estimated,
                    **_value(figure),
                }
                for figure in _called(panel.headline)
            ],
        },
    }


def listed(one: LiveSession, panel: Metrics | None, page_id: str | None) -> Told:
    """One LIVE of the list, with its two first figures."""
    told: Told = shown(one, _LISTED)
    told["endPage"] = None
    if panel is not None:
        gmv = _called(_called(panel.sales).direct_gmv)
        views = _called(_called(panel.traffic).views)
        told["endPage"] = {
            "id": page_id,
            "metrics": {
                "id": panel.id,
                "status": panel.status,
                "sales": {
                    "directGmv": {
                        "missing": gmv.missing,
                        "finality": gmv.finality,
                        "value": shown(gmv.value, _MONEY),
                    }
                },
                "traffic": {"views": {"missing": views.missing, "value": views.value}},
            },
        }
    return told


def _called(work: Any) -> Any:
    """What a field of the stock peer gives; to a type checker such a field is its value."""
    return work()


def _value(figure: Figure) -> Told:
    value = getattr(figure, "value", None)
    if isinstance(figure, RateFigure):
        return {
            "rate": value,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
        }
    if isinstance(figure, MoneyFigure):
        return {"money": shown(value, _MONEY)}
    return {_VALUE_NAMES[type(figure)]: value}


def _headed(figure: Figure) -> Told:
    return {
        "metric": figure.metric,
        "missing": figure.missing,
        "asOf": figure.as_of,
        "finality": figure.finality,
        **_value(figure),
    }


def _figure(figure: Figure) -> Told:
    told = _headed(figure)
    if isinstance(figure, MoneyFigure):
        told["isEstimated"] = figure.is_estimated
        told["finalAt"] = figure.final_at
        before = figure.restatement
        told["restatement"] = before and {
            "from": before.from_,
            "at": before.at,
            "reason": before.reason,
        }
    return told
