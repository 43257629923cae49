"""Watch: a LIVE as it is, again and again, from now to its end.

The stream of changes is opened first and the state is read after, so nothing falls between them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from loaders.errors import SourceError
from loaders.operation import Operation
from loaders.session import Session
from loaders.session_state import State, derive_state
from loaders.sessions import sessions_by_id

_OPENS_WITHIN = 1.0
_READ_AGAIN_AFTER = 1.0
# Heals what no event told.
_RECONCILE_AFTER = 30.0
_OVER = frozenset({State.ENDED, State.CANCELLED})


async def watch_session(
    operation: Operation, session_id: str
) -> AsyncIterator[tuple[Session, Operation]]:
    """The LIVE as it is now, and again after each change, with the operation that read it.

    It ends when the LIVE is over or has gone. While the database cannot be read it waits.
    """
    changes = operation.sources.changes
    told: tuple[int, State] | None = None
    with changes.listen(session_id) as listener:
        await changes.opened(_OPENS_WITHIN)
        while True:
            reading = operation.renewed()
            try:
                session = await reading.load(sessions_by_id, session_id)
            except SourceError:
                await listener.wait(_READ_AGAIN_AFTER)
                continue
            if session is None:
                return
            derived = derive_state(session, reading.now, operation.sources.lifecycle)
            if told != (session.revision, derived.state):
                told = (session.revision, derived.state)
                yield session, reading
            if derived.state in _OVER:
                return
            await listener.wait(_seconds_until(derived.turns_at, reading.now))


def _seconds_until(turns_at: datetime | None, now: datetime) -> float:
    """How long nothing can change but by an event."""
    if turns_at is None:
        return _RECONCILE_AFTER
    return min(max((turns_at - now).total_seconds(), 0.01), _RECONCILE_AFTER)
