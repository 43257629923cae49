"""Watch: a LIVE as it is, again and again, from now to its end.

The stream of changes is opened first and the state is read after, so nothing falls between them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime

from loaders.errors import SourceError, SourceUnavailable
from loaders.names import MONGODB
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
    sources = operation.sources
    told: tuple[int, State | None] = (0, None)
    with sources.changes.listen(session_id) as listener:
        await sources.changes.opened(_OPENS_WITHIN)
        while True:
            with closing(operation.renewed()) as reading:
                try:
                    session = await _newest(reading, session_id, least_revision=told[0])
                except SourceError:
                    await listener.wait(_READ_AGAIN_AFTER)
                    continue
                if session is None:
                    return
                derived = derive_state(session, reading.now, sources.lifecycle)
                if told != (session.revision, derived.state):
                    told = (session.revision, derived.state)
                    yield session, reading
            if derived.state in _OVER:
                return
            await listener.wait(_seconds_until(derived.turns_at, sources.now()))


async def _newest(reading: Operation, session_id: str, *, least_revision: int) -> Session | None:
    """The LIVE, or SourceError where only an older one is to be had: what was kept through an
    outage, or what a member of the database says that has not heard of ``least_revision``.
    """
    session = await reading.load(sessions_by_id, session_id)
    if session is not None:
        is_kept = session.read_at is not None and session.read_at < reading.now
        if is_kept or session.revision < least_revision:
            raise SourceUnavailable(upstream=MONGODB)
    return session


def _seconds_until(turns_at: datetime | None, now: datetime) -> float:
    """How long nothing can change but by an event."""
    if turns_at is None:
        return _RECONCILE_AFTER
    return min(max((turns_at - now).total_seconds(), 0.01), _RECONCILE_AFTER)
