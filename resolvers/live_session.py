"""LiveSession: a LIVE, what state it is in, and the way to its end page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import strawberry

from loaders.errors import NotFound
from loaders.keys import Key
from loaders.operation import Operation
from loaders.session import EventKind, Session
from loaders.session_state import PageState, SessionState, State
from loaders.session_tale import EndReason
from loaders.sessions import sessions_by_id
from resolvers.context import Info
from resolvers.cost import READ, at_most
from resolvers.enums import describe
from resolvers.global_id import global_id
from resolvers.node import Node
from resolvers.scalars import CurrencyCode
from resolvers.semantic_non_null import NULL_BY_ERROR

if TYPE_CHECKING:
    from resolvers.broadcast import Broadcast
    from resolvers.end_page import EndPage

_MOST_EVENTS = 100
NEXT_LIVE = "continuedBy"
"""The name of the next LIVE among ``Operation.next_refreshes``, while it is named but not there."""
_NEXT_WITHIN = timedelta(minutes=1)

describe(
    State,
    "Where a LIVE is between planned and over.",
    SCHEDULED="It is planned and has not started.",
    LIVE="It is on air.",
    PAUSED="The host has paused it; that is not an end.",
    ENDING="Its connection is lost or it is silent: it may come back, or will have ended then.",
    ENDED="It is over.",
    CANCELLED="It was planned and called off.",
)
describe(
    EndReason,
    "Why a LIVE has ended.",
    HOST_ENDED="The host ended it.",
    PLATFORM_SUSPENDED="The platform ended it for a violation.",
    DISCONNECTED_TIMEOUT="The connection was lost and did not come back in time.",
    DEVICE_SWITCH="It went on as another LIVE, on another device.",
    SYSTEM="A system of the platform ended it.",
    UNKNOWN="Nobody told why; it fell silent.",
)
describe(
    PageState,
    "Whether a LIVE has an end page.",
    AVAILABLE="It has one.",
    NOT_ENDED="Not yet: it has not ended.",
    PRACTICE="No: it was a practice.",
    CANCELLED="No: it was called off.",
    FALSE_START="No: it was over as soon as it had begun, with hardly anybody there.",
)
describe(
    EventKind,
    "What happened to a LIVE.",
    SCHEDULED="It was planned.",
    STARTED="It went on air.",
    PAUSED="The host paused it.",
    RESUMED="The host went on.",
    DISCONNECTED="The host's connection was lost.",
    RECONNECTED="The host's connection came back.",
    ENDED="It was ended.",
    SUSPENDED="The platform ended it for a violation.",
    CANCELLED="It was called off.",
    CONTINUED="It went on as another LIVE.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="One thing that happened to a LIVE.")
class LiveSessionEvent:
    kind: EventKind = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When it happened.")
    reason: str | None = strawberry.field(description="The code of the reason. Null: none is told.")
    revision: int = strawberry.field(description="The LIVE's revision right after it.")


@strawberry.federation.type(
    keys=["id", "sessionId"], description="A shopping livestream of the creator who asks."
)
class LiveSession(Node):
    session_id: strawberry.ID = strawberry.field(
        description="The platform's own id, 19 digits, as push messages and deep links carry it."
    )
    title: str = strawberry.field(description="What the creator called it.")
    state: State = strawberry.field(description="Where it is between planned and over.")
    revision: int = strawberry.field(
        description="Rises with every write about the LIVE; a state with a lower one is older. The "
        "clock alone can end a LIVE that has fallen silent: of two states with the same revision, "
        "the one that was asked for later is the newer."
    )
    end_reason: EndReason | None = strawberry.field(
        description="Why it has ended. Null: it has not."
    )
    started_at: datetime | None = strawberry.field(
        description="When it went on air. Null: it has not."
    )
    ended_at: datetime | None = strawberry.field(description="When it ended. Null: it has not.")
    air_seconds: int = strawberry.field(
        description="The seconds on air so far; pauses and lost connections are not in it."
    )
    time_zone: str = strawberry.field(description="The creator's time zone, by its IANA name.")
    display_currency: CurrencyCode = strawberry.field(
        description="The one currency in which its money is shown."
    )
    end_page_state: PageState = strawberry.field(description="Whether it has an end page.")
    next_check_at: datetime | None = strawberry.field(
        description="When a client without a subscription should ask again. Null: no need to."
    )
    record: strawberry.Private[Session]
    derived: strawberry.Private[SessionState]

    def key(self, upstream: str, operation: Operation) -> Key:
        """What ``operation`` asks ``upstream`` about this LIVE."""
        return operation.session_key(upstream, self.record, self.ended_at)

    @strawberry.field(
        description="What happened to it, oldest first; the last hundred events.",
        directives=[at_most(_MOST_EVENTS)],
    )
    def history(self) -> list[LiveSessionEvent]:
        events = sorted(self.record.events, key=lambda event: event.revision)[-_MOST_EVENTS:]
        return [
            LiveSessionEvent(
                kind=event.known_kind, at=event.at, reason=event.reason, revision=event.revision
            )
            for event in events
        ]

    @strawberry.field(
        description="The broadcast that it is a part of; a broken one goes on as another LIVE. "
        "Null: not loaded.",
        directives=[NULL_BY_ERROR, READ],
    )
    async def broadcast(
        self, info: Info
    ) -> Annotated[Broadcast, strawberry.lazy("resolvers.broadcast")] | None:
        from resolvers.broadcast import load_broadcast

        found = await load_broadcast(self.record.broadcast_id, info)
        if found is None:  # The LIVE has gone since it was read.
            raise NotFound
        return found

    @strawberry.field(
        description="The LIVE that it went on as. Null: it did not.",
        directives=[READ],
    )
    async def continued_by(self, info: Info) -> LiveSession | None:
        if self.record.continued_by is None:
            return None
        session = await info.context.load(sessions_by_id, self.record.continued_by)
        if session is None:
            self._expect_the_next(info.context)
        if session is None or session.creator_id != self.record.creator_id:
            return None
        return live_session(session, info.context)

    def _expect_the_next(self, operation: Operation) -> None:
        """Its end is written before the one that it goes on as: who follows it looks again."""
        named_at = max(event.at for event in self.record.events)
        if operation.now < named_at + _NEXT_WITHIN:
            operation.next_refreshes[NEXT_LIVE] = operation.now

    @strawberry.field(description="Its end page. Null: see endPageState.")
    def end_page(
        self, info: Info
    ) -> Annotated[EndPage, strawberry.lazy("resolvers.end_page")] | None:
        from resolvers.end_page import end_page_of

        return end_page_of(self, info)


def live_session(session: Session, operation: Operation) -> LiveSession:
    """``session`` as it is shown at the moment of ``operation``."""
    derived = operation.state_of(session)
    return LiveSession(
        id=strawberry.ID(global_id("LiveSession", session.id)),
        session_id=strawberry.ID(session.id),
        title=session.title,
        state=derived.state,
        revision=session.revision,
        end_reason=derived.end_reason,
        started_at=derived.started_at,
        ended_at=derived.ended_at,
        air_seconds=derived.air_seconds,
        time_zone=session.time_zone,
        display_currency=CurrencyCode(session.display_currency),
        end_page_state=derived.page_state,
        next_check_at=derived.next_check_at,
        record=session,
        derived=derived,
    )
