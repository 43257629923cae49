"""Connection: pages of a creator's LIVEs, with cursors that stay good while LIVEs end."""

from __future__ import annotations

import strawberry

from loaders.errors import BadUserInput
from loaders.sessions import Position, SessionPage
from resolvers.context import Info
from resolvers.cursor import cursor_of, read_cursor
from resolvers.live_session import LiveSession, live_session


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
    cursor: str = strawberry.field(description="Its place; it never changes.")


@strawberry.type(description="A page of LIVEs.")
class LiveSessionConnection:
    edges: list[LiveSessionEdge] = strawberry.field(description="The LIVEs with their places.")
    nodes: list[LiveSession] = strawberry.field(description="The LIVEs alone.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")


def connection(page: SessionPage, info: Info) -> LiveSessionConnection:
    """The page as it is shown."""
    edges = [
        LiveSessionEdge(
            node=live_session(session, info.context),
            cursor=_cursor(Position.of(session)),
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
            end_cursor=_cursor(page.end) if page.end else None,
        ),
    )


def position_of(cursor: str | None) -> Position | None:
    """The place that ``cursor`` names. Raises BadUserInput when it is none of this list's."""
    if cursor is None:
        return None
    at, session_id = read_cursor(cursor)
    if not session_id.isdigit():
        raise BadUserInput("This is not a cursor of this list.")
    return Position(at, session_id)


def _cursor(position: Position) -> str:
    return cursor_of(position.created_at, position.id)
