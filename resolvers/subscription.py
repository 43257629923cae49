"""Subscription: a LIVE from now to its end, and its page until that has settled down.

An update is the document run once more, as a query would be. What it tells beyond the LIVE itself
can be known only when everything else of it is there: see ``resolvers.telling``.
"""

from __future__ import annotations

from enum import Enum

import strawberry

from resolvers.context import Info
from resolvers.cost import READ
from resolvers.enums import describe
from resolvers.live_session import LiveSession, live_session
from resolvers.ownership import SessionId, own_session


class UpdateReason(Enum):
    """Why an update is sent."""

    SNAPSHOT = "SNAPSHOT"
    PROGRESS = "PROGRESS"
    TRANSITION = "TRANSITION"
    CORRECTION = "CORRECTION"
    PANELS = "PANELS"


class EndPagePanel(Enum):
    """The panels of an end page; the values are the fields of ``EndPage``."""

    METRICS = "metrics"
    BENCHMARKS = "benchmarks"
    ANALYTICS_LINK = "analyticsLink"
    ROOM_IMPROVEMENTS = "roomImprovements"
    ACCOUNT_IMPROVEMENTS = "accountImprovements"
    REWARDS = "rewards"
    JOURNEY = "journey"
    RECORDINGS = "recordings"


describe(
    UpdateReason,
    "Why an update is sent. Whatever it is, the update is the whole state.",
    SNAPSHOT="It is the first: the LIVE as it is now.",
    PROGRESS="The LIVE goes on.",
    TRANSITION="The LIVE has gone on to another state; it has ended, for example.",
    CORRECTION="What was told of its end was taken back, or told anew.",
    PANELS="Panels of the end page have changed: see changed.",
)
describe(
    EndPagePanel,
    "The panels of an end page.",
    METRICS="The numbers.",
    BENCHMARKS="How it compares.",
    ANALYTICS_LINK="The way into detailed analytics.",
    ROOM_IMPROVEMENTS="What to do better in the next LIVE.",
    ACCOUNT_IMPROVEMENTS="What to do better over all LIVEs.",
    REWARDS="What it earned.",
    JOURNEY="How far the creator has come.",
    RECORDINGS="The replay and the highlights.",
)


@strawberry.type(
    description="The whole state of a LIVE as it is now. A late or repeated update does no harm."
)
class LiveSessionUpdate:
    session: LiveSession = strawberry.field(description="The LIVE, and its end page if it has one.")
    changed: list[EndPagePanel] = strawberry.field(
        description="The selected panels whose selected content is not what the update before told."
    )
    reason: UpdateReason = strawberry.field(description="Why this update is sent.")
    fetch_after_ms: int = strawberry.field(
        description="For a client that fetches the page by a query: wait so many milliseconds "
        "first. Chosen at random, from a range that grows with the LIVEs that end at this moment."
    )
    is_last: bool = strawberry.field(
        description="Whether nothing more will come: the LIVE is over, and no selected panel is "
        "expected to change soon."
    )


@strawberry.type(description="What changes while one watches.")
class Subscription:
    @strawberry.field(
        description="A LIVE as it is now, and again whenever it has changed, until it is over and "
        "the selected panels of its page have settled down. To go on after a lost connection, "
        "subscribe again: the first update is the state as it is.",
        directives=[READ],
    )
    async def live_session(
        self,
        info: Info,
        session_id: SessionId,
    ) -> LiveSessionUpdate:
        if info.context.following is not None:
            await info.context.following.follow(session_id)
        shown = live_session(await own_session(session_id, info), info.context)
        info.context.shown = shown.record, shown.derived
        return LiveSessionUpdate(
            session=shown,
            changed=[],
            reason=UpdateReason.SNAPSHOT,
            fetch_after_ms=0,
            is_last=False,
        )
