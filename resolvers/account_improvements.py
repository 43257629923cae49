"""Account improvements: what to do better over all LIVEs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import strawberry

from loaders.improvements import ImprovementsRecord, account_improvements_by_creator
from loaders.names import SHOP
from loaders.shop import ACCOUNT_IMPROVEMENTS
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.improvement import (
    Dimension,
    Improvement,
    ImprovementOutcome,
    improvement,
    outcome_of,
    worst_first,
)
from resolvers.needs import needs
from resolvers.panel import NEXT_REFRESH_AT, STATUS, Panel, PanelStatus, panel_facts

if TYPE_CHECKING:
    from resolvers.end_page import EndPage


@strawberry.type(description="What to do better over all LIVEs of the last weeks.")
class AccountImprovements(Panel):
    status: PanelStatus = strawberry.field(description=STATUS, metadata=needs(ACCOUNT_IMPROVEMENTS))
    next_refresh_at: datetime | None = strawberry.field(
        description=NEXT_REFRESH_AT, metadata=needs(ACCOUNT_IMPROVEMENTS)
    )
    outcome: ImprovementOutcome | None = strawberry.field(
        description="What the diagnosis came to. Null: there is none yet.",
        metadata=needs(ACCOUNT_IMPROVEMENTS),
    )
    window_days: int | None = strawberry.field(
        description="The days that were looked at. Null: there is no diagnosis yet.",
        metadata=needs(ACCOUNT_IMPROVEMENTS),
    )
    improvements: list[Improvement] = strawberry.field(
        description="Suggestions, worst first; at most one a dimension.",
        metadata=needs(ACCOUNT_IMPROVEMENTS),
        directives=[at_most(7)],
    )


async def resolve_account_improvements(
    page: strawberry.Parent[EndPage], info: Info
) -> AccountImprovements:
    """The diagnosis of the account; a LIVE without products has no part in it."""
    session = page.session.record
    if not session.is_shoppable:
        facts = panel_facts(page, info, "AccountImprovements", status=PanelStatus.NOT_SUPPORTED)
        return AccountImprovements(outcome=None, window_days=None, improvements=[], **facts)
    key = info.context.creator_key(SHOP, session.creator_id)
    answer = await info.context.load(account_improvements_by_creator, key)
    record = answer.record
    facts = panel_facts(
        page,
        info,
        "AccountImprovements",
        status=PanelStatus.READY if answer.is_ready else PanelStatus.PENDING,
        as_of=answer.as_of,
        is_stale=answer.is_stale,
        next_refresh_at=None if answer.is_ready else answer.next_refresh_at,
    )
    return AccountImprovements(
        outcome=outcome_of(record) if answer.is_ready else None,
        window_days=None if record is None else record.window_days,
        improvements=_one_a_dimension(record) if record and answer.is_ready else [],
        **facts,
    )


def _one_a_dimension(record: ImprovementsRecord) -> list[Improvement]:
    worst: dict[Dimension, Improvement] = {}
    for item in worst_first(record):
        shown = improvement(item, item.observed)
        worst.setdefault(shown.dimension, shown)
    return list(worst.values())
