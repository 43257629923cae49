"""Reward: one thing that a LIVE earned, by mission, kind and state."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry

from loaders.rewards import WireReversal, WireReward
from resolvers.enums import describe, read_word
from resolvers.money import Money, money


class RewardKind(Enum):
    """What a reward is, and so the unit of its amount."""

    DIAMOND = "DIAMOND"
    POINT = "POINT"
    COUPON = "COUPON"
    VOUCHER = "VOUCHER"
    AD_CREDIT = "AD_CREDIT"
    CASH = "CASH"
    UNKNOWN = "UNKNOWN"


describe(
    RewardKind,
    "What a reward is, and so the unit of its amount.",
    DIAMOND="Diamonds: a unit of their own, no money.",
    POINT="Points of a campaign: a unit of their own, no money.",
    COUPON="A coupon for buyers; the amount is money.",
    VOUCHER="A voucher for the creator's LIVE; the amount is money.",
    AD_CREDIT="Credit for ads; the amount is money.",
    CASH="Money that is paid out.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class RewardState(Enum):
    """How far a reward has come."""

    EARNED = "EARNED"
    PENDING = "PENDING"
    AVAILABLE = "AVAILABLE"
    REVERSED = "REVERSED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


describe(
    RewardState,
    "How far a reward has come.",
    EARNED="It has been earned.",
    PENDING="It is being checked.",
    AVAILABLE="It can be used.",
    REVERSED="It was taken back; reversal says why.",
    EXPIRED="It was not used in time.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class WeeklyRewardState(Enum):
    """Whether the weekly part has been added."""

    PENDING = "PENDING"
    ADDED = "ADDED"
    UNKNOWN = "UNKNOWN"


describe(
    WeeklyRewardState,
    "Whether the weekly part has been added.",
    PENDING="It will be, on the Monday after the week.",
    ADDED="It has been.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="Why and when a reward was taken back.")
class RewardReversal:
    at: datetime = strawberry.field(description="When it was taken back.")
    reason_code: str = strawberry.field(description="The code of the reason.")
    title: str = strawberry.field(description="The reason in short, in the client's language.")
    body: str = strawberry.field(description="The reason, in the client's language.")


@strawberry.type(description="One thing that a LIVE earned.")
class Reward:
    reward_id: strawberry.ID = strawberry.field(description="The reward's own id.")
    mission_id: strawberry.ID = strawberry.field(description="The mission that it is for.")
    mission_code: str = strawberry.field(description="Which mission that is.")
    title: str = strawberry.field(description="Its title, in the client's language.")
    body: str = strawberry.field(description="Its text, in the client's language.")
    kind: RewardKind = strawberry.field(description="What it is.")
    amount: Decimal | None = strawberry.field(
        description="How many units of the kind. Null: it is money, see value."
    )
    value: Money | None = strawberry.field(
        description="How much money. Null: its kind is a unit of its own, see amount."
    )
    rate: float | None = strawberry.field(
        description="The part of the diamonds that it adds, 0 to 1. Null: it is no such part."
    )
    state: RewardState = strawberry.field(description="How far it has come.")
    available_at: datetime | None = strawberry.field(
        description="From when it can be used. Null: that is not known."
    )
    expires_at: datetime | None = strawberry.field(
        description="Until when it can be used. Null: it does not expire."
    )
    reversal: RewardReversal | None = strawberry.field(
        description="Why it was taken back. Null: it was not."
    )


_NO_MONEY = frozenset({RewardKind.DIAMOND, RewardKind.POINT})


def reward(item: WireReward) -> Reward:
    """The reward as it is shown. Diamonds and points are never money, whatever else is said."""
    kind = read_word(RewardKind, item.kind)
    is_money = item.currency is not None and kind not in _NO_MONEY
    return Reward(
        reward_id=strawberry.ID(str(item.reward_id)),
        mission_id=strawberry.ID(str(item.mission_id)),
        mission_code=item.mission_code,
        title=item.title,
        body=item.body,
        kind=kind,
        amount=None if is_money else item.amount,
        value=money(item.amount, item.currency) if is_money and item.currency else None,
        rate=None if item.rate is None else float(item.rate),
        state=read_word(RewardState, item.state),
        available_at=item.available_at,
        expires_at=item.expires_at,
        reversal=_reversal(item.reversal) if item.reversal else None,
    )


def _reversal(reversal: WireReversal) -> RewardReversal:
    return RewardReversal(
        at=reversal.at,
        reason_code=reversal.reason_code,
        title=reversal.title,
        body=reversal.body,
    )
