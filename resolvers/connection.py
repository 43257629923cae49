"""Connection: pages of a creator's LIVEs, with cursors that stay good while LIVEs end."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

import strawberry

from loaders.errors import BadUserInput
from loaders.sessions import Position, SessionPage
from resolvers.context import Info
from resolvers.live_session import LiveSession, live_session

_MOST = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are more behind the page.")
    has_previous_page: bool = strawberry.field(
        description="Whether there are some before it; always false, pages only go forward."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of its first LIVE. Null: the page is empty."
    )
    end_cursor: str | None = strawberry.field(
        description="Where to go on: the place of its last LIVE, or where the search for LIVEs in "
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
            cursor=cursor_of(Position.of(session)),
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
            end_cursor=cursor_of(page.end) if page.end else None,
        ),
    )


def cursor_of(position: Position) -> str:
    """The place of a LIVE, made of what never changes."""
    at = (position.created_at - _EPOCH) // _MILLISECOND
    return base64.urlsafe_b64encode(f"{at}:{position.id}".encode()).decode().rstrip("=")


def position_of(cursor: str | None) -> Position | None:
    """The place that ``cursor`` names. Raises BadUserInput when it is none of ours."""
    if cursor is None:
        return None
    try:
        padded = cursor[:100] + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        at, _, session_id = text.partition(":")
        if not (session_id.isdigit() and at.isdigit()):
            raise ValueError("not a position")
        return Position(_EPOCH + int(at) * _MILLISECOND, session_id)
    except (binascii.Error, ValueError, OverflowError):
        raise BadUserInput("This is not a cursor of this list.") from None


def bounded(first: int) -> int:
    """``first``, when a page can be so large. Raises BadUserInput when it cannot."""
    if not 1 <= first <= _MOST:
        raise BadUserInput(f"first must be 1 to {_MOST}.")
    return first
