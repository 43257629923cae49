"""Journey: how far a creator has come on LIVE, and what this LIVE added."""

from __future__ import annotations

import asyncio
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import strawberry

from loaders.journey import (
    GOALS,
    LEVEL,
    MILESTONES,
    OPPORTUNITIES,
    PROGRESS,
    CreatorJourney,
    ProgressRecord,
    WireOpportunity,
    journey_by_creator,
    journey_by_session,
)
from loaders.names import JOURNEY
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.enums import describe, read_word
from resolvers.milestone import LiveGoal, Milestone, goal, milestone
from resolvers.needs import needs
from resolvers.panel import Panel, PanelStatus, panel_facts
from resolvers.scalars import URL

if TYPE_CHECKING:
    from resolvers.end_page import EndPage

_MOST = 20


class OpportunityType(Enum):
    """What kind of thing would help."""

    MISSION = "MISSION"
    CAMPAIGN = "CAMPAIGN"
    TRAINING = "TRAINING"
    FEATURE = "FEATURE"
    UNKNOWN = "UNKNOWN"


describe(
    OpportunityType,
    "What kind of thing would help a creator to grow.",
    MISSION="A mission to take on.",
    CAMPAIGN="A campaign to join.",
    TRAINING="Something to learn.",
    FEATURE="A feature of the APP to use.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="Something that would help a creator to grow.")
class GrowthOpportunity:
    opportunity_id: strawberry.ID = strawberry.field(description="The opportunity's own id.")
    code: str = strawberry.field(description="Which opportunity this is.")
    type: OpportunityType = strawberry.field(description="What kind of thing it is.")
    title: str = strawberry.field(description="Its title, in the client's language.")
    body: str = strawberry.field(description="Its text, in the client's language.")
    reason_code: str = strawberry.field(description="Why it is offered, as a code.")
    reason: str = strawberry.field(description="Why it is offered, in the client's language.")
    deep_link: URL = strawberry.field(description="Where in the APP to take it.")
    expires_at: datetime | None = strawberry.field(
        description="Until when it can be taken. Null: there is no limit."
    )


@strawberry.type(description="A creator's level and league.")
class CreatorLevel:
    level: str = strawberry.field(description="The creator level, L0 to L8.")
    season_ends_at: datetime | None = strawberry.field(
        description="When the level is set anew. Null: that is not known."
    )
    league: str = strawberry.field(description="The league, D5 (lowest) to A1.")
    league_change: int | None = strawberry.field(
        description="Steps that this LIVE moved the creator in the league: -1, 0 or 1. "
        "Null: not counted yet."
    )
    league_next_review_at: datetime | None = strawberry.field(
        description="When the league is looked at again. Null: that is not known."
    )


@strawberry.type(description="How far a creator has come, and what this LIVE added to it.")
class Journey(Panel):
    level: CreatorLevel | None = strawberry.field(
        description="The creator's level and league. Null: there is none yet.",
        metadata=needs(LEVEL, PROGRESS),
    )
    milestones: list[Milestone] = strawberry.field(
        description="The marks on the way; at most twenty.",
        metadata=needs(MILESTONES, PROGRESS),
        directives=[at_most(20)],
    )
    goals: list[LiveGoal] = strawberry.field(
        description="The goals of the period; at most twenty.",
        metadata=needs(GOALS, PROGRESS),
        directives=[at_most(20)],
    )
    opportunities: list[GrowthOpportunity] = strawberry.field(
        description="What would help to grow; at most twenty.",
        metadata=needs(OPPORTUNITIES),
        directives=[at_most(20)],
    )


async def resolve_journey(page: strawberry.Parent[EndPage], info: Info) -> Journey:
    """The journey of the page's creator, shoppable LIVE or not."""
    session, operation = page.session.record, info.context
    here, creator = await asyncio.gather(
        operation.load(journey_by_session, page.session.key(JOURNEY, operation)),
        operation.load(journey_by_creator, operation.creator_key(JOURNEY, session.creator_id)),
    )
    progress = here.progress
    return Journey(
        level=_level(creator, progress),
        milestones=[milestone(item, progress) for item in creator.milestones[:_MOST]],
        goals=[goal(item, progress) for item in creator.goals[:_MOST]],
        opportunities=[_opportunity(item) for item in creator.opportunities[:_MOST]],
        **panel_facts(
            page,
            info,
            "Journey",
            status=PanelStatus.READY if here.is_ready else PanelStatus.PARTIAL,
            as_of=min(here.as_of, creator.as_of or here.as_of),
            is_stale=here.is_stale or creator.is_stale,
            next_refresh_at=here.next_refresh_at,
        ),
    )


def _level(creator: CreatorJourney, progress: ProgressRecord | None) -> CreatorLevel | None:
    level = creator.level
    if level is None:
        return None
    return CreatorLevel(
        level=level.level,
        season_ends_at=level.season_ends_at,
        league=level.league,
        league_change=progress.league_change if progress else None,
        league_next_review_at=level.league_next_review_at,
    )


def _opportunity(item: WireOpportunity) -> GrowthOpportunity:
    return GrowthOpportunity(
        opportunity_id=strawberry.ID(str(item.opportunity_id)),
        code=item.code,
        type=read_word(OpportunityType, item.type),
        title=item.title,
        body=item.body,
        reason_code=item.reason_code,
        reason=item.reason,
        deep_link=URL(item.deep_link),
        expires_at=item.expires_at,
    )
