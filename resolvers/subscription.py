"""Subscription: a LIVE from now to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import strawberry

from loaders.session_state import State
from loaders.watch import watch_session
from resolvers.context import Info
from resolvers.live_session import LiveSession, live_session
from resolvers.ownership import own_session

_OVER = frozenset({State.ENDED, State.CANCELLED})
SESSION_ID = "The platform's own id of the LIVE, 19 digits."


@strawberry.type(
    description="The whole state of a LIVE as it is now. A late or repeated update does no harm."
)
class LiveSessionUpdate:
    session: LiveSession = strawberry.field(description="The LIVE, and its end page if it has one.")
    is_last: bool = strawberry.field(description="Whether nothing more will come.")


@strawberry.type(description="What changes while one watches.")
class Subscription:
    @strawberry.subscription(
        description="A LIVE as it is now, and again whenever it has changed, until it is over."
    )
    async def live_session(
        self,
        info: Info,
        session_id: Annotated[strawberry.ID, strawberry.argument(description=SESSION_ID)],
    ) -> AsyncIterator[LiveSessionUpdate]:
        await own_session(session_id, info)
        async for session, reading in watch_session(info.context, session_id):
            shown = live_session(session, reading)
            yield LiveSessionUpdate(session=shown, is_last=shown.state in _OVER)
