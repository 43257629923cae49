"""The gateway's line to its database: what each word does to whoever talks over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from upstreams.database_line import DatabaseLine, database_line

_PATIENCE_SECONDS = 30


@asynccontextmanager
async def line_to_an_echo() -> AsyncIterator[DatabaseLine]:
    """A line to a server that says what it is told."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(100):
            writer.write(said)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, database_line(f"mongodb://user:word@127.0.0.1:{port}/?a=b") as line:
        yield line


@asynccontextmanager
async def talking(
    line: DatabaseLine,
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        reader, writer = await asyncio.open_connection("127.0.0.1", line.port)
        try:
            yield reader, writer
        finally:
            writer.close()


@pytest.mark.parametrize(("word", "heard"), [("well", b"ping"), ("slow", b"ping")])
async def test_what_is_said_comes_back(word: str, heard: bytes) -> None:
    """A line that is well, or slow, loses nothing."""
    async with line_to_an_echo() as line, talking(line) as (reader, writer):
        line.misbehave(word)
        writer.write(b"ping")
        assert await reader.readexactly(4) == heard


async def test_what_is_corrupt_is_no_word_of_it() -> None:
    """Not one byte is as it was, and a length is none."""
    async with line_to_an_echo() as line, talking(line) as (reader, writer):
        line.misbehave("corrupt")
        writer.write(b"\x10\x00\x00\x00")
        assert await reader.readexactly(4) == b"\xef\xff\xff\xff"


async def test_a_broken_line_hangs_up_until_it_is_mended() -> None:
    """Who talks is cut off, who comes is cut off, and who comes later is served."""
    async with line_to_an_echo() as line:
        async with talking(line) as (reader, writer):
            writer.write(b"ping")
            assert await reader.readexactly(4) == b"ping"
            line.misbehave("broken")
            with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
                await reader.readexactly(1)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            async with talking(line) as (reader, _):
                await reader.readexactly(1)
        line.misbehave("well")
        async with talking(line) as (reader, writer):
            writer.write(b"ping")
            assert await reader.readexactly(4) == b"ping"


async def test_what_was_swallowed_comes_late() -> None:
    """While the line hangs nothing comes; when it is well it all does."""
    async with line_to_an_echo() as line, talking(line) as (reader, writer):
        line.misbehave("hung")
        writer.write(b"ping")
        coming = asyncio.ensure_future(reader.readexactly(4))
        # Whoever comes after it is served no sooner, so nothing is only on its way.
        async with talking(line) as (_, other):
            other.write(b"ping")
            await other.drain()
            assert not coming.done()
        line.misbehave("well")
        assert await coming == b"ping"


async def test_a_word_that_there_is_not_changes_nothing() -> None:
    """The line says so, and goes on as it was."""
    async with line_to_an_echo() as line:
        line.misbehave("slow")
        with pytest.raises(KeyError):
            line.misbehave("on fire")
        assert line.word == "slow"


async def test_the_address_by_way_of_the_line_has_all_else_as_it_was() -> None:
    """User, password and options are the database's own; the port is the line's."""
    async with line_to_an_echo() as line:
        own = "mongodb://user:word@127.0.0.1:{}/?authSource=admin"
        given = own.format(line.database_port)
        assert line.in_place_of(given) == own.format(line.port)
