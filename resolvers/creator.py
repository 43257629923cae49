"""Creator: who asks, and the LIVEs that are theirs."""

from __future__ import annotations

from typing import Annotated

import strawberry

from loaders.session_state import PageState, State
from loaders.sessions import PageKey, session_pages
from loaders.share_pages import SharePageKey, share_pages
from resolvers.connection import LiveSessionConnection, connection, position_of
from resolvers.context import Info
from resolvers.cost import PAGE, READ
from resolvers.cursor import bounded
from resolvers.live_session import LiveSession, live_session
from resolvers.node import Node
from resolvers.semantic_non_null import NULL_BY_ERROR
from resolvers.share_connection import ShareConnection, share_connection, share_position

FIRST = "How many LIVEs, 1 to 50."
FIRST_SHARES = "How many shares, 1 to 50."
AFTER = (
    "The cursor behind which the page begins: one of this list, and of this creator. Left out: it "
    "begins with the newest."
)
STATES = "Only LIVEs in one of these states. Left out: in any."

_NEWEST = 20
_ON = frozenset({State.LIVE, State.PAUSED, State.ENDING})


@strawberry.federation.type(
    keys=["id", "creatorId"], description="A creator, who sees their own LIVEs."
)
class Creator(Node):
    creator_id: strawberry.ID = strawberry.field(description="The platform's own id.")

    @strawberry.field(
        description="The LIVE that is on now, or may come back, of the newest twenty. Null: none.",
        directives=[READ],
    )
    async def current_live(self, info: Info) -> LiveSession | None:
        return next((one for one in await self._newest(info) if one.state in _ON), None)

    @strawberry.field(
        description="The last LIVE that has an end page, of the newest twenty: where a restarted "
        "APP goes on. Null: none.",
        directives=[READ],
    )
    async def last_ended_live(self, info: Info) -> LiveSession | None:
        newest = await self._newest(info)
        return next((one for one in newest if one.end_page_state is PageState.AVAILABLE), None)

    @strawberry.field(
        description="The creator's LIVEs, newest first. A cursor stays good while LIVEs end. "
        "Null: not loaded.",
        directives=[NULL_BY_ERROR, READ, PAGE],
    )
    async def live_sessions(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=FIRST)] = 10,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        states: Annotated[list[State] | None, strawberry.argument(description=STATES)] = None,
    ) -> LiveSessionConnection | None:
        wanted = None if states is None else frozenset(states)
        key = PageKey(self.creator_id, bounded(first), position_of(after, info), wanted)
        return connection(await info.context.load(session_pages, key), info)

    @strawberry.field(
        description="What the creator has shared, newest first; what is over for a month is no "
        "longer told. Null: not loaded.",
        directives=[NULL_BY_ERROR, READ, PAGE],
    )
    async def shares(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description=FIRST_SHARES)] = 20,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> ShareConnection | None:
        key = SharePageKey(self.creator_id, bounded(first), share_position(after, info))
        return share_connection(await info.context.load(share_pages, key), info)

    async def _newest(self, info: Info) -> list[LiveSession]:
        """The newest LIVEs, read once for all fields that look among them."""
        page = await info.context.load(session_pages, PageKey(self.creator_id, _NEWEST))
        return [live_session(session, info.context) for session in page.sessions]
