"""Room improvements: what to do better in the next LIVE, by the diagnosis of this one."""

from __future__ import annotations

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import strawberry

from loaders.improvements import (
    ImprovementsRecord,
    WireImprovement,
    WireViolation,
    room_improvements_by_session,
)
from loaders.names import SHOP
from loaders.shop import FIGURES, ROOM_IMPROVEMENTS
from resolvers.comparison import value_of
from resolvers.context import Info
from resolvers.enums import read_word
from resolvers.formulas import FORMULAS, figure
from resolvers.improvement import (
    Improvement,
    ImprovementOutcome,
    improvement,
    outcome_of,
    worst_first,
)
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric
from resolvers.metrics import numbers_of, shop_numbers
from resolvers.needs import needs
from resolvers.panel import NEXT_REFRESH_AT, STATUS, Panel, PanelStatus, panel_facts
from resolvers.scalars import URL

if TYPE_CHECKING:
    from resolvers.end_page import EndPage

_MOST = 3


@strawberry.type(description="Why the platform suspended a LIVE.")
class Violation:
    code: str = strawberry.field(description="Which rule was broken.")
    title: str = strawberry.field(description="The rule, in the client's language.")
    body: str = strawberry.field(description="What happened, in the client's language.")
    occurred_at: datetime = strawberry.field(description="When it happened.")
    appeal_link: URL | None = strawberry.field(
        description="Where in the APP to appeal. Null: there is no appeal."
    )


@strawberry.type(
    description="What to do better in the next LIVE. A suspension comes before all advice."
)
class RoomImprovements(Panel):
    status: PanelStatus = strawberry.field(description=STATUS, metadata=needs(ROOM_IMPROVEMENTS))
    next_refresh_at: datetime | None = strawberry.field(
        description=NEXT_REFRESH_AT, metadata=needs(ROOM_IMPROVEMENTS)
    )
    outcome: ImprovementOutcome | None = strawberry.field(
        description="What the diagnosis came to. Null: there is none yet.",
        metadata=needs(ROOM_IMPROVEMENTS),
    )
    violation: Violation | None = strawberry.field(
        description="Why the LIVE was suspended. Null: it was not.",
        metadata=needs(ROOM_IMPROVEMENTS),
    )
    record: strawberry.Private[ImprovementsRecord | None]
    numbers: strawberry.Private[LiveNumbers | None]

    @strawberry.field(
        description="Suggestions, worst first; at most three.",
        metadata=needs(ROOM_IMPROVEMENTS, *FIGURES),
    )
    def improvements(self) -> list[Improvement]:
        if self.record is None:
            return []
        return [
            improvement(item, _observed(item, self.numbers))
            for item in worst_first(self.record)[:_MOST]
        ]


async def resolve_room_improvements(
    page: strawberry.Parent[EndPage], info: Info
) -> RoomImprovements:
    """The diagnosis of the page's LIVE; of one without products, that there is none."""
    session = page.session.record
    if not session.is_shoppable:
        facts = panel_facts(page, info, "RoomImprovements", status=PanelStatus.NOT_SUPPORTED)
        return RoomImprovements(outcome=None, violation=None, record=None, numbers=None, **facts)
    key = info.context.session_key(SHOP, session.id, session.creator_id)
    answer, shop = await asyncio.gather(
        info.context.load(room_improvements_by_session, key), shop_numbers(page, info)
    )
    record = answer.record
    facts = panel_facts(
        page,
        info,
        "RoomImprovements",
        status=PanelStatus.READY if answer.is_ready else PanelStatus.PENDING,
        as_of=answer.as_of,
        next_refresh_at=None if answer.is_ready else answer.next_refresh_at,
    )
    return RoomImprovements(
        outcome=outcome_of(record),
        violation=_violation(record.violation) if record and record.violation else None,
        record=record,
        numbers=numbers_of(page, info, shop),
        **facts,
    )


def _observed(item: WireImprovement, numbers: LiveNumbers | None) -> Decimal | None:
    metric = read_word(Metric, item.metric.upper())
    if numbers is None or metric not in FORMULAS:
        return None
    return value_of(figure(metric, numbers))


def _violation(violation: WireViolation) -> Violation:
    return Violation(
        code=violation.code,
        title=violation.title,
        body=violation.body,
        occurred_at=violation.occurred_at,
        appeal_link=URL(violation.appeal_link) if violation.appeal_link else None,
    )
