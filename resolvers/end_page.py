"""EndPage: what the APP shows when a LIVE has ended. A panel is a file, and a line here."""

from __future__ import annotations

from datetime import datetime

import strawberry

from loaders.metrics import ShopNumbers
from loaders.session_state import PageState
from resolvers.account_improvements import AccountImprovements, resolve_account_improvements
from resolvers.analytics_link import AnalyticsLink, resolve_analytics_link
from resolvers.benchmarks import Benchmarks, resolve_benchmarks
from resolvers.context import Info
from resolvers.cost import READ
from resolvers.global_id import global_id
from resolvers.journey import Journey, resolve_journey
from resolvers.live_numbers import LiveNumbers
from resolvers.live_session import LiveSession
from resolvers.metrics import Metrics, resolve_metrics
from resolvers.node import Node
from resolvers.recordings import Recordings, resolve_recordings
from resolvers.rewards import Rewards, resolve_rewards
from resolvers.room_improvements import RoomImprovements, resolve_room_improvements
from resolvers.semantic_non_null import NULL_BY_ERROR


@strawberry.federation.type(
    keys=["id"],
    description="What a creator is shown when a LIVE has ended. Each panel loads on its own, when "
    "it is selected; one that could not be loaded is null, with an error at its path.",
)
class EndPage(Node):
    session: LiveSession = strawberry.field(description="The LIVE that has ended.")
    served_at: datetime = strawberry.field(description="When this answer was made.")
    # What has been worked out of it, by what shop analytics said: panels share that.
    numbers: strawberry.Private[list[tuple[ShopNumbers, LiveNumbers]]]
    metrics: Metrics | None = strawberry.field(
        resolver=resolve_metrics,
        description="The numbers of this LIVE. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    benchmarks: Benchmarks | None = strawberry.field(
        resolver=resolve_benchmarks,
        description="How this LIVE compares with others. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    analytics_link: AnalyticsLink | None = strawberry.field(
        resolver=resolve_analytics_link,
        description="The way into detailed LIVE analytics. Null: not loaded.",
        directives=[NULL_BY_ERROR],
    )
    room_improvements: RoomImprovements | None = strawberry.field(
        resolver=resolve_room_improvements,
        description="What to do better in the next LIVE. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    account_improvements: AccountImprovements | None = strawberry.field(
        resolver=resolve_account_improvements,
        description="What to do better over all LIVEs. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    rewards: Rewards | None = strawberry.field(
        resolver=resolve_rewards,
        description="What this LIVE earned. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    journey: Journey | None = strawberry.field(
        resolver=resolve_journey,
        description="How far the creator has come, and what this LIVE added. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    recordings: Recordings | None = strawberry.field(
        resolver=resolve_recordings,
        description="The replay and the highlights of this LIVE. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )


def end_page_of(session: LiveSession, info: Info) -> EndPage | None:
    """The end page of ``session``; None when it has none, which is a state and no error."""
    if session.end_page_state is not PageState.AVAILABLE:
        return None
    return EndPage(
        id=strawberry.ID(global_id("EndPage", session.session_id)),
        session=session,
        served_at=info.context.served_at,
        numbers=[],
    )
