"""Room improvements: what to do better in the next LIVE, by the diagnosis of this one."""

from __future__ import annotations

import asyncio
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import strawberry

from loaders.improvements import (
    ImprovementsRecord,
    WireImprovement,
    WireViolation,
    room_improvements_by_session,
)
from loaders.measures import Missing
from loaders.names import SHOP
from loaders.session import EventKind
from loaders.session_tale import EndReason
from loaders.shop import FIGURES, ROOM_IMPROVEMENTS
from resolvers.comparison import value_of
from resolvers.context import Info
from resolvers.cost import at_most
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
from resolvers.live_session import LiveSession
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
    title: str | None = strawberry.field(
        description="The rule, in the client's language. Null: not told yet."
    )
    body: str | None = strawberry.field(
        description="What happened, in the client's language. Null: not told yet."
    )
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
        directives=[at_most(3)],
    )
    def improvements(self) -> list[Improvement]:
        if self.record is None or self.numbers is None:
            return []
        shown = (item for item in worst_first(self.record) if not _is_withheld(item, self.numbers))
        return [improvement(item, _observed(item, self.numbers)) for item in islice(shown, _MOST)]


async def resolve_room_improvements(
    page: strawberry.Parent[EndPage], info: Info
) -> RoomImprovements:
    """The diagnosis of the page's LIVE; of one without products, that there is none.

    A suspension is told at once, from the session itself: its diagnosis comes minutes later.
    """
    suspension = _suspension(page.session)
    if not page.session.record.is_shoppable:
        status = PanelStatus.PARTIAL if suspension else PanelStatus.NOT_SUPPORTED
        facts = panel_facts(page, info, "RoomImprovements", status=status)
        return _room_improvements(None, suspension, None, facts)
    key = page.session.key(SHOP, info.context)
    answer, shop = await asyncio.gather(
        info.context.load(room_improvements_by_session, key), shop_numbers(page, info)
    )
    pending = PanelStatus.PARTIAL if suspension else PanelStatus.PENDING
    facts = panel_facts(
        page,
        info,
        "RoomImprovements",
        status=PanelStatus.READY if answer.is_ready else pending,
        as_of=answer.as_of,
        is_stale=answer.is_stale or shop.is_stale,
        next_refresh_at=None if answer.is_ready else answer.next_refresh_at,
    )
    return _room_improvements(answer.record, suspension, numbers_of(page, info, shop), facts)


def _room_improvements(
    record: ImprovementsRecord | None,
    suspension: Violation | None,
    numbers: LiveNumbers | None,
    facts: dict[str, Any],
) -> RoomImprovements:
    is_diagnosed = facts["status"] is PanelStatus.READY
    violation = _violation(record.violation) if record and record.violation else suspension
    outcome = outcome_of(record) if is_diagnosed else None
    return RoomImprovements(
        outcome=ImprovementOutcome.VIOLATION if violation else outcome,
        violation=violation,
        record=record if is_diagnosed else None,
        numbers=numbers,
        **facts,
    )


def _suspension(session: LiveSession) -> Violation | None:
    """What the session itself says of its suspension; None when it was not suspended."""
    if session.end_reason is not EndReason.PLATFORM_SUSPENDED or session.ended_at is None:
        return None
    events = (e for e in session.record.events if e.known_kind is EventKind.SUSPENDED)
    code = next((event.reason for event in events if event.reason), EndReason.UNKNOWN.value)
    return Violation(
        code=code, title=None, body=None, occurred_at=session.ended_at, appeal_link=None
    )


def _observed(item: WireImprovement, numbers: LiveNumbers) -> Decimal | None:
    metric = read_word(Metric, item.metric.upper())
    return value_of(figure(metric, numbers)) if metric in FORMULAS else None


def _is_withheld(item: WireImprovement, numbers: LiveNumbers) -> bool:
    """Advice about a number that is withheld would tell it all the same."""
    metric = read_word(Metric, item.metric.upper())
    return metric in FORMULAS and figure(metric, numbers).missing is Missing.FORBIDDEN


def _violation(violation: WireViolation) -> Violation:
    return Violation(
        code=violation.code,
        title=violation.title,
        body=violation.body,
        occurred_at=violation.occurred_at,
        appeal_link=URL(violation.appeal_link) if violation.appeal_link else None,
    )
