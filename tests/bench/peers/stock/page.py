"""Page: a LIVE, its end page, and the creator's list of them."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import strawberry
from strawberry.permission import BasePermission

from tests.bench.peers.stock.benchmarks import Benchmarks, load_benchmarks
from tests.bench.peers.stock.improvements import (
    AccountImprovements,
    RoomImprovements,
    load_account_improvements,
    load_room_improvements,
)
from tests.bench.peers.stock.journey import Journey, load_journey
from tests.bench.peers.stock.life import life_of
from tests.bench.peers.stock.links import (
    AnalyticsLink,
    Recordings,
    load_analytics_link,
    load_recordings,
)
from tests.bench.peers.stock.metrics import Metrics, load_metrics
from tests.bench.peers.stock.panel import Context, Info, Live
from tests.bench.peers.stock.rewards import Rewards, load_rewards
from tests.bench.peers.stock.words import CurrencyCode, EndReason, PageState, State, global_id


class IsAuthenticated(BasePermission):
    message = "A token is needed."

    def has_permission(self, source: Any, info: strawberry.Info, **kwargs: Any) -> bool:
        """Whether the request came with a token that is trusted."""
        context: Context = info.context
        return context.creator_id is not None


@strawberry.type
class LiveSession:
    id: strawberry.ID
    session_id: strawberry.ID
    title: str
    state: State
    started_at: datetime | None
    ended_at: datetime | None
    end_reason: EndReason | None
    air_seconds: int
    time_zone: str
    display_currency: CurrencyCode
    end_page_state: PageState
    live: strawberry.Private[Live]

    @strawberry.field
    def end_page(self, info: Info) -> EndPage | None:
        return end_page_of(self, info)


@strawberry.type
class EndPage:
    id: strawberry.ID
    served_at: datetime
    session: LiveSession

    @strawberry.field
    async def metrics(self, info: Info) -> Metrics | None:
        return await load_metrics(self.session.live, info)

    @strawberry.field
    async def benchmarks(self, info: Info) -> Benchmarks | None:
        return await load_benchmarks(self.session.live, info)

    @strawberry.field
    async def analytics_link(self, info: Info) -> AnalyticsLink | None:
        return await load_analytics_link(self.session.live, info)

    @strawberry.field
    async def room_improvements(self, info: Info) -> RoomImprovements | None:
        return await load_room_improvements(self.session.live, info)

    @strawberry.field
    async def account_improvements(self, info: Info) -> AccountImprovements | None:
        return await load_account_improvements(self.session.live, info)

    @strawberry.field
    async def rewards(self, info: Info) -> Rewards | None:
        return await load_rewards(self.session.live, info)

    @strawberry.field
    async def journey(self, info: Info) -> Journey | None:
        return await load_journey(self.session.live, info)

    @strawberry.field
    async def recordings(self, info: Info) -> Recordings | None:
        return await load_recordings(self.session.live, info)


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class LiveSessionEdge:
    cursor: str
    node: LiveSession


@strawberry.type
class LiveSessionConnection:
    edges: list[LiveSessionEdge]
    page_info: PageInfo


@strawberry.type
class Creator:
    id: strawberry.ID
    creator_id: strawberry.ID

    @strawberry.field
    async def live_sessions(
        self,
        info: Info,
        first: int = 10,
        after: str | None = None,
        states: list[State] | None = None,
    ) -> LiveSessionConnection:
        """The newest LIVEs. The bench asks for no later page, so ``after`` is not read."""
        found = await info.context.loaders.pages.load((self.creator_id, first + 2))
        shown = [live_session(document) for document in found]
        wanted = [one for one in shown if states is None or one.state in states]
        edges = [LiveSessionEdge(cursor=cursor_of(one), node=one) for one in wanted[:first]]
        return LiveSessionConnection(
            edges=edges,
            page_info=PageInfo(
                has_next_page=len(wanted) > first, end_cursor=edges[-1].cursor if edges else None
            ),
        )


@strawberry.type
class Query:
    @strawberry.field(permission_classes=[IsAuthenticated])
    async def end_page(self, info: Info, session_id: strawberry.ID) -> EndPage | None:
        document = await info.context.loaders.sessions.load(session_id)
        if document is None or document["creator_id"] != info.context.creator_id:
            raise ValueError("There is no such LIVE.")
        return end_page_of(live_session(document), info)

    @strawberry.field(permission_classes=[IsAuthenticated])
    def viewer(self, info: Info) -> Creator:
        creator_id = info.context.creator_id or ""
        return Creator(
            id=strawberry.ID(global_id("Creator", creator_id)),
            creator_id=strawberry.ID(creator_id),
        )


def live_session(document: dict[str, Any]) -> LiveSession:
    """The LIVE of a document, as it is shown."""
    life = life_of(document)
    return LiveSession(
        id=strawberry.ID(global_id("LiveSession", document["_id"])),
        session_id=strawberry.ID(document["_id"]),
        title=document["title"],
        state=life.state,
        started_at=life.started_at,
        ended_at=life.ended_at,
        end_reason=life.end_reason,
        air_seconds=int(life.air),
        time_zone=document["time_zone"],
        display_currency=CurrencyCode(document["display_currency"]),
        end_page_state=life.page_state(document),
        live=Live(document, life),
    )


def end_page_of(session: LiveSession, info: Info) -> EndPage | None:
    """The end page of a LIVE that has one."""
    if session.end_page_state is not PageState.AVAILABLE:
        return None
    return EndPage(
        id=strawberry.ID(global_id("EndPage", session.session_id)),
        served_at=info.context.now,
        session=session,
    )


def cursor_of(session: LiveSession) -> str:
    """Where a list goes on after a LIVE."""
    at = round(session.live.document["created_at"].timestamp() * 1000)
    told = f"{at}:{session.session_id}".encode()
    return base64.urlsafe_b64encode(told).decode().rstrip("=")
