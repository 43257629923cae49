"""Improvements: what to do better, in a room and over all LIVEs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import strawberry

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.figures import value_of
from tests.bench.peers.stock.formulas import FORMULAS, figure
from tests.bench.peers.stock.numbers import Numbers, numbers_of
from tests.bench.peers.stock.panel import Info, Live, Panel, facts, ready_facts
from tests.bench.peers.stock.words import (
    URL,
    Dimension,
    FunnelStage,
    ImprovementOutcome,
    Metric,
    PanelStatus,
    Severity,
    moment,
)

_WORST_FIRST = ["CRITICAL", "WARNING", "OK", "STRENGTH"]


@strawberry.type
class ImprovementAction:
    code: str
    title: str
    deep_link: URL


@strawberry.type
class Improvement:
    suggestion_id: strawberry.ID
    code: str
    dimension: Dimension
    funnel_stage: FunnelStage
    severity: Severity
    metric: Metric
    observed: float | None
    benchmark: float | None
    title: str
    body: str
    action: ImprovementAction


@strawberry.type
class Violation:
    code: str
    title: str
    body: str
    occurred_at: datetime | None
    appeal_link: URL | None


@strawberry.type
class RoomImprovements(Panel):
    outcome: ImprovementOutcome | None
    violation: Violation | None
    improvements: list[Improvement]


@strawberry.type
class AccountImprovements(Panel):
    outcome: ImprovementOutcome | None
    window_days: int | None
    improvements: list[Improvement]


async def load_room_improvements(live: Live, info: Info) -> RoomImprovements:
    """What to do better in the next LIVE, worst first, at most three."""
    if not live.is_shoppable:
        return room_improvements_of(live, None, None, info.context.now)
    item, shop = await asyncio.gather(
        info.context.loaders.shop.load(live.asked("room_improvements")), live.shop_numbers(info)
    )
    return room_improvements_of(live, item, shop, info.context.now)


def room_improvements_of(
    live: Live, item: Item | None, shop: Item | None, now: datetime
) -> RoomImprovements:
    """The same, from what was read; ``item`` is None for a LIVE without products."""
    nothing: dict[str, Any] = {"outcome": None, "violation": None, "improvements": []}
    if item is None:
        said = facts(live, "RoomImprovements", PanelStatus.NOT_SUPPORTED, now)
        return RoomImprovements(**nothing, **said)
    told = item.groups.get("room_improvements")
    said = _said(live, "RoomImprovements", item, told)
    if told is None:
        return RoomImprovements(**nothing, **said)
    numbers = numbers_of(live.document, live.life, shop, now)
    return RoomImprovements(
        outcome=ImprovementOutcome(told["outcome"]) if told.get("outcome") else None,
        violation=_violation(told["violation"]) if told.get("violation") else None,
        improvements=[
            _improvement(one, _observed(one, numbers)) for one in _worst_first(told["items"])[:3]
        ],
        **said,
    )


async def load_account_improvements(live: Live, info: Info) -> AccountImprovements:
    """What to do better over all LIVEs, the worst of each dimension."""
    item = None
    if live.is_shoppable:
        asked = live.asked_of_creator("account_improvements")
        item = await info.context.loaders.shop.load(asked)
    return account_improvements_of(live, item, info.context.now)


def account_improvements_of(live: Live, item: Item | None, now: datetime) -> AccountImprovements:
    """The same, from what was read; ``item`` is None for a LIVE without products."""
    nothing: dict[str, Any] = {"outcome": None, "window_days": None, "improvements": []}
    if item is None:
        said = facts(live, "AccountImprovements", PanelStatus.NOT_SUPPORTED, now)
        return AccountImprovements(**nothing, **said)
    told = item.groups.get("account_improvements")
    said = _said(live, "AccountImprovements", item, told)
    if told is None:
        return AccountImprovements(**nothing, **said)
    worst: dict[str, dict[str, Any]] = {}
    for one in _worst_first(told["items"]):
        worst.setdefault(one["dimension"], one)
    return AccountImprovements(
        outcome=ImprovementOutcome(told["outcome"]) if told.get("outcome") else None,
        window_days=told["window_days"],
        improvements=[_improvement(one, _number(one.get("observed"))) for one in worst.values()],
        **said,
    )


def _said(live: Live, panel: str, item: Item, told: dict[str, Any] | None) -> dict[str, Any]:
    if told is not None and told["status"] == "PENDING":
        soon = moment(told["next_refresh_at"]) or item.next_refresh_at
        return facts(live, panel, PanelStatus.PENDING, item.as_of, soon)
    return ready_facts(live, panel, item)


def _worst_first(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(items, key=lambda one: _WORST_FIRST.index(one["severity"]))


def _observed(told: dict[str, Any], numbers: Numbers) -> float | None:
    metric = Metric(told["metric"].upper())
    return _number(value_of(figure(metric, numbers))) if metric in FORMULAS else None


def _number(told: Any) -> float | None:
    return None if told is None else float(told)


def _improvement(told: dict[str, Any], observed: float | None) -> Improvement:
    action = told["action"]
    return Improvement(
        suggestion_id=strawberry.ID(told["suggestion_id"]),
        code=told["code"],
        dimension=Dimension(told["dimension"]),
        funnel_stage=FunnelStage(told["funnel_stage"]),
        severity=Severity(told["severity"]),
        metric=Metric(told["metric"].upper()),
        observed=observed,
        benchmark=_number(told.get("benchmark")),
        title=told["title"],
        body=told["body"],
        action=ImprovementAction(
            code=action["code"], title=action["title"], deep_link=URL(action["deep_link"])
        ),
    )


def _violation(told: dict[str, Any]) -> Violation:
    return Violation(
        code=told["code"],
        title=told["title"],
        body=told["body"],
        occurred_at=moment(told["occurred_at"]),
        appeal_link=URL(told["appeal_link"]) if told["appeal_link"] else None,
    )
