"""The LIVE service: the only writer of `live_sessions`.

Every write is a compare-and-set on the session's revision and raises it by one, so that commands
that race cannot both succeed from the same state. The file is long because all commands share one
way to write, which is what makes them safe.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bson.int64 import Int64
from pymongo import MongoClient

from upstreams.company.collections import database_of
from upstreams.company.dice import Dice
from upstreams.company.documents import event_document, moment, session_document
from upstreams.company.events import Event
from upstreams.company.identifiers import new_session_id
from upstreams.company.sessions import Session
from upstreams.company.simulated import simulated_pace
from upstreams.company.strata import MINUTE
from upstreams.company.ticks import tick_document
from upstreams.company.titles import TITLES
from upstreams.company.world import World
from upstreams.simulator.transitions import (
    TooBusy,
    UnknownCreator,
    UnknownSession,
    check,
)

_ATTEMPTS = 20
_FALSE_START_SECONDS = 20.0
_FEW_COMMENTS = 10

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Write:
    """One change of a session: events to add, fields to set, and the time of a last tick."""

    events: tuple[tuple[str, str | None], ...] = ()
    fields: Mapping[str, Any] | None = None
    ticks: bool = True


class LiveService:
    """Starts sessions and takes them from state to state."""

    def __init__(
        self,
        client: MongoClient[dict[str, Any]],
        world: World,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.sessions = database_of(client)["live_sessions"]
        self.world = world
        self._clock = clock

    def start(
        self,
        creator_id: str,
        *,
        aired_minutes: float = 30,
        products: int = 12,
        is_practice: bool = False,
        continues: Mapping[str, Any] | None = None,
        identifier: str | None = None,
    ) -> str:
        """Start a LIVE and return its id; raises UnknownCreator.

        The LIVE has been on air for `aired_minutes`, so that its figures are worth looking at and
        its end is no false start.
        """
        creator = self.world.creator_by_id(creator_id)
        if creator is None:
            raise UnknownCreator(f"there is no creator {creator_id!r} in this company")
        identifier = identifier or new_session_id()
        now = self._clock()
        started = now - aired_minutes * MINUTE
        dice = Dice.of(self.world.seed.number, "session", identifier)
        lead = 0.0 if continues else 10 * MINUTE
        session = Session(
            id=identifier,
            number=0,
            creator=creator,
            title=continues["title"] if continues else dice.choice("title", TITLES),
            is_practice=is_practice,
            products_added=products,
            created_at=int(started - lead),
            events=(
                Event("SCHEDULED", int(started - lead), None, 1),
                Event("STARTED", started, None, 2),
            ),
            broadcast_id=continues["broadcast_id"] if continues else identifier,
            continuation_of=continues["_id"] if continues else None,
            continued_by=None,
            pace=simulated_pace(
                seed=self.world.seed.number, creator=creator, identifier=identifier
            ),
            dice=dice,
        )
        self.sessions.insert_one(session_document(session, heard_until=now))
        return identifier

    def tick(self, identifier: str) -> Document:
        """Write the counters of now and a heartbeat."""
        return self._take(identifier, "tick", lambda document: Write())

    def pause(self, identifier: str) -> Document:
        """Pause a LIVE."""
        return self._take(identifier, "pause", lambda document: Write((("PAUSED", None),)))

    def resume(self, identifier: str) -> Document:
        """Put a paused LIVE back on air."""
        return self._take(identifier, "resume", lambda document: Write((("RESUMED", None),)))

    def disconnect(self, identifier: str) -> Document:
        """Lose the host's connection."""
        return self._take(
            identifier, "disconnect", lambda document: Write((("DISCONNECTED", None),))
        )

    def reconnect(self, identifier: str) -> Document:
        """Bring a lost host back."""
        return self._take(identifier, "reconnect", lambda document: Write((("RECONNECTED", None),)))

    def begin(self, identifier: str) -> Document:
        """Put a scheduled LIVE on air."""
        return self._take(identifier, "begin", lambda document: Write((("STARTED", None),)))

    def cancel(self, identifier: str) -> Document:
        """Call a scheduled LIVE off."""
        write = Write((("CANCELLED", None),), ticks=False)
        return self._take(identifier, "cancel", lambda document: write)

    def end(self, identifier: str, *, reason: str = "HOST_ENDED") -> Document:
        """End a LIVE for HOST_ENDED, DEVICE_SWITCH or SYSTEM."""
        return self._take(identifier, "end", lambda document: Write((("ENDED", reason),)))

    def suspend(self, identifier: str, *, violation: str = "MISLEADING_CLAIM") -> Document:
        """End a LIVE for a violation."""
        return self._take(
            identifier, "suspend", lambda document: Write((("SUSPENDED", violation),))
        )

    def false_start(self, identifier: str) -> Document:
        """End a LIVE as one that never really began: some seconds on air, few comments.

        It is told to have started only seconds ago; what had been counted before is void.
        """
        return self._take(identifier, "false-start", self._false_start)

    def carry_on(self, identifier: str) -> str:
        """Carry a broadcast on in a new session and return its id; one that runs ends for it."""
        following = new_session_id()

        def changed(document: Document) -> Write:
            events: tuple[tuple[str, str | None], ...] = (("CONTINUED", None),)
            if check("continue", document) != "ENDED":
                events = (("ENDED", "DEVICE_SWITCH"), *events)
            return Write(events, {"continued_by": following}, ticks=len(events) == 2)

        document = self._take(identifier, "continue", changed)
        return self.start(
            document["creator_id"],
            aired_minutes=0,
            products=document["products_added"],
            is_practice=document["is_practice"],
            continues=document,
            identifier=following,
        )

    def found(self, identifier: str) -> Document:
        """Return a session's document; raises UnknownSession."""
        document = self.sessions.find_one({"_id": identifier})
        if document is None:
            raise UnknownSession(f"there is no session {identifier!r}")
        return document

    def _take(
        self, identifier: str, command: str, changed: Callable[[Document], Write]
    ) -> Document:
        """Carry a command out and return the new document; raises SimulatorError."""
        for _ in range(_ATTEMPTS):
            document = self.found(identifier)
            check(command, document)
            following = self._following(document, changed(document))
            expected = {"_id": identifier, "revision": document["revision"]}
            if self.sessions.replace_one(expected, following).matched_count:
                return following
        raise TooBusy(f"session {identifier} was written by others {_ATTEMPTS} times in between")

    def _following(self, document: Document, write: Write) -> Document:
        """Return the document after a write: revision raised by one, whatever the write did."""
        revision = int(document["revision"]) + 1
        at = max(self._clock(), document["events"][-1]["at"].timestamp())
        fields = dict(write.fields or {})
        ended = fields.pop("ended_after", None)
        events = fields.pop("events", document["events"])
        added = [
            event_document(kind, at if ended is None else ended, reason, revision)
            for kind, reason in write.events
        ]
        following = {**document, **fields, "events": [*events, *added]}
        following["revision"] = Int64(revision)
        if write.ticks:
            session = self.world.session_from(following)
            if session is not None:
                following["last_tick"] = tick_document(session, at)
            following["last_seen_at"] = moment(at)
        return following

    def _false_start(self, document: Document) -> Write:
        now, seconds = self._clock(), _FALSE_START_SECONDS
        while True:
            # A large audience comments within seconds: a false start must have had fewer.
            started = now - seconds
            events = [
                event_document(
                    "SCHEDULED", min(started, document["created_at"].timestamp()), None, 1
                ),
                event_document("STARTED", started, None, 2),
            ]
            session = self.world.session_from({**document, "events": events})
            if session is None or session.counters(now).comments < _FEW_COMMENTS or seconds < 1:
                return Write((("ENDED", "HOST_ENDED"),), {"events": events})
            seconds /= 2
