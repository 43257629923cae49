"""Rewards: what a LIVE earned."""

from __future__ import annotations

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Any

import strawberry

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.figures import Money, money
from tests.bench.peers.stock.panel import Info, Live, Panel, facts
from tests.bench.peers.stock.words import (
    Long,
    PanelStatus,
    RewardKind,
    RewardState,
    WeeklyRewardState,
    moment,
)

_MONEY = (RewardKind.COUPON, RewardKind.VOUCHER, RewardKind.AD_CREDIT, RewardKind.CASH)


@strawberry.type
class RewardReversal:
    at: datetime | None
    reason_code: str
    title: str


@strawberry.type
class Reward:
    reward_id: strawberry.ID
    mission_code: str
    title: str
    kind: RewardKind
    amount: Decimal | None
    value: Money | None
    rate: float | None
    state: RewardState
    available_at: datetime | None
    reversal: RewardReversal | None


@strawberry.type
class WeeklyReward:
    week_starts_at: datetime
    week_ends_at: datetime
    rate: float
    diamonds: Decimal
    state: WeeklyRewardState
    added_at: datetime | None


@strawberry.type
class RewardTrendPoint:
    session_id: strawberry.ID
    ended_at: datetime
    diamonds: Long


@strawberry.type
class Rewards(Panel):
    diamonds_received: Long | None
    items: list[Reward]
    weekly: WeeklyReward | None
    trend: list[RewardTrendPoint]


async def load_rewards(live: Live, info: Info) -> Rewards:
    """What a LIVE earned, the weekly part of its week, and the LIVEs before it."""
    item, creator = await asyncio.gather(
        info.context.loaders.rewards.load(live.asked("earned")),
        info.context.loaders.rewards.load(live.asked_of_creator("weekly", "trend")),
    )
    return rewards_of(live, item, creator, info.context.now)


def rewards_of(live: Live, item: Item, creator: Item, now: datetime) -> Rewards:
    """The same, from what was read."""
    earned = item.groups.get("earned")
    ended_at = live.life.ended_at or now
    soon = (moment(earned["next_refresh_at"]) if earned else None) or item.next_refresh_at
    weeks = creator.groups["weekly"]["weeks"]
    return Rewards(
        diamonds_received=Long(earned["diamonds_received"]) if earned else None,
        items=[_reward(told) for told in earned["items"][:50]] if earned else [],
        weekly=next((week for week in map(_week, weeks) if _holds(week, ended_at)), None),
        trend=_trend(creator, ended_at),
        **facts(live, "Rewards", _status(item, earned), item.as_of, soon),
    )


def _status(item: Item, earned: dict[str, Any] | None) -> PanelStatus:
    if not item.is_ready or (earned and earned["status"] == "PENDING"):
        return PanelStatus.PENDING
    if earned is not None and not earned["items"] and not earned["diamonds_received"]:
        return PanelStatus.EMPTY
    return PanelStatus.READY


def _trend(creator: Item, ended_at: datetime) -> list[RewardTrendPoint]:
    points = [
        RewardTrendPoint(
            session_id=strawberry.ID(told["live_id"]),
            ended_at=_at(told["ended_at"]),
            diamonds=Long(told["diamonds"]),
        )
        for told in creator.groups["trend"]["points"]
        if int(told["ended_at"]) <= int(ended_at.timestamp())
    ]
    return points[-20:]


def _week(told: dict[str, Any]) -> WeeklyReward:
    return WeeklyReward(
        week_starts_at=_at(told["week_starts_at"]),
        week_ends_at=_at(told["week_ends_at"]),
        rate=_rate(told["rate"]),
        diamonds=Decimal(told["diamonds"]),
        state=WeeklyRewardState(told["state"]),
        added_at=moment(told["added_at"]),
    )


def _holds(week: WeeklyReward, at: datetime) -> bool:
    return week.week_starts_at <= at < week.week_ends_at


def _reward(told: dict[str, Any]) -> Reward:
    kind, amount = RewardKind(told["kind"]), Decimal(told["amount"])
    is_money = kind in _MONEY and told["currency"] is not None
    return Reward(
        reward_id=strawberry.ID(told["reward_id"]),
        mission_code=told["mission_code"],
        title=told["title"],
        kind=kind,
        amount=None if is_money else amount,
        value=money(amount, told["currency"]) if is_money else None,
        rate=_rate(told["rate"]) if told["rate"] is not None else None,
        state=RewardState(told["state"]),
        available_at=moment(told["available_at"]),
        reversal=_reversal(told["reversal"]) if told["reversal"] else None,
    )


def _reversal(told: dict[str, Any]) -> RewardReversal:
    return RewardReversal(
        at=moment(told["at"]), reason_code=told["reason_code"], title=told["title"]
    )


def _rate(told: str) -> float:
    return float(Decimal(told.removesuffix("%")) / 100)


def _at(told: Any) -> datetime:
    at = moment(told)
    assert at is not None
    return at
