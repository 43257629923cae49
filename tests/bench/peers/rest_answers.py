"""REST answers: what each address gives, as the operations of the bench select it."""

from __future__ import annotations

from typing import Any, TypeAlias

from tests.bench.peers.rest_shapes import (
    BENCHMARKS,
    FACTS,
    FIGURES,
    LISTED,
    MONEY,
    OWN,
    PEERS,
    SESSION,
    shown,
)
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

Told: TypeAlias = dict[str, Any]

_VALUE_NAMES = {
    MoneyFigure: "money",
    CountFigure: "count",
    RateFigure: "rate",
    DurationFigure: "seconds",
    AverageFigure: "average",
}


def session(one: LiveSession) -> Told:
    """A LIVE, as the page shows it."""
    told: Told = shown(one, SESSION)
    return told


def metrics(panel: Metrics) -> Told:
    """All figures."""
    told: Told = shown(panel, FACTS)
    told["headline"] = [_headed(figure) for figure in _called(panel.headline)]
    for group, shape in FIGURES.items():
        holder = _called(getattr(panel, group))
        told[group] = {
            name: _figure(_called(getattr(holder, attribute))) for attribute, name, _ in shape
        }
    sales = _called(panel.sales)
    told["sales"]["directGmvByCurrency"] = shown(_called(sales.direct_gmv_by_currency), MONEY)
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
            "peers": shown(one.peers, PEERS),
            "own": shown(one.own, OWN),
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
    told: Told = shown(one, LISTED)
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
                        "value": shown(gmv.value, MONEY),
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
        return {"money": shown(value, MONEY)}
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
