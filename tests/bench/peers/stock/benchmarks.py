"""Benchmarks: how a LIVE compares."""

from __future__ import annotations

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Any

import strawberry

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.figures import Figure, value_of
from tests.bench.peers.stock.formulas import figure
from tests.bench.peers.stock.numbers import Numbers, numbers_of
from tests.bench.peers.stock.panel import Info, Live, Panel, facts, ready_facts
from tests.bench.peers.stock.words import (
    URL,
    Band,
    CohortBasis,
    ExperienceStage,
    Metric,
    OwnBasis,
    PanelStatus,
    TipTopic,
    moment,
)


@strawberry.type
class Tip:
    code: str
    topic: TipTopic
    title: str
    body: str
    deep_link: URL | None


@strawberry.type
class Cohort:
    market: str
    level_band: str
    category_name: str
    duration_bucket: str
    size: int
    basis: CohortBasis
    is_suppressed: bool


@strawberry.type
class PeerBenchmark:
    average: float
    top_ten: float
    delta: float | None
    band: Band | None


@strawberry.type
class ComparisonPoint:
    session_id: strawberry.ID
    ended_at: datetime | None
    value: float


@strawberry.type
class OwnBenchmark:
    basis: OwnBasis
    average: float
    delta: float | None
    points: list[ComparisonPoint]


@strawberry.type
class Comparison:
    metric: Metric
    observed: Figure
    higher_is_better: bool
    peers: PeerBenchmark | None
    own: OwnBenchmark | None


@strawberry.type
class Benchmarks(Panel):
    stage: ExperienceStage
    level: str | None
    frozen_at: datetime | None
    cohort: Cohort | None
    tips: list[Tip]
    told: strawberry.Private[dict[str, Any] | None]
    numbers: strawberry.Private[Numbers]

    @strawberry.field
    def comparisons(self) -> list[Comparison]:
        if self.told is None:
            return []
        shows_peers = self.cohort is not None and not self.cohort.is_suppressed
        peers = {one["metric"]: one for one in self.told["peers"] if shows_peers}
        own = {one["metric"]: one for one in self.told["own"]}
        words = dict.fromkeys([*peers, *own])
        return [_comparison(word, self.numbers, peers.get(word), own.get(word)) for word in words]


async def load_benchmarks(live: Live, info: Info) -> Benchmarks:
    """How a LIVE compares."""
    if not live.is_shoppable:
        return benchmarks_of(live, None, None, info.context.now)
    item, shop = await asyncio.gather(
        info.context.loaders.shop.load(live.asked("benchmarks")), live.shop_numbers(info)
    )
    return benchmarks_of(live, item, shop, info.context.now)


def benchmarks_of(live: Live, item: Item | None, shop: Item | None, now: datetime) -> Benchmarks:
    """The same, from what was read; ``item`` is None for a LIVE without products."""
    nothing: dict[str, Any] = {"level": None, "frozen_at": None, "cohort": None, "tips": []}
    nothing |= {"stage": ExperienceStage.UNKNOWN, "told": None}
    numbers = numbers_of(live.document, live.life, shop, now)
    if item is None:
        said = facts(live, "Benchmarks", PanelStatus.NOT_SUPPORTED, now)
        return Benchmarks(numbers=numbers, **nothing, **said)
    said = ready_facts(live, "Benchmarks", item)
    told = item.groups.get("benchmarks")
    if told is None:
        return Benchmarks(numbers=numbers, **nothing, **said)
    return Benchmarks(
        stage=ExperienceStage(told["stage"]),
        level=told["level"],
        frozen_at=moment(told["frozen_at"]),
        cohort=_cohort(told["cohort"]) if told["cohort"] else None,
        tips=[_tip(tip) for tip in told["tips"][:5]],
        told=told,
        numbers=numbers,
        **said,
    )


def _cohort(told: dict[str, Any]) -> Cohort:
    return Cohort(
        market=told["market"],
        level_band=told["level_band"],
        category_name=told["category_name"],
        duration_bucket=told["duration_bucket"],
        size=told["size"],
        basis=CohortBasis(told["basis"]),
        is_suppressed=told["size"] < 50,
    )


def _tip(told: dict[str, Any]) -> Tip:
    return Tip(
        code=told["code"],
        topic=TipTopic(told["topic"]),
        title=told["title"],
        body=told["body"],
        deep_link=URL(told["deep_link"]) if told["deep_link"] else None,
    )


def _comparison(
    word: str, numbers: Numbers, peers: dict[str, Any] | None, own: dict[str, Any] | None
) -> Comparison:
    metric = Metric(word.upper())
    observed = figure(metric, numbers)
    value = value_of(observed)
    is_better = peers["higher_is_better"] if peers else metric is not Metric.NEGATIVE_FEEDBACK_RATE
    return Comparison(
        metric=metric,
        observed=observed,
        higher_is_better=is_better,
        peers=_beside_peers(value, peers) if peers else None,
        own=_beside_own(value, own) if own else None,
    )


def _beside_peers(value: Decimal | None, told: dict[str, Any]) -> PeerBenchmark:
    average, top = Decimal(told["average"]), Decimal(told["top_10"])
    return PeerBenchmark(
        average=float(average),
        top_ten=float(top),
        delta=_delta(value, average),
        band=None if value is None else _band(value, average, top, told["higher_is_better"]),
    )


def _beside_own(value: Decimal | None, told: dict[str, Any]) -> OwnBenchmark:
    average = Decimal(told["average"])
    return OwnBenchmark(
        basis=OwnBasis(told["window"]),
        average=float(average),
        delta=_delta(value, average),
        points=[
            ComparisonPoint(
                session_id=strawberry.ID(point["live_id"]),
                ended_at=moment(point["ended_at"]),
                value=float(point["value"]),
            )
            for point in told["points"][-10:]
        ],
    )


def _delta(value: Decimal | None, average: Decimal) -> float | None:
    return None if value is None or average == 0 else round(float(value / average - 1), 4)


def _band(value: Decimal, average: Decimal, top: Decimal, higher_is_better: bool) -> Band:
    better = 1 if higher_is_better else -1
    ahead = (value - average) * better
    if (value - top) * better >= 0 and ahead > 0:
        return Band.TOP_10
    if abs(ahead) <= abs(average) * Decimal("0.1"):
        return Band.AROUND_AVERAGE
    return Band.ABOVE_AVERAGE if ahead > 0 else Band.BELOW_AVERAGE
