"""Milestone: a mark on a creator's journey, and a goal, which is one with a period."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry

from loaders.journey import Added, ProgressRecord, WireGoal, WireMilestone
from loaders.spellings import WireId
from resolvers.enums import describe, read_word

_UNKNOWN = "Something that this version of the API has no name for yet."


class ProgressUnit(Enum):
    """What a milestone or goal counts."""

    COUNT = "COUNT"
    DAYS = "DAYS"
    HOURS = "HOURS"
    USD = "USD"
    FOLLOWERS = "FOLLOWERS"
    UNKNOWN = "UNKNOWN"


describe(
    ProgressUnit,
    "What a milestone or goal counts.",
    COUNT="Things.",
    DAYS="Days.",
    HOURS="Hours on air.",
    USD="US dollars of GMV.",
    FOLLOWERS="Followers.",
    UNKNOWN=_UNKNOWN,
)


class ProgressState(Enum):
    """How far a milestone or goal has come."""

    LOCKED = "LOCKED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    CLAIMED = "CLAIMED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


describe(
    ProgressState,
    "How far a milestone or goal has come.",
    LOCKED="Something else comes first.",
    IN_PROGRESS="It is being worked on.",
    COMPLETED="It is reached.",
    CLAIMED="It is reached, and its reward has been taken.",
    EXPIRED="Its time is over.",
    UNKNOWN=_UNKNOWN,
)


class GoalPeriod(Enum):
    """How long a goal runs."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    UNKNOWN = "UNKNOWN"


describe(
    GoalPeriod,
    "How long a goal runs.",
    DAY="A day.",
    WEEK="A week.",
    MONTH="A month.",
    UNKNOWN=_UNKNOWN,
)


@strawberry.type(description="A mark on a creator's journey.")
class Milestone:
    code: str = strawberry.field(description="Which milestone this is.")
    tier: str | None = strawberry.field(
        description="Which step of it, as in 10 of 1, 10, 50, 100 hours. Null: it has one only."
    )
    title: str = strawberry.field(description="Its title, in the client's language.")
    body: str = strawberry.field(description="Its text, in the client's language.")
    unit: ProgressUnit = strawberry.field(description="What it counts.")
    current: Decimal = strawberry.field(description="How far the creator has come.")
    target: Decimal = strawberry.field(description="Where it is reached.")
    added_by_this_live: Decimal | None = strawberry.field(
        description="What this LIVE added to current. Null: not counted yet."
    )
    is_reached: bool = strawberry.field(description="Whether current has come to target.")
    state: ProgressState = strawberry.field(description="How far it has come.")
    deadline_at: datetime | None = strawberry.field(
        description="Until when it can be reached. Null: there is no limit."
    )


@strawberry.type(description="A goal that a creator has for a period.")
class LiveGoal:
    code: str = strawberry.field(description="Which goal this is.")
    title: str = strawberry.field(description="Its title, in the client's language.")
    body: str = strawberry.field(description="Its text, in the client's language.")
    period: GoalPeriod = strawberry.field(description="How long it runs.")
    unit: ProgressUnit = strawberry.field(description="What it counts.")
    current: Decimal = strawberry.field(description="How far the creator has come.")
    target: Decimal = strawberry.field(description="Where it is reached.")
    added_by_this_live: Decimal | None = strawberry.field(
        description="What this LIVE added to current. Null: not counted yet."
    )
    is_reached: bool = strawberry.field(description="Whether current has come to target.")
    state: ProgressState = strawberry.field(description="How far it has come.")
    ends_at: datetime | None = strawberry.field(
        description="When the period is over. Null: it is not limited."
    )


def milestone(item: WireMilestone, progress: ProgressRecord | None) -> Milestone:
    """The milestone as it is shown, with what the LIVE of ``progress`` added."""
    return Milestone(
        code=item.code,
        tier=_tier(item.tier),
        title=item.title,
        body=item.body,
        unit=read_word(ProgressUnit, item.unit),
        current=item.current,
        target=item.target,
        added_by_this_live=_added(progress.milestones if progress else None, item.code, item.tier),
        is_reached=item.current >= item.target,
        state=read_word(ProgressState, item.state),
        deadline_at=item.deadline_at,
    )


def goal(item: WireGoal, progress: ProgressRecord | None) -> LiveGoal:
    """The goal as it is shown, with what the LIVE of ``progress`` added."""
    return LiveGoal(
        code=item.code,
        title=item.title,
        body=item.body,
        period=read_word(GoalPeriod, item.period),
        unit=read_word(ProgressUnit, item.unit),
        current=item.current,
        target=item.target,
        added_by_this_live=_added(progress.goals if progress else None, item.code, None),
        is_reached=item.current >= item.target,
        state=read_word(ProgressState, item.state),
        ends_at=item.ends_at,
    )


def _added(added: list[Added] | None, code: str, tier: WireId | None) -> Decimal | None:
    """What was added to this tier of this code; None while nothing has been counted."""
    if added is None:
        return None
    for one in added:
        if one.code == code and _tier(one.tier) == _tier(tier):
            return one.added
    return Decimal(0)


def _tier(tier: WireId | None) -> str | None:
    return None if tier is None else str(tier)
