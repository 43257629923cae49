"""Pipe: bytes between a gateway and a server of any protocol, until they stop flowing."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.faults.exchange import Address, Connection


class Pipe:
    """One port in front of one server. It can refuse, and it can swallow all that is said."""

    def __init__(self, server: Address) -> None:
        self._server = server
        self._listener: asyncio.Server | None = None
        self._port = 0
        self._open: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._flows = asyncio.Event()

    @property
    def address(self) -> Address:
        """Where the gateway is to connect."""
        return Address(self._port)

    async def behave(self) -> None:
        """Bytes flow; what was swallowed meanwhile is late, and not lost."""
        self._flows.set()
        if self._listener is None:
            await self._listen()

    def refuse(self) -> None:
        """Every connection is reset, and no new one is accepted."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for connection in list(self._open):
            connection.reset()

    def swallow(self) -> None:
        """Connections stay, new ones are accepted, and nothing goes through."""
        self._flows.clear()

    async def close(self) -> None:
        """Stop, and hang up."""
        self.refuse()
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

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        near = Connection(reader, writer)
        self._open.add(near)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._join(near)
        finally:
            self._open.discard(near)
            self._tasks.discard(task)
            writer.close()

    async def _join(self, near: Connection) -> None:
        far = Connection(*await asyncio.open_connection(self._server.host, self._server.port))
        flows = [
            asyncio.ensure_future(self._flow(near, far)),
            asyncio.ensure_future(self._flow(far, near)),
        ]
        try:
            await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
        finally:
            far.hang_up()
            for flow in flows:
                flow.cancel()
            await asyncio.gather(*flows, return_exceptions=True)

    async def _flow(self, source: Connection, target: Connection) -> None:
        while data := await source.reader.read(65_536):
            await self._flows.wait()
            await target.send(data)


@asynccontextmanager
async def piped(server: Address) -> AsyncIterator[Pipe]:
    """A pipe in which bytes flow, until it is told otherwise."""
    pipe = Pipe(server)
    await pipe.behave()
    try:
        yield pipe
    finally:
        await pipe.close()
