"""Journey: how far a creator has come, and what a LIVE added."""

from __future__ import annotations

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Any

import strawberry

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.panel import Info, Live, Panel, facts
from tests.bench.peers.stock.words import (
    URL,
    GoalPeriod,
    OpportunityType,
    PanelStatus,
    ProgressState,
    ProgressUnit,
    moment,
)


@strawberry.type
class CreatorLevel:
    level: str
    season_ends_at: datetime | None
    league: str
    league_change: int


@strawberry.type
class Milestone:
    code: str
    tier: str | None
    title: str
    unit: ProgressUnit
    current: Decimal
    target: Decimal
    added_by_this_live: Decimal
    is_reached: bool
    state: ProgressState
    deadline_at: datetime | None


@strawberry.type
class LiveGoal:
    code: str
    title: str
    period: GoalPeriod
    unit: ProgressUnit
    current: Decimal
    target: Decimal
    added_by_this_live: Decimal
    is_reached: bool
    ends_at: datetime | None


@strawberry.type
class GrowthOpportunity:
    opportunity_id: strawberry.ID
    code: str
    type: OpportunityType
    title: str
    reason: str
    deep_link: URL
    expires_at: datetime | None


@strawberry.type
class Journey(Panel):
    level: CreatorLevel | None
    milestones: list[Milestone]
    goals: list[LiveGoal]
    opportunities: list[GrowthOpportunity]


async def load_journey(live: Live, info: Info) -> Journey:
    """How far the creator has come, with what this LIVE added."""
    here, creator = await asyncio.gather(
        info.context.loaders.journey.load(live.asked("progress")),
        info.context.loaders.journey.load(
            live.asked_of_creator("level", "milestones", "goals", "opportunities")
        ),
    )
    return journey_of(live, here, creator)


def journey_of(live: Live, here: Item, creator: Item) -> Journey:
    """The same, from what was read."""
    progress = here.groups.get("progress", {"milestones": [], "goals": [], "league_change": 0})
    told = creator.groups
    status = PanelStatus.READY if here.is_ready else PanelStatus.PARTIAL
    as_of = min(here.as_of, creator.as_of)
    return Journey(
        level=_level(told["level"], progress["league_change"]),
        milestones=[
            _milestone(one, progress["milestones"]) for one in told["milestones"]["items"][:20]
        ],
        goals=[_goal(one, progress["goals"]) for one in told["goals"]["items"][:20]],
        opportunities=[_opportunity(one) for one in told["opportunities"]["items"][:20]],
        **facts(live, "Journey", status, as_of, here.next_refresh_at),
    )


def _level(told: dict[str, Any], change: int) -> CreatorLevel:
    return CreatorLevel(
        level=told["level"],
        season_ends_at=moment(told["season_ends_at"]),
        league=told["league"],
        league_change=change,
    )


def _milestone(told: dict[str, Any], added: list[dict[str, Any]]) -> Milestone:
    current, target = Decimal(told["current"]), Decimal(told["target"])
    return Milestone(
        code=told["code"],
        tier=told["tier"],
        title=told["title"],
        unit=ProgressUnit(told["unit"]),
        current=current,
        target=target,
        added_by_this_live=_added(told["code"], told["tier"], added),
        is_reached=current >= target,
        state=ProgressState(told["state"]),
        deadline_at=moment(told["deadline_at"]),
    )


def _goal(told: dict[str, Any], added: list[dict[str, Any]]) -> LiveGoal:
    current, target = Decimal(told["current"]), Decimal(told["target"])
    return LiveGoal(
        code=told["code"],
        title=told["title"],
        period=GoalPeriod(told["period"]),
        unit=ProgressUnit(told["unit"]),
        current=current,
        target=target,
        added_by_this_live=_added(told["code"], None, added),
        is_reached=current >= target,
        ends_at=moment(told["ends_at"]),
    )


def _added(code: str, tier: str | None, added: list[dict[str, Any]]) -> Decimal:
    wanted = (code, tier)
    matching = (one["added"] for one in added if (one["code"], one.get("tier")) == wanted)
    return Decimal(next(matching, "0"))


def _opportunity(told: dict[str, Any]) -> GrowthOpportunity:
    return GrowthOpportunity(
        opportunity_id=strawberry.ID(told["opportunity_id"]),
        code=told["code"],
        type=OpportunityType(told["type"]),
        title=told["title"],
        reason=told["reason"],
        deep_link=URL(told["deep_link"]),
        expires_at=moment(told["expires_at"]),
    )
