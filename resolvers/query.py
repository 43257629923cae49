"""Query: the ways in."""

from __future__ import annotations

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.cost import READ, TWO_READS
from resolvers.creator import Creator
from resolvers.end_page import EndPage, end_page_of
from resolvers.global_id import global_id as opaque
from resolvers.live_session import LiveSession, live_session
from resolvers.node import Node
from resolvers.ownership import SessionId, own_session
from resolvers.refetch import refetch
from resolvers.semantic_non_null import NULL_BY_ERROR

GlobalId = Annotated[
    strawberry.ID,
    strawberry.argument(name="id", description="The opaque id of the object, as it was given."),
]


@strawberry.type(description="The ways in. A creator sees their own LIVEs only.")
class Query:
    @strawberry.field(
        description="The end page of one's own LIVE. Null without an error: it has none, see "
        "liveSession.endPageState. NOT_FOUND: unknown, or somebody else's.",
        directives=[READ],
    )
    async def end_page(self, info: Info, session_id: SessionId) -> EndPage | None:
        session = await own_session(session_id, info)
        return end_page_of(live_session(session, info.context), info)

    @strawberry.field(
        description="One's own LIVE. Null comes with an error; NOT_FOUND: unknown, or somebody "
        "else's.",
        directives=[NULL_BY_ERROR, READ],
    )
    async def live_session(self, info: Info, session_id: SessionId) -> LiveSession | None:
        return live_session(await own_session(session_id, info), info.context)

    @strawberry.field(description="The creator who asks.")
    def viewer(self, info: Info) -> Creator:
        creator_id = info.context.viewer.creator_id
        return Creator(
            id=strawberry.ID(opaque("Creator", creator_id)),
            creator_id=strawberry.ID(creator_id),
        )

    @strawberry.field(
        description="An object by its opaque id: one panel alone, for example. Null without an "
        "error: it has gone. NOT_FOUND: unknown, or somebody else's.",
        directives=[TWO_READS],
    )
    async def node(self, info: Info, global_id: GlobalId) -> Node | None:
        return await refetch(global_id, info)
