"""Panel: a part of the end page that loads, fails and refreshes on its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry

from resolvers.enums import describe
from resolvers.global_id import global_id
from resolvers.node import Node
from resolvers.scalars import URL

if TYPE_CHECKING:
    from resolvers.context import Info
    from resolvers.end_page import EndPage


STATUS = "What state the panel is in."
NEXT_REFRESH_AT = "When asking again may give something new. Null: nothing more is expected."


class PanelStatus(Enum):
    """What state a panel is in. Failure is no status: a panel that failed is null."""

    READY = "READY"
    PARTIAL = "PARTIAL"
    PENDING = "PENDING"
    EMPTY = "EMPTY"
    NOT_SUPPORTED = "NOT_SUPPORTED"


describe(
    PanelStatus,
    "What state a panel is in. A panel that could not be loaded is null, with an error.",
    READY="All of it is here.",
    PARTIAL="Some of it is missing; what is missing says why.",
    PENDING="It does not exist yet; nextRefreshAt says when to ask again.",
    EMPTY="There is nothing to show, and there will not be.",
    NOT_SUPPORTED="This LIVE has no such panel, for example because it was not shoppable.",
)


@strawberry.interface(
    description="A part of the end page that loads, fails and refreshes on its own."
)
class Panel(Node):
    status: PanelStatus = strawberry.field(description=STATUS)
    is_stale: bool = strawberry.field(
        description=(
            "Whether some of this was read before and is no longer fresh: it is shown while a "
            "newer answer is being read, or because none could be had. asOf says how old it is. "
            "Of how final the numbers are it says nothing: each figure's finality does."
        )
    )
    as_of: datetime = strawberry.field(description="The moment at which the content was true.")
    next_refresh_at: datetime | None = strawberry.field(description=NEXT_REFRESH_AT)
    learn_more: URL | None = strawberry.field(
        description="A page that explains the panel. Null: there is none."
    )


def panel_facts(
    page: EndPage,
    info: Info,
    panel: str,
    *,
    status: PanelStatus,
    as_of: datetime | None = None,
    next_refresh_at: datetime | None = None,
    is_stale: bool = False,
) -> dict[str, Any]:
    """What every panel says of itself; ``panel`` is its type's name. ``as_of`` None: now."""
    learn_more = info.context.sources.settings.learn_more_url
    info.context.next_refreshes[panel] = next_refresh_at
    info.context.has_panel(panel, status.value)
    return {
        "id": strawberry.ID(global_id(panel, page.session.session_id)),
        "status": status,
        "is_stale": is_stale,
        "as_of": as_of or info.context.now,
        "next_refresh_at": _to_come(next_refresh_at, info),
        "learn_more": URL(f"{learn_more}#{panel}") if learn_more else None,
    }


def _to_come(at: datetime | None, info: Info) -> datetime | None:
    """``at``, unless it has passed: that would have clients ask again and again."""
    if at is None or at > info.context.now_against(at):
        return at
    return info.context.now + timedelta(seconds=info.context.sources.lifecycle.poll)
