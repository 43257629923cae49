"""Rewards: what a LIVE earned, the weekly part, and how that compares with the last LIVEs."""

from __future__ import annotations

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import strawberry

from loaders.names import REWARDS
from loaders.rewards import (
    EARNED,
    TREND,
    WEEKLY,
    CreatorRewards,
    SessionRewards,
    WireWeek,
    rewards_by_creator,
    rewards_by_session,
)
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.enums import read_word
from resolvers.needs import needs
from resolvers.panel import NEXT_REFRESH_AT, STATUS, Panel, PanelStatus, panel_facts
from resolvers.reward import Reward, WeeklyRewardState, reward
from resolvers.scalars import Long

if TYPE_CHECKING:
    from resolvers.end_page import EndPage

_MOST_POINTS = 20


@strawberry.type(description="The part of the rewards that is added once a week.")
class WeeklyReward:
    week_starts_at: datetime = strawberry.field(description="The Monday on which the week began.")
    week_ends_at: datetime = strawberry.field(description="When the week is over.")
    rate: float = strawberry.field(description="The part of the diamonds that is added, 0 to 1.")
    diamonds: Decimal = strawberry.field(description="The diamonds that this comes to so far.")
    state: WeeklyRewardState = strawberry.field(description="Whether it has been added.")
    added_at: datetime | None = strawberry.field(
        description="When it was or will be added. Null: that is not known."
    )


@strawberry.type(description="The diamonds of one of the creator's last LIVEs.")
class RewardTrendPoint:
    session_id: strawberry.ID = strawberry.field(description="The LIVE, by the platform's id.")
    ended_at: datetime = strawberry.field(description="When it ended.")
    diamonds: Long = strawberry.field(description="The diamonds that it received.")


@strawberry.type(description="What this LIVE earned, and how that compares with the last ones.")
class Rewards(Panel):
    status: PanelStatus = strawberry.field(description=STATUS, metadata=needs(EARNED))
    next_refresh_at: datetime | None = strawberry.field(
        description=NEXT_REFRESH_AT, metadata=needs(EARNED)
    )
    diamonds_received: Long | None = strawberry.field(
        description="Diamonds from gifts in this LIVE. They are not money. Null: not counted yet.",
        metadata=needs(EARNED),
    )
    items: list[Reward] = strawberry.field(
        description="The rewards of this LIVE, one a mission and kind; at most fifty.",
        metadata=needs(EARNED),
        directives=[at_most(50)],
    )
    weekly: WeeklyReward | None = strawberry.field(
        description="The weekly part of the week in which the LIVE ended. Null: there is none.",
        metadata=needs(WEEKLY),
    )
    trend: list[RewardTrendPoint] = strawberry.field(
        description="The last LIVEs up to this one, oldest first; at most twenty.",
        metadata=needs(TREND),
        directives=[at_most(20)],
    )


async def resolve_rewards(page: strawberry.Parent[EndPage], info: Info) -> Rewards:
    """The rewards of the page's LIVE, shoppable or not."""
    session, operation = page.session.record, info.context
    earned, creator = await asyncio.gather(
        operation.load(rewards_by_session, page.session.key(REWARDS, operation)),
        operation.load(rewards_by_creator, operation.creator_key(REWARDS, session.creator_id)),
    )
    ended_at = page.session.ended_at or operation.now
    return Rewards(
        diamonds_received=Long(earned.earned.diamonds_received) if earned.earned else None,
        items=[reward(item) for item in earned.earned.items[:50]] if earned.earned else [],
        weekly=_week_of(creator, ended_at),
        trend=_trend(creator, ended_at),
        **panel_facts(
            page,
            info,
            "Rewards",
            status=_status(earned),
            as_of=earned.as_of,
            is_stale=earned.is_stale or creator.is_stale,
            next_refresh_at=earned.next_refresh_at,
        ),
    )


def _status(session: SessionRewards) -> PanelStatus:
    earned = session.earned
    if not session.is_ready or (earned and earned.status == "PENDING"):
        return PanelStatus.PENDING
    is_nothing = earned is not None and not earned.items and not earned.diamonds_received
    return PanelStatus.EMPTY if is_nothing else PanelStatus.READY


def _week_of(creator: CreatorRewards, ended_at: datetime) -> WeeklyReward | None:
    """The creator's part knows weeks, not LIVEs: the page picks the week of its own LIVE."""
    weeks = creator.weekly.weeks if creator.weekly else []
    ours = (week for week in weeks if week.week_starts_at <= ended_at < week.week_ends_at)
    week = next(ours, None)
    return _week(week) if week else None


def _week(week: WireWeek) -> WeeklyReward:
    return WeeklyReward(
        week_starts_at=week.week_starts_at,
        week_ends_at=week.week_ends_at,
        rate=float(week.rate),
        diamonds=week.diamonds,
        state=read_word(WeeklyRewardState, week.state),
        added_at=week.added_at,
    )


def _trend(creator: CreatorRewards, ended_at: datetime) -> list[RewardTrendPoint]:
    """Points up to the page's own LIVE: a later one has no place on its page."""
    points = creator.trend.points if creator.trend else []
    return [
        RewardTrendPoint(
            session_id=strawberry.ID(str(point.live_id)),
            ended_at=point.ended_at,
            diamonds=Long(point.diamonds),
        )
        for point in points
        if int(point.ended_at.timestamp()) <= int(ended_at.timestamp())
    ][-_MOST_POINTS:]
