"""Change stream: where it goes on after it broke, and where it begins anew."""

from __future__ import annotations

import asyncio

import pytest
from pymongo.errors import AutoReconnect, CursorNotFound, OperationFailure, PyMongoError

from loaders.change_stream import ChangeStream
from loaders.errors import SourceUnavailable
from tests.loaders.scripted_server import ScriptedServer, changed, first, more


async def read_on(stream: ChangeStream) -> None:
    """Read it until it breaks."""
    async with stream.opened():
        while True:
            await stream.batch()


async def test_events_come_in_batches_and_the_server_waits_for_less_than_the_socket() -> None:
    """The first ones may come with the opening; then nothing may come for a while."""
    server = ScriptedServer(first(changed(1)), more(), more(changed(2), changed(3)))
    stream = server.stream
    async with stream.opened():
        assert [await stream.batch() for _ in range(3)] == [
            [changed(1)],
            [],
            [changed(2), changed(3)],
        ]
    getting = server.commands[1]
    assert (getting["getMore"], getting["maxTimeMS"]) == (1, 300)
    assert server.commands[-1] == {"killCursors": "$cmd.aggregate", "cursors": [1]}


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (AutoReconnect("gone"), True),
        (CursorNotFound("unknown", 43), True),
        (OperationFailure("not now", 91, {"errorLabels": ["ResumableChangeStreamError"]}), True),
        (OperationFailure("history lost", 286), False),
        (OperationFailure("fatal", 280), False),
        (OperationFailure("position lost", 136), False),
        (OperationFailure("an event that is too large", 10334), False),
    ],
)
async def test_after_a_break_it_goes_on_where_that_can_be(
    error: PyMongoError, goes_on: bool
) -> None:
    """After the last event that was read; and a server that is not there is told nothing."""
    server = ScriptedServer(first(), more(changed(1)), error, first())
    stream = server.stream
    with pytest.raises(SourceUnavailable):
        await read_on(stream)
    async with stream.opened():
        pass
    assert server.resumed_after() == [None, "e1" if goes_on else None]
    assert (stream.resumes, stream.gaps) == ((1, 0) if goes_on else (0, 1))
    assert sum("killCursors" in command for command in server.commands) == 1


async def test_what_a_server_cannot_go_on_with_begins_anew_at_once() -> None:
    """Whatever its reason; one that cannot be reached is asked again to go on."""
    server = ScriptedServer(first(), AutoReconnect("gone"), AutoReconnect("not yet"))
    stream = server.stream
    for _ in range(2):
        with pytest.raises(SourceUnavailable):
            await read_on(stream)
    server.answers = [OperationFailure("cannot parse it", 9), first()]
    async with stream.opened():
        pass
    assert server.resumed_after() == [None, "t0", "t0", None]
    assert (stream.resumes, stream.gaps) == (0, 1)


@pytest.mark.parametrize(
    "last",
    [
        more({"_id": "e1", "operationType": "drop", "ns": {"coll": "live_sessions"}}),
        more({"_id": "e1", "operationType": "invalidate"}, id_=0),
        more(changed(1), id_=0),
    ],
)
async def test_a_collection_that_goes_ends_the_stream(last: dict[str, object]) -> None:
    """It begins anew then."""
    server = ScriptedServer(first(), last, first())
    stream = server.stream
    async with stream.opened():
        assert await stream.batch() == []
        assert await stream.batch() is None
    async with stream.opened():
        pass
    assert server.resumed_after() == [None, None]


async def test_who_stops_waiting_tells_the_server() -> None:
    """Though its last question is still under way."""

    class Slow(ScriptedServer):
        async def command(self, command: dict[str, object], *, session: object) -> object:  # type: ignore[override]
            answer = await super().command(command, session=session)
            if "getMore" in command:
                await asyncio.sleep(60)
            return answer

    server = Slow(first(), more())
    stream = server.stream

    reading = asyncio.create_task(read_on(stream))
    await asyncio.sleep(0.01)
    reading.cancel()
    await asyncio.wait([reading])
    assert "killCursors" in server.commands[-1]
