"""Rewards: what a LIVE earned, its creator's weekly part, and the trend of the last LIVEs."""

from __future__ import annotations

import msgspec

from loaders.envelope import Item
from loaders.item_batches import decoded_from, rewards_items
from loaders.keys import Group, Key, Part
from loaders.names import REWARDS
from loaders.spellings import Exact, Moment, Ratio, WireId

EARNED = Group(REWARDS, Part.SESSION, "earned")
WEEKLY = Group(REWARDS, Part.CREATOR, "weekly")
TREND = Group(REWARDS, Part.CREATOR, "trend")


class WireReversal(msgspec.Struct, frozen=True):
    """Why and when a reward was taken back."""

    at: Moment
    reason_code: str
    title: str
    body: str


class WireReward(msgspec.Struct, frozen=True):
    """One reward. ``amount`` counts units of ``kind``, or is money when ``currency`` is given."""

    reward_id: WireId
    mission_id: WireId
    mission_code: str
    title: str
    body: str
    kind: str
    amount: Exact
    state: str
    currency: str | None = None
    rate: Ratio | None = None
    available_at: Moment | None = None
    expires_at: Moment | None = None
    reversal: WireReversal | None = None


class EarnedRecord(msgspec.Struct, frozen=True):
    """What one LIVE earned."""

    status: str
    diamonds_received: int
    next_refresh_at: Moment | None = None
    items: list[WireReward] = []


class WireWeek(msgspec.Struct, frozen=True):
    """The weekly part of a week that starts on Monday, UTC."""

    week_starts_at: Moment
    week_ends_at: Moment
    rate: Ratio
    diamonds: Exact
    state: str
    added_at: Moment | None = None


class WeeklyRecord(msgspec.Struct, frozen=True):
    """The creator's last weeks."""

    weeks: list[WireWeek] = []


class TrendPoint(msgspec.Struct, frozen=True):
    """The diamonds of one of the creator's last LIVEs."""

    live_id: WireId
    ended_at: Moment
    diamonds: int


class TrendRecord(msgspec.Struct, frozen=True):
    """The creator's last LIVEs, oldest first."""

    points: list[TrendPoint] = []


class SessionRewards(msgspec.Struct, frozen=True):
    """The session's part; ``earned`` is None when it was not asked for, or is not ready."""

    earned: EarnedRecord | None
    is_ready: bool
    is_stale: bool
    as_of: Moment
    next_refresh_at: Moment | None


class CreatorRewards(msgspec.Struct, frozen=True):
    """The creator's part: each None when it was not asked for."""

    weekly: WeeklyRecord | None = None
    trend: TrendRecord | None = None
    is_stale: bool = False


@decoded_from(rewards_items)
def rewards_by_session(item: Item, key: Key) -> SessionRewards:
    """What each LIVE earned."""
    earned = item.group(EARNED, EarnedRecord, key)
    soon = (earned.next_refresh_at if earned else None) or item.next_refresh_at
    return SessionRewards(earned, item.is_ready, item.is_stale, item.as_of, soon)


@decoded_from(rewards_items, unasked=CreatorRewards())
def rewards_by_creator(item: Item, key: Key) -> CreatorRewards:
    """Each creator's weekly part and trend. Nobody is asked when neither is wanted."""
    return CreatorRewards(
        weekly=item.group(WEEKLY, WeeklyRecord, key),
        trend=item.group(TREND, TrendRecord, key),
        is_stale=item.is_stale,
    )
