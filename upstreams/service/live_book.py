"""Sessions that only MongoDB knows: those that the simulator runs, read when asked about."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pymongo import AsyncMongoClient

from upstreams.company.collections import DATABASE
from upstreams.company.identifiers import is_simulated
from upstreams.company.sessions import Session
from upstreams.company.world import World

_REMEMBERED = 2_000
# A creator's simulated sessions are looked up again after this many seconds.
_FRESH_SECONDS = 1.0
_MOST_RECENT = 30


class LiveBook:
    """Reads simulated sessions; one that has been over for a while cannot change any more."""

    def __init__(self, client: AsyncMongoClient[dict[str, Any]], world: World) -> None:
        self._sessions = client.get_default_database(DATABASE)["live_sessions"]
        self._world = world
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
        now = time.monotonic()
        found, missing = {}, []
        for creator in set(creators):
            at, sessions = self._recent.get(creator, (0.0, ()))
            if at and now - at < _FRESH_SECONDS:
                found[creator] = sessions
            else:
                missing.append(creator)
        since = datetime.fromtimestamp(self._world.seed.anchor - 7200, UTC)
        for creator in missing:
            query = {"creator_id": creator, "created_at": {"$gte": since}}
            cursor = self._sessions.find(query).sort("created_at", -1).limit(_MOST_RECENT)
            documents = [document async for document in cursor]
            read = [self._world.session_from(one) for one in reversed(documents)]
            found[creator] = tuple(one for one in read if one and is_simulated(one.id))
            self._recent[creator] = (now, found[creator])
            while len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)
        return found

    def _remember(self, session: Session) -> None:
        """Keep a session that is over; its title or follower may change, its figures do not."""
        if session.closing is None:
            return
        self._over[session.id] = session
        while len(self._over) > _REMEMBERED:
            self._over.popitem(last=False)
