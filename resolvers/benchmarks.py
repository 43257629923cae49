"""Benchmarks: how a LIVE compares, with its peers and with its creator's own last LIVEs."""

from __future__ import annotations

import asyncio
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry

from loaders.benchmarks import BenchmarkRecord, WireTip, benchmarks_by_session
from loaders.names import SHOP
from loaders.shop import BENCHMARKS, FIGURES
from resolvers.cohort import Cohort, cohort_of
from resolvers.comparison import COMPARABLE, Comparison, comparison
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.enums import describe, read_word
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric
from resolvers.metrics import nothing_sold, numbers_of, shop_numbers
from resolvers.needs import needs
from resolvers.panel import Panel, PanelStatus, panel_facts
from resolvers.scalars import URL

if TYPE_CHECKING:
    from resolvers.end_page import EndPage

_MOST_TIPS = 5


class ExperienceStage(Enum):
    """How experienced a creator is in Shoppable LIVEs."""

    NEW = "NEW"
    GROWING = "GROWING"
    SEASONED = "SEASONED"
    TOP = "TOP"
    UNKNOWN = "UNKNOWN"


describe(
    ExperienceStage,
    "How experienced a creator is in Shoppable LIVEs.",
    NEW="Has hardly begun: is shown essential numbers and tips.",
    GROWING="Has some LIVEs behind them: is compared with peers.",
    SEASONED="Goes LIVE regularly: is compared with peers.",
    TOP="Is among the most experienced: is compared with peers.",
    UNKNOWN="Not known.",
)


class TipTopic(Enum):
    """What a tip is about."""

    PERFORMANCE = "PERFORMANCE"
    ENGAGEMENT = "ENGAGEMENT"
    CONVERSION = "CONVERSION"
    UNKNOWN = "UNKNOWN"


describe(
    TipTopic,
    "What a tip is about.",
    PERFORMANCE="To be seen and entered more.",
    ENGAGEMENT="To have viewers stay and take part.",
    CONVERSION="To sell more to those who watch.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="Advice for a newer creator.")
class Tip:
    code: str = strawberry.field(description="Which tip this is.")
    topic: TipTopic = strawberry.field(description="What it is about.")
    title: str = strawberry.field(description="Its title, in the client's language.")
    body: str = strawberry.field(description="Its text, in the client's language.")
    deep_link: URL | None = strawberry.field(
        description="Where in the APP to act on it. Null: nowhere."
    )


@strawberry.type(
    description="How a LIVE compares, frozen as of that LIVE. Newer creators get their essential "
    "numbers with their own trend and tips; from GROWING on, peers are compared with."
)
class Benchmarks(Panel):
    stage: ExperienceStage = strawberry.field(
        description="The creator's experience at this LIVE; UNKNOWN while the panel is not ready.",
        metadata=needs(BENCHMARKS),
    )
    level: str | None = strawberry.field(
        description="The creator's level at this LIVE, as in L4. Null: not known yet.",
        metadata=needs(BENCHMARKS),
    )
    frozen_at: datetime | None = strawberry.field(
        description="When the comparison was fixed. Null: it has not been yet.",
        metadata=needs(BENCHMARKS),
    )
    cohort: Cohort | None = strawberry.field(
        description="The LIVEs compared with. Null: none, as for newer creators.",
        metadata=needs(BENCHMARKS),
    )
    tips: list[Tip] = strawberry.field(
        description="Advice, most useful first; at most five, and for newer creators only.",
        metadata=needs(BENCHMARKS),
        directives=[at_most(5)],
    )
    record: strawberry.Private[BenchmarkRecord | None]
    numbers: strawberry.Private[LiveNumbers]

    @strawberry.field(
        description="The metrics that can be compared, at most ten: rates and numbers an hour.",
        metadata=needs(BENCHMARKS, *FIGURES),
        directives=[at_most(10)],
    )
    def comparisons(self) -> list[Comparison]:
        if self.record is None:
            return []
        shows_peers = self.cohort is not None and not self.cohort.is_suppressed
        peers = {figure.metric: figure for figure in self.record.peers if shows_peers}
        own = {figure.metric: figure for figure in self.record.own}
        return [
            comparison(metric, self.numbers, peers.get(word), own.get(word))
            for word in dict.fromkeys([*peers, *own])
            if (metric := read_word(Metric, word.upper())) in COMPARABLE
        ]


async def resolve_benchmarks(page: strawberry.Parent[EndPage], info: Info) -> Benchmarks:
    """The benchmarks of the page's LIVE; of one without products, that there are none."""
    session = page.session.record
    if not session.is_shoppable:
        facts = panel_facts(page, info, "Benchmarks", status=PanelStatus.NOT_SUPPORTED)
        return _benchmarks(None, numbers_of(page, info, nothing_sold(info.context.now)), facts)
    key = page.session.key(SHOP, info.context)
    answer, shop = await asyncio.gather(
        info.context.load(benchmarks_by_session, key), shop_numbers(page, info)
    )
    facts = panel_facts(
        page,
        info,
        "Benchmarks",
        status=PanelStatus.READY if answer.is_ready else PanelStatus.PENDING,
        as_of=answer.as_of,
        is_stale=answer.is_stale or shop.is_stale,
        next_refresh_at=None if answer.is_ready else answer.next_refresh_at,
    )
    return _benchmarks(answer.record, numbers_of(page, info, shop), facts)


def _benchmarks(
    record: BenchmarkRecord | None, numbers: LiveNumbers, facts: dict[str, Any]
) -> Benchmarks:
    if record is None:
        nothing: dict[str, Any] = {"level": None, "frozen_at": None, "cohort": None, "tips": []}
        return Benchmarks(
            stage=ExperienceStage.UNKNOWN, record=None, numbers=numbers, **nothing, **facts
        )
    return Benchmarks(
        stage=read_word(ExperienceStage, record.stage),
        level=record.level,
        frozen_at=record.frozen_at,
        cohort=cohort_of(record.cohort) if record.cohort else None,
        tips=[_tip(tip) for tip in record.tips[:_MOST_TIPS]],
        record=record,
        numbers=numbers,
        **facts,
    )


def _tip(tip: WireTip) -> Tip:
    return Tip(
        code=tip.code,
        topic=read_word(TipTopic, tip.topic),
        title=tip.title,
        body=tip.body,
        deep_link=URL(tip.deep_link) if tip.deep_link else None,
    )
