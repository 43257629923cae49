"""The simulator at work: it starts LIVEs, lets them tick, ends its own, and makes recordings.

It learns of every session from the database, also of those that a command started; those it lets
tick but never ends. There is always a LIVE of its own that ends within a minute.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from pymongo import MongoClient
from pymongo.change_stream import CollectionChangeStream

from upstreams.company.collections import database_of
from upstreams.company.strata import STRATA
from upstreams.company.world import World, running_session_id
from upstreams.simulator.live_service import Document, LiveService
from upstreams.simulator.making import Making
from upstreams.simulator.recordings_service import RecordingsService
from upstreams.simulator.transitions import SimulatorError, state_of

TICK_SECONDS = 5.0
_ENDS_WITHIN_SECONDS = 55.0
_SILENT = frozenset({"SILENT"})
# Ids of sessions that the simulator or a command started are the greatest of all.
_FIRST_SIMULATED = "73"


class Simulator:
    """Holds what is going on; `step` does everything that is due at one moment."""

    def __init__(
        self,
        client: MongoClient[dict[str, Any]],
        world: World,
        *,
        clock: Callable[[], float],
        per_minute: float = 2.0,
        live_ends_at: float | None = None,
    ) -> None:
        self.live = LiveService(client, world, clock=clock)
        self.recordings = RecordingsService(client, world, clock=clock)
        self._sessions = database_of(client)["live_sessions"]
        self._world = world
        self._clock = clock
        self._per_minute = per_minute
        self._random = random.Random(world.seed.number)
        self._running: dict[str, Document] = {}
        self._ends: dict[str, float] = {}
        self._ticks: dict[str, float] = {}
        self._recorded: dict[str, Making] = {}
        self._next_start = clock()
        self._stream: CollectionChangeStream[dict[str, Any]] | None = None
        self._silent = {
            running_session_id(index)
            for index, stratum in enumerate(STRATA)
            if stratum.running in _SILENT
        }
        kinds = world.kinds()
        # Seeded replays that are never done, so that one can be met at any time.
        self._never_done = [kinds[one.kind][0] for one in STRATA if one.replay == "PROCESSING"]
        self._next_look = clock()
        if live_ends_at is not None:
            index = next(n for n, stratum in enumerate(STRATA) if stratum.kind == "live")
            self._ends[running_session_id(index)] = live_ends_at

    def open(self) -> None:
        """Listen for changes first, then read what is there: nothing can be missed in between."""
        self._stream = self._sessions.watch(
            [{"$match": {"documentKey._id": {"$gte": _FIRST_SIMULATED}}}],
            full_document="updateLookup",
            max_await_time_ms=1,
        )
        for document in self._sessions.find({"_id": {"$gte": _FIRST_SIMULATED}}):
            self._hear(document)

    def close(self) -> None:
        """Stop listening."""
        if self._stream is not None:
            self._stream.close()

    def promised_ends(self) -> list[float]:
        """Return when the LIVEs that are its own will end."""
        return list(self._ends.values())

    def own_creators(self) -> set[str]:
        """Return the creators of the LIVEs that are its own and run."""
        return {
            document["creator_id"]
            for identifier, document in self._running.items()
            if identifier in self._ends
        }

    def step(self) -> None:
        """Do everything that is due now."""
        self._listen()
        now = self._clock()
        self._start_due(now)
        self._end_due(now)
        self._tick_due(now)
        self._record_due(now)
        self._look_due(now)

    def _listen(self) -> None:
        while self._stream is not None:
            change = self._stream.try_next()
            if change is None:
                return
            if change.get("fullDocument"):
                self._hear(change["fullDocument"])

    def _hear(self, document: Document) -> None:
        """Take note of a session as it is now."""
        identifier, state = document["_id"], state_of(document)
        known = self._running.get(identifier)
        if known is not None and known["revision"] > document["revision"]:
            return
        if state in ("LIVE", "PAUSED", "DISCONNECTED"):
            self._running[identifier] = document
            return
        was_running = self._running.pop(identifier, None) is not None
        self._ends.pop(identifier, None)
        self._ticks.pop(identifier, None)
        if state in ("ENDED", "SUSPENDED") and (was_running or identifier not in self._recorded):
            self._begin_recording(document)

    def _begin_recording(self, document: Document) -> None:
        if document["_id"] not in self._recorded and self.recordings.begin(document):
            self._recorded[document["_id"]] = Making.begun(document, self._clock())

    def _start_due(self, now: float) -> None:
        soon = now + _ENDS_WITHIN_SECONDS
        if not any(end <= soon for end in self._ends.values()):
            self._start_one(now + _ENDS_WITHIN_SECONDS)
        while self._per_minute > 0 and self._next_start <= now:
            self._start_one(now + self._random.uniform(40, 240))
            self._next_start += self._random.expovariate(self._per_minute / 60)

    def _start_one(self, ends_at: float) -> None:
        """Start a LIVE of a creator who has none, when there is such a creator."""
        busy = {document["creator_id"] for document in self._running.values()}
        ordinary = self._world.ordinary()
        for _ in range(10):
            creator = self._world.creator(self._random.choice(ordinary))
            if creator.id in busy:
                continue
            identifier = self.live.start(creator.id, aired_minutes=self._random.uniform(4, 90))
            self._ends[identifier] = ends_at
            self._hear(self.live.found(identifier))
            return

    def _end_due(self, now: float) -> None:
        for identifier, ends_at in list(self._ends.items()):
            if ends_at > now:
                continue
            del self._ends[identifier]
            if identifier in self._running:
                self._try(partial(self.live.end, identifier))

    def _tick_due(self, now: float) -> None:
        for identifier, document in list(self._running.items()):
            is_due = self._ticks.get(identifier, 0) <= now
            if is_due and state_of(document) == "LIVE" and identifier not in self._silent:
                self._ticks[identifier] = now + TICK_SECONDS
                self._try(partial(self.live.tick, identifier))

    def _record_due(self, now: float) -> None:
        for making in self._recorded.values():
            making.go_on(self.recordings, now)

    def _look_due(self, now: float) -> None:
        """Keep the next look at replays that are never done ahead until the look after it."""
        if self._next_look <= now:
            self._next_look = now + TICK_SECONDS
            self.recordings.look_again(self._never_done, within=2 * TICK_SECONDS)

    def _try(self, command: Callable[[], Document]) -> None:
        """Carry a command out unless somebody else was quicker, which is no fault."""
        try:
            self._hear(command())
        except SimulatorError:
            return
