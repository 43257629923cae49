"""Share connection: pages of a creator's shares."""

from __future__ import annotations

import strawberry

from loaders.sessions import Position
from loaders.share_pages import SharePage
from resolvers.connection import CURSOR, PageInfo
from resolvers.context import Info
from resolvers.cursor import cursors_of
from resolvers.share import Share, share

SHARES = "Creator.shares"


@strawberry.type(description="A share and its place in the list.")
class ShareEdge:
    node: Share = strawberry.field(description="The share.")
    cursor: str = strawberry.field(description=CURSOR)


@strawberry.type(description="A page of shares.")
class ShareConnection:
    edges: list[ShareEdge] = strawberry.field(description="The shares with their places.")
    nodes: list[Share] = strawberry.field(description="The shares alone.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")


def share_connection(page: SharePage, info: Info) -> ShareConnection:
    """The page as it is shown."""
    cursors = cursors_of(SHARES, info)
    edges = [
        ShareEdge(node=share(record, info), cursor=cursors.cursor(record.created_at, record.token))
        for record in page.shares
    ]
    return ShareConnection(
        edges=edges,
        nodes=[edge.node for edge in edges],
        page_info=PageInfo(
            has_next_page=page.has_more,
            has_previous_page=False,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def share_position(cursor: str | None, info: Info) -> Position | None:
    """The place that ``cursor`` names. Raises BadUserInput when it is none of this list's."""
    return None if cursor is None else Position(*cursors_of(SHARES, info).place(cursor))
