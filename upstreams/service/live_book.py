"""Sessions that only MongoDB knows: those that the simulator runs, read when asked about."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from pymongo import AsyncMongoClient

from upstreams.company.collections import DATABASE
from upstreams.company.identifiers import is_simulated
from upstreams.company.sessions import Session
from upstreams.company.world import World

_REMEMBERED = 2_000
# A creator's simulated sessions are looked up again after this many seconds: the embedded database
# goes through all sessions of a creator for it, however few are asked for.
_FRESH_SECONDS = 3.0
_MOST_RECENT = 30


class LiveBook:
    """Reads simulated sessions; one that has been over for a while cannot change any more."""

    def __init__(
        self,
        client: AsyncMongoClient[dict[str, Any]],
        world: World,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sessions = client.get_default_database(DATABASE)["live_sessions"]
        self._world = world
        self._monotonic = monotonic
        self._over: OrderedDict[str, Session] = OrderedDict()
        self._recent: OrderedDict[str, tuple[float, tuple[Session, ...]]] = OrderedDict()

    async def sessions(self, identifiers: Iterable[str]) -> dict[str, Session]:
        """Return the simulated sessions among these ids; an unknown id is left out."""
        wanted = {identifier for identifier in identifiers if is_simulated(identifier)}
        found = {one: self._over[one] for one in wanted if one in self._over}
        missing = sorted(wanted - found.keys())
        if missing:
            cursor = self._sessions.find({"_id": {"$in": missing}})
            async for document in cursor:
                session = self._world.session_from(document)
                if session is not None:
                    found[session.id] = session
                    self._remember(session)
        return found

    async def recent(self, creators: Iterable[str]) -> dict[str, tuple[Session, ...]]:
        """Return simulated sessions by creator, oldest first; creators without any are left out."""
        now = self._monotonic()
        found = {}
        for creator in set(creators):
            at, sessions = self._recent.get(creator, (-math.inf, ()))
            if now - at >= _FRESH_SECONDS:
                at, sessions = now, await self._recent_now(creator, sessions)
            found[creator] = sessions
            self._recent[creator] = (at, sessions)
            self._recent.move_to_end(creator)
        while len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        return found

    async def _recent_now(self, creator: str, known: tuple[Session, ...]) -> tuple[Session, ...]:
        """Return the creator's newest. Of those that are known, one that is over is not read."""
        over = [session for session in known if session.closing is not None]
        # What is older than all that there is room for is not asked for again.
        is_full = len(known) == _MOST_RECENT
        since = known[0].created_at if is_full else self._world.seed.anchor - 7200
        query = {
            "creator_id": creator,
            "created_at": {"$gte": datetime.fromtimestamp(since, UTC)},
            "_id": {"$nin": [session.id for session in over]},
        }
        cursor = self._sessions.find(query).sort("created_at", -1).limit(_MOST_RECENT)
        documents = [document async for document in cursor]
        read = [self._world.session_from(one) for one in reversed(documents)]
        simulated = [one for one in read if one and is_simulated(one.id)]
        newest = sorted([*over, *simulated], key=lambda session: session.created_at)
        return tuple(newest[-_MOST_RECENT:])

    def _remember(self, session: Session) -> None:
        """Keep a session that is over; its title or follower may change, its figures do not."""
        if session.closing is None:
            return
        self._over[session.id] = session
        while len(self._over) > _REMEMBERED:
            self._over.popitem(last=False)
