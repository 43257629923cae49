"""Journey: how far a creator has come, and what a LIVE added to it."""

from __future__ import annotations

import msgspec

from loaders.envelope import Item
from loaders.item_batches import decoded_from, journey_items
from loaders.keys import Group, Key, Part
from loaders.names import JOURNEY
from loaders.spellings import Exact, Moment, WireId

PROGRESS = Group(JOURNEY, Part.SESSION, "progress")
LEVEL = Group(JOURNEY, Part.CREATOR, "level")
MILESTONES = Group(JOURNEY, Part.CREATOR, "milestones")
GOALS = Group(JOURNEY, Part.CREATOR, "goals")
OPPORTUNITIES = Group(JOURNEY, Part.CREATOR, "opportunities")


class Added(msgspec.Struct, frozen=True):
    """What one LIVE added to a tier of a milestone or to a goal, in its unit."""

    code: str
    added: Exact
    tier: WireId | None = None


class ProgressRecord(msgspec.Struct, frozen=True):
    """What one LIVE added; ``league_change`` is -1, 0 or 1 step."""

    milestones: list[Added] = []
    goals: list[Added] = []
    league_change: int = 0


class LevelRecord(msgspec.Struct, frozen=True):
    """The creator's level and league."""

    level: str
    league: str
    season_ends_at: Moment | None = None
    league_next_review_at: Moment | None = None


class WireMilestone(msgspec.Struct, frozen=True):
    """A milestone of the creator's journey, in the creator's language."""

    code: str
    title: str
    body: str
    unit: str
    current: Exact
    target: Exact
    state: str
    tier: WireId | None = None
    deadline_at: Moment | None = None


class MilestonesRecord(msgspec.Struct, frozen=True):
    """The creator's milestones."""

    items: list[WireMilestone] = []


class WireGoal(msgspec.Struct, frozen=True):
    """A goal that the creator has for a period."""

    code: str
    title: str
    body: str
    period: str
    unit: str
    current: Exact
    target: Exact
    state: str
    ends_at: Moment | None = None


class GoalsRecord(msgspec.Struct, frozen=True):
    """The creator's LIVE goals."""

    items: list[WireGoal] = []


class WireOpportunity(msgspec.Struct, frozen=True):
    """Something that would help the creator grow, and why it is offered."""

    opportunity_id: WireId
    code: str
    type: str
    title: str
    body: str
    reason_code: str
    reason: str
    deep_link: str
    expires_at: Moment | None = None


class OpportunitiesRecord(msgspec.Struct, frozen=True):
    """The creator's growth opportunities."""

    items: list[WireOpportunity] = []


class SessionJourney(msgspec.Struct, frozen=True):
    """The session's part; ``progress`` is None when it was not asked for, or is not ready."""

    progress: ProgressRecord | None
    is_ready: bool
    is_stale: bool
    as_of: Moment
    next_refresh_at: Moment | None


class CreatorJourney(msgspec.Struct, frozen=True):
    """The creator's part: of what was not asked for there is nothing."""

    level: LevelRecord | None = None
    milestones: list[WireMilestone] = []
    goals: list[WireGoal] = []
    opportunities: list[WireOpportunity] = []
    as_of: Moment | None = None
    is_stale: bool = False


@decoded_from(journey_items)
def journey_by_session(item: Item, key: Key) -> SessionJourney:
    """What each LIVE added."""
    progress = item.group(PROGRESS, ProgressRecord, key)
    return SessionJourney(progress, item.is_ready, item.is_stale, item.as_of, item.next_refresh_at)


@decoded_from(journey_items, unasked=CreatorJourney())
def journey_by_creator(item: Item, key: Key) -> CreatorJourney:
    """How far each creator has come. Nobody is asked when nothing of it is wanted."""
    milestones = item.group(MILESTONES, MilestonesRecord, key)
    goals = item.group(GOALS, GoalsRecord, key)
    opportunities = item.group(OPPORTUNITIES, OpportunitiesRecord, key)
    return CreatorJourney(
        level=item.group(LEVEL, LevelRecord, key),
        milestones=milestones.items if milestones else [],
        goals=goals.items if goals else [],
        opportunities=opportunities.items if opportunities else [],
        as_of=item.as_of,
        is_stale=item.is_stale,
    )
