"""Analytics link: the way from the page into detailed LIVE analytics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import strawberry

from loaders import analytics_link
from loaders.analytics_link import analytics_link_by_session
from loaders.names import SHOP
from loaders.shop import ANALYTICS_LINK
from resolvers.context import Info
from resolvers.needs import needs
from resolvers.panel import Panel, PanelStatus, panel_facts
from resolvers.scalars import URL

if TYPE_CHECKING:
    from resolvers.end_page import EndPage


@strawberry.type(description="A screen of detailed analytics.")
class AnalyticsTarget:
    deep_link: URL = strawberry.field(description="Opens it in the APP.")
    fallback_url: URL = strawberry.field(description="A page for an APP that is too old for it.")
    least_app_version: str = strawberry.field(
        description="The oldest version of the APP that has it, as in 39.2.0."
    )
    window_days: int | None = strawberry.field(
        description="The days that it opens with. Null: it shows one LIVE."
    )


@strawberry.type(description="The way into detailed LIVE analytics.")
class AnalyticsLink(Panel):
    session_details: AnalyticsTarget | None = strawberry.field(
        description="The details of this LIVE. Null: not there yet, or not supported.",
        metadata=needs(ANALYTICS_LINK),
    )
    overall: AnalyticsTarget | None = strawberry.field(
        description="The analytics of all LIVEs. Null: not there yet, or not supported.",
        metadata=needs(ANALYTICS_LINK),
    )


async def resolve_analytics_link(page: strawberry.Parent[EndPage], info: Info) -> AnalyticsLink:
    """The link of the page's LIVE; of one without products, that there is none."""
    session = page.session.record
    if not session.is_shoppable:
        facts = panel_facts(page, info, "AnalyticsLink", status=PanelStatus.NOT_SUPPORTED)
        return AnalyticsLink(session_details=None, overall=None, **facts)
    key = page.session.key(SHOP, info.context)
    answer = await info.context.load(analytics_link_by_session, key)
    record = answer.record
    facts = panel_facts(
        page,
        info,
        "AnalyticsLink",
        status=PanelStatus.READY if answer.is_ready else PanelStatus.PENDING,
        as_of=answer.as_of,
        is_stale=answer.is_stale,
        next_refresh_at=None if answer.is_ready else answer.next_refresh_at,
    )
    return AnalyticsLink(
        session_details=_target(record.session) if record else None,
        overall=_target(record.overall) if record else None,
        **facts,
    )


def _target(target: analytics_link.LinkTarget) -> AnalyticsTarget:
    return AnalyticsTarget(
        deep_link=URL(target.deep_link),
        fallback_url=URL(target.fallback_url),
        least_app_version=target.least_app_version,
        window_days=target.window_days,
    )
