"""Proxy: raw sockets between a gateway and a real upstream, which can misbehave on the wire."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from tests.faults.exchange import Address, Connection, Exchange

AtAccept = Callable[[Connection], Awaitable[None]]
AtRequest = Callable[[Exchange], Awaitable[None]]


async def passed_on(exchange: Exchange) -> None:
    """Answer what the real upstream answers."""
    await exchange.send(await exchange.whole())


async def _served(connection: Connection) -> None:
    """Let the connection be read."""


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """What goes wrong: the port is closed, the connection is met so, or the request is.

    Connections that were open before are hung up when it begins, unless it is about requests.
    """

    at_request: AtRequest = passed_on
    at_accept: AtAccept = _served
    refuses: bool = False

    @property
    def is_of_connections(self) -> bool:
        """Whether it shows before a request is read."""
        return self.refuses or self.at_accept is not _served


NONE = Misbehaviour()


class Proxy:
    """One port in front of one upstream."""

    def __init__(self, upstream: Address) -> None:
        self._upstream = upstream
        self._listener: asyncio.Server | None = None
        self._port = 0
        self._misbehaviour = NONE
        self._open: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests = 0
        """The requests that came since the last change of behaviour."""

    @property
    def address(self) -> Address:
        """Where the gateway is to ask."""
        return Address(self._port)

    async def misbehave(self, misbehaviour: Misbehaviour) -> None:
        """From now on, go wrong like this."""
        self._misbehaviour = misbehaviour
        self.requests = 0
        if misbehaviour.is_of_connections:
            for connection in list(self._open):
                connection.hang_up()
        if misbehaviour.refuses:
            self._stop_listening()
        elif self._listener is None:
            await self._listen()

    async def behave(self) -> None:
        """From now on, all is well; what was going wrong is over at once."""
        await self.misbehave(NONE)
        for connection in list(self._open):
            connection.hang_up()

    async def close(self) -> None:
        """Stop, and hang up."""
        self._stop_listening()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self) -> None:
        # Named, because only so are small pieces sent at once.
        listener = socket.socket(proto=socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        self._listener = await asyncio.start_server(self._accepted, sock=listener, backlog=512)

    def _stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        connection = Connection(reader, writer)
        self._open.add(connection)
        try:
            with suppress(OSError, EOFError, asyncio.CancelledError):
                await self._serve(connection)
        finally:
            self._open.discard(connection)
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, connection: Connection) -> None:
        await self._misbehaviour.at_accept(connection)
        while not connection.writer.is_closing():
            request = await connection.request()
            self.requests += 1
            exchange = Exchange(connection, request, self._upstream, self.requests)
            await self._misbehaviour.at_request(exchange)


@asynccontextmanager
async def proxied(upstream: Address) -> AsyncIterator[Proxy]:
    """A proxy that passes everything on, until it is told otherwise."""
    proxy = Proxy(upstream)
    await proxy.behave()
    try:
        yield proxy
    finally:
        await proxy.close()
