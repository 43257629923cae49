"""Port: a loopback port that can be closed and opened again, and its open connections."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol, TypeVar

from tests.faults.exchange import Address, Connection


class Port:
    """Whoever connects is served by ``serve``, until it returns or the connection breaks.

    It accepts by itself: of a server that asyncio is told to close, a connection that has come and
    is not taken up yet is forgotten, open.
    """

    def __init__(self, serve: Callable[[Connection], Awaitable[None]]) -> None:
        self._serve = serve
        self._listener: socket.socket | None = None
        self._number = 0
        self._open: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> Address:
        """Where to connect: always the same."""
        return Address(self._number)

    @property
    def connections(self) -> list[Connection]:
        """Those that are open now."""
        return list(self._open)

    async def listen(self) -> None:
        """Accept connections, if it does not yet."""
        if self._listener is not None:
            return
        # Named, because only so are small pieces sent at once.
        listener = socket.socket(proto=socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._number))
        listener.listen(512)
        listener.setblocking(False)
        self._number = listener.getsockname()[1]
        self._listener = listener
        asyncio.get_running_loop().add_reader(listener, self._accept, listener)

    def refuse(self) -> None:
        """Accept no more; those that are open stay."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    async def close(self) -> None:
        """Stop, and hang up."""
        self.refuse()
        # Who has just come is taken up first: a task that never began would not hang up.
        await asyncio.sleep(0)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(BlockingIOError, ConnectionAbortedError):
            accepted, _ = listener.accept()
            task = asyncio.create_task(self._taken_up(accepted))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _taken_up(self, accepted: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=accepted)
        connection = Connection(reader, writer)
        self._open.add(connection)
        try:
            with suppress(OSError, EOFError, asyncio.CancelledError):
                # The port may have been closed meanwhile.
                if self._listener is not None:
                    await self._serve(connection)
        finally:
            self._open.discard(connection)
            writer.close()


class InBetween(Protocol):
    """What stands before a server, and can misbehave."""

    async def behave(self) -> None:
        """All is well from now on."""
        ...

    async def close(self) -> None:
        """Stop, and hang up."""
        ...


B = TypeVar("B", bound=InBetween)


@asynccontextmanager
async def behaving(one: B) -> AsyncIterator[B]:
    """It behaves, until it is told otherwise; at the end it is closed."""
    await one.behave()
    try:
        yield one
    finally:
        await one.close()
