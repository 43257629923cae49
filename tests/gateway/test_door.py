"""A gateway that is told to stop, behind a proxy that goes by refused connections."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from gateway.door import close_door
from tests.gateway.serve_process import ended, serve
from tests.gateway.serving import serving

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_ASK = b"GET /livez HTTP/1.1\r\nhost: door\r\n\r\n"
_LAST = b"\r\nconnection: close\r\n"
_PATIENCE_SECONDS = 60
_MANY = 20


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def asked(line: Line) -> bytes:
    """The head of the answer to one question."""
    reader, writer = line
    writer.write(_ASK)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    assert head.startswith(b"http/1.1 200")
    length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return head


async def answers_until_refused(port: int) -> int:
    """How many connections were taken and answered before one was refused; raises what else a
    client would not know what to do with.
    """
    answers = 0
    while True:
        try:
            async with connected(port) as line:
                await asked(line)
                answers += 1
        except ConnectionRefusedError:
            return answers


async def until_told_to_leave(line: Line) -> None:
    """Ask over one connection until an answer says that it is the last, and see that it is."""
    while _LAST not in await asked(line):
        pass
    assert await line[0].read() == b""


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_who_has_knocked_is_let_in(tmp_path: Path, workers: str) -> None:
    """Each connection is answered or refused: none is taken and then reset. Who is connected
    already is answered, and told to ask elsewhere.
    """
    changes = {"ENDPAGE_UNREADY_CONNECTIONS": "refused", "ENDPAGE_DRAIN_SECONDS": "1"}
    async with serve(tmp_path, ENDPAGE_WORKERS=workers, **changes) as (process, origin):
        port = int(origin.rpartition(":")[2])
        async with httpx.AsyncClient(timeout=_PATIENCE_SECONDS) as client:
            # The socket listens before there is a process to take what comes.
            assert (await client.get(f"{origin}/livez")).status_code == 200
        async with connected(port) as kept, asyncio.timeout(_PATIENCE_SECONDS):
            await asked(kept)
            last = asyncio.create_task(until_told_to_leave(kept))
            crowd = [asyncio.create_task(answers_until_refused(port)) for _ in range(_MANY)]
            process.send_signal(signal.SIGTERM)
            assert len(await asyncio.gather(*crowd)) == _MANY
            await last
        assert await ended(process) == 0


async def test_nobody_else_is_let_in(tmp_path: Path) -> None:
    """New connections are refused while those that there are go on."""
    async with serving(tmp_path) as served:
        port = int(served.origin.rpartition(":")[2])
        async with connected(port) as kept, asyncio.timeout(_PATIENCE_SECONDS):
            await asked(kept)
            await close_door(served.server.servers, ())
            await answers_until_refused(port)
            assert _LAST not in await asked(kept)


async def test_others_are_let_in_and_told_to_ask_elsewhere(tmp_path: Path) -> None:
    """Each connection is closed with its next answer, also one that comes only now."""
    async with serving(tmp_path) as served:
        port = int(served.origin.rpartition(":")[2])
        async with connected(port) as kept, asyncio.timeout(_PATIENCE_SECONDS):
            assert _LAST not in await asked(kept)
            served.connections.leave()
            await until_told_to_leave(kept)
            async with connected(port) as another:
                await until_told_to_leave(another)


async def test_who_has_just_come_has_a_moment_to_ask(tmp_path: Path) -> None:
    """A connection on which nothing was asked yet is not closed before its first request."""
    async with serving(tmp_path) as served:
        port = int(served.origin.rpartition(":")[2])
        async with connected(port) as come, asyncio.timeout(_PATIENCE_SECONDS):
            connections = served.server.server_state.connections
            while not connections:  # noqa: ASYNC110  # The server tells nobody.
                await asyncio.sleep(0)
            served.connections.leave()
            for connection in list(connections):
                connection.shutdown()
            await until_told_to_leave(come)
