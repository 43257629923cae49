"""Connection: pages of a creator's LIVEs, with cursors that stay good while LIVEs end."""

from __future__ import annotations

import strawberry

from loaders.sessions import Position, SessionPage
from resolvers.context import Info
from resolvers.cursor import CursorList, cursors_of
from resolvers.live_session import LiveSession, live_session

LIVE_SESSIONS = "Creator.liveSessions"
CURSOR = (
    "Its place, sealed: for this creator and in this list alone, with any filter. It is good for "
    "as long as the gateway keeps the key that sealed it, a day at the least."
)


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are more behind the page.")
    has_previous_page: bool = strawberry.field(
        description="Whether there are some before it; always false, pages only go forward."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of its first item. Null: the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="Where to go on: the place of its last item, or where the search for LIVEs in "
        "the wanted states stopped. Null: there is nothing."
    )


@strawberry.type(description="A LIVE and its place in the list.")
class LiveSessionEdge:
    node: LiveSession = strawberry.field(description="The LIVE.")
    cursor: str = strawberry.field(description=CURSOR)


@strawberry.type(description="A page of LIVEs.")
class LiveSessionConnection:
    edges: list[LiveSessionEdge] = strawberry.field(description="The LIVEs with their places.")
    nodes: list[LiveSession] = strawberry.field(description="The LIVEs alone.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")


def connection(page: SessionPage, info: Info) -> LiveSessionConnection:
    """The page as it is shown."""
    cursors = cursors_of(LIVE_SESSIONS, info)
    edges = [
        LiveSessionEdge(
            node=live_session(session, info.context),
            cursor=_cursor(cursors, Position.of(session)),
        )
        for session in page.sessions
    ]
    return LiveSessionConnection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=page.has_more,
            has_previous_page=False,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=_cursor(cursors, page.end) if page.end else None,
        ),
    )


def position_of(cursor: str | None, info: Info) -> Position | None:
    """The place that ``cursor`` names. Raises BadUserInput when it is none of this list's."""
    return None if cursor is None else Position(*cursors_of(LIVE_SESSIONS, info).place(cursor))


def _cursor(cursors: CursorList, position: Position) -> str:
    return cursors.cursor(position.created_at, position.id)
