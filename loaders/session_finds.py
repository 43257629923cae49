"""Session finds: LIVEs by their ids, many in one find, kept while the database is away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from loaders.errors import KnownError
from loaders.freshness import NOTHING, Freshness
from loaders.mongo import Mongo, read_document
from loaders.names import MONGODB
from loaders.session import COLLECTION, Session
from loaders.session_state import Lifecycle, derive_state
from loaders.source import Keeping, Source

SessionSource = Source[str, Session | None]
# An end may still be taken back, so for a while it is hardly kept.
_TAKEN_BACK_WITHIN = timedelta(hours=1)


class SessionFinds:
    """The sessions collection, as a source calls it. None: there is no such LIVE."""

    name = MONGODB

    def __init__(self, mongo: Mongo, *, now: Callable[[], datetime]) -> None:
        self._mongo = mongo
        self._now = now

    async def read(
        self, keys: Sequence[str], *, time_left: float, request_id: str
    ) -> Mapping[str, Session | KnownError | None]:
        """The LIVE of each id. Raises SourceUnavailable."""
        del time_left, request_id
        # Before the find: what is written while it runs may be missing from its answer.
        read_at = self._now()
        documents = await self._mongo.find(COLLECTION, {"_id": {"$in": list(keys)}})
        found = {
            document["_id"]: read_document({**document, "read_at": read_at}, Session)
            for document in documents
        }
        return {key: found.get(key) for key in keys}


def keeping_sessions(lifecycle: Lifecycle, *, outage: float) -> Keeping[str, Session | None]:
    """How sessions are kept: one that runs is always read; ``outage`` seconds when none can be."""
    return Keeping(
        freshness=_freshness_by(lifecycle, outage),
        size=lambda session: 0 if session is None else 1_500 + 200 * len(session.events),
        as_stale=lambda session: session,
    )


def _freshness_by(
    lifecycle: Lifecycle, outage: float
) -> Callable[[str, Session | None, datetime], Freshness]:
    running = Freshness(fresh=0.0, stale=0.0, on_error=outage)
    ended = Freshness(fresh=1.0, stale=0.0, on_error=outage)
    settled = Freshness(fresh=60.0, stale=600.0, on_error=outage)

    def freshness(key: str, session: Session | None, now: datetime) -> Freshness:
        del key
        if session is None:
            return NOTHING
        ended_at = derive_state(session, now, lifecycle).ended_at
        if ended_at is None:
            return running
        return settled if now - ended_at > _TAKEN_BACK_WITHIN else ended

    return freshness
