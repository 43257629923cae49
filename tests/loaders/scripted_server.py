"""Scripted server: a database whose commands are answered by a script, for streams that break."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from loaders.change_stream import ChangeStream

Answer = Mapping[str, Any] | Exception


class ScriptedServer:
    """Client and database in one; each command is answered by the next of ``answers``."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.commands: list[dict[str, Any]] = []

    @property
    def stream(self) -> ChangeStream:
        """A change stream of it."""
        client = cast("AsyncIOMotorClient[dict[str, Any]]", self)
        database = cast("AsyncIOMotorDatabase[dict[str, Any]]", self)
        return ChangeStream(client, database, ["live_sessions"], waits=0.3)

    async def start_session(self, *, causal_consistency: bool) -> Any:
        """A session that is nothing."""
        assert not causal_consistency
        return _nothing()

    async def command(self, command: dict[str, Any], *, session: object) -> Mapping[str, Any]:
        """What the script says; there is always an answer to who ends a stream."""
        del session
        self.commands.append(command)
        if "killCursors" in command:
            return {}
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"cursor": answer}

    def resumed_after(self) -> list[object]:
        """For each time that the stream was opened, the token that it was to go on after."""
        stages = [one["pipeline"][0]["$changeStream"] for one in self.commands if "pipeline" in one]
        return [stage.get("resumeAfter") for stage in stages]


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


def first(*events: Mapping[str, Any], token: object = "t0", id_: int = 1) -> Answer:
    """What a server says when it has opened a stream."""
    return {"id": id_, "firstBatch": list(events), "postBatchResumeToken": token}


def more(*events: Mapping[str, Any], id_: int = 1, **token: object) -> Answer:
    """What it says then."""
    return {"id": id_, "nextBatch": list(events), **token}


def changed(number: int) -> dict[str, Any]:
    """An event."""
    ns = {"coll": "live_sessions"}
    return {"_id": f"e{number}", "ns": ns, "documentKey": {"_id": str(number)}}


Batches = list[Sequence[Mapping[str, Any]] | None]
