"""Buttons: what a page in a browser may do to a running company: move LIVEs, and break services."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from pymongo import MongoClient

from upstreams.company.world import World
from upstreams.controls import set_fault
from upstreams.database_line import DatabaseLine
from upstreams.simulator.live_service import LiveService
from upstreams.simulator.recordings_service import RecordingsService

FAULTS: Mapping[str, Mapping[str, Any]] = {
    "well": {},
    "slow": {"latency_ms": 400, "jitter_ms": 100},
    "hung": {"latency_ms": 60_000},
    "broken": {"mode": "reset"},
    "corrupt": {"mode": "garbage"},
}
"""What a service can be made to do, by the word on the button. `slow` is in time, just so."""
MONGODB = "mongodb"
COMMANDS = ("end", "pause", "resume", "suspend", "continue")


class Buttons:
    """The buttons. What moves a LIVE takes a while, so a server presses it in a thread.

    `faults` has the word for each service, as far as it was set here; and for the database, where
    the gateway has a `line` to it that can break.
    """

    def __init__(
        self,
        services: Mapping[str, str],
        client: MongoClient[dict[str, Any]],
        world: World,
        *,
        line: DatabaseLine | None = None,
    ) -> None:
        self._services = services
        self._line = line
        self._lives = LiveService(client, world)
        self._recordings = RecordingsService(client, world)
        self.faults = dict.fromkeys(services, "well")
        if line is not None:
            self.faults[MONGODB] = line.word

    async def set_fault(self, service: str, word: str) -> None:
        """Have the service do what the word says; KeyError when there is no such service or word.

        Raises OSError when the service does not answer.
        """
        if service == MONGODB and self._line is not None:
            self._line.misbehave(word)
        else:
            await asyncio.to_thread(set_fault, self._services[service], dict(FAULTS[word]))
        self.faults[service] = word

    def start(self, creator: str) -> str:
        """Start a LIVE and return its id; raises SimulatorError and PyMongoError."""
        return self._lives.start(creator)

    def move(self, session: str, command: str) -> str:
        """Give one of the `COMMANDS` and return the id of the session that is LIVE or over then.

        Raises SimulatorError and PyMongoError.
        """
        following = session
        match command:
            case "end":
                self._lives.end(session)
            case "pause":
                self._lives.pause(session)
            case "resume":
                self._lives.resume(session)
            case "suspend":
                self._lives.suspend(session)
            case "continue":
                following = self._lives.carry_on(session)
            case _:
                raise KeyError(command)
        # The recordings service hears of an end at once; beginning twice does no harm.
        self._recordings.begin(self._lives.found(session))
        return following
