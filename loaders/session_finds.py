"""Session finds: LIVEs by their ids, many in one find, kept while the database is away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from loaders.errors import KnownError
from loaders.freshness import NOTHING, Freshness
from loaders.mongo import Mongo, read_document
from loaders.names import MONGODB
from loaders.session import COLLECTION, Session
from loaders.session_state import Lifecycle, derive_state
from loaders.source import Keeping, Source


class SessionKey(NamedTuple):
    """A LIVE by its id, and the creator who asks for it: identity is part of every key.

    So what is kept of a LIVE for its creator is not kept for anybody else, who could tell by the
    time of an answer that it is there. ``on_behalf_of`` None is the gateway itself, which looks
    whether a LIVE that is followed has changed, and shows nothing of it.
    """

    id: str
    on_behalf_of: str | None


SessionSource = Source[SessionKey, Session | None]
# An end may still be taken back, so for a while it is hardly kept.
_TAKEN_BACK_WITHIN = timedelta(hours=1)


class SessionFinds:
    """The sessions collection, as a source calls it. None: there is no such LIVE for who asks."""

    name = MONGODB

    def __init__(self, mongo: Mongo, *, now: Callable[[], datetime]) -> None:
        self._mongo = mongo
        self._now = now

    async def read(
        self, keys: Sequence[SessionKey], *, time_left: float, request_id: str
    ) -> Mapping[SessionKey, Session | KnownError | None]:
        """The LIVE of each key. Raises SourceUnavailable."""
        del time_left, request_id
        # Before the find: what is written while it runs may be missing from its answer.
        read_at = self._now()
        ids = list(dict.fromkeys(key.id for key in keys))
        documents = {
            document["_id"]: document
            for document in await self._mongo.find(COLLECTION, {"_id": {"$in": ids}})
        }
        return {key: _own(documents.get(key.id), key, read_at) for key in keys}


def _own(
    document: Mapping[str, Any] | None, key: SessionKey, read_at: datetime
) -> Session | KnownError | None:
    """What ``document`` says to who asks; somebody else's is not even read, as if it were none."""
    if document is None or key.on_behalf_of not in {None, document.get("creator_id")}:
        return None
    return read_document({**document, "read_at": read_at}, Session)


def keeping_sessions(lifecycle: Lifecycle, *, outage: float) -> Keeping[SessionKey, Session | None]:
    """How sessions are kept: one that runs is always read; ``outage`` seconds when none can be."""
    return Keeping(
        freshness=_freshness_by(lifecycle, outage),
        size=lambda session: 0 if session is None else 1_500 + 200 * len(session.events),
        as_stale=lambda session: session,
    )


def _freshness_by(
    lifecycle: Lifecycle, outage: float
) -> Callable[[SessionKey, Session | None, datetime], Freshness]:
    running = Freshness(fresh=0.0, stale=0.0, on_error=outage)
    ended = Freshness(fresh=1.0, stale=0.0, on_error=outage)
    settled = Freshness(fresh=60.0, stale=600.0, on_error=outage)

    def freshness(key: SessionKey, session: Session | None, now: datetime) -> Freshness:
        del key
        if session is None:
            return NOTHING
        ended_at = derive_state(session, now, lifecycle).ended_at
        if ended_at is None:
            return running
        return settled if now - ended_at > _TAKEN_BACK_WITHIN else ended

    return freshness
