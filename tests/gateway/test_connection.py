"""A connection that is broken off, over the loop that tests run on, and over the server's own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvloop

from gateway.connection import cut

# More than all buffers on the way hold.
_MUCH = bytes(64 * 1024 * 1024)


class Request(asyncio.Protocol):
    """A server's side of a connection, which sends much."""

    def __init__(self) -> None:
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(_MUCH)  # type: ignore[attr-defined]  # uvloop's is no subclass of asyncio's

    async def receive(self) -> dict[str, Any]:
        """As an application is given it."""
        return {"type": "http.disconnect"}


async def _received_after_a_cut() -> int:
    """How much still comes of what a reader that has stalled was being sent."""
    loop, request = asyncio.get_running_loop(), Request()
    server = await loop.create_server(lambda: request, "127.0.0.1", 0)
    async with server:
        with socket.socket() as reader:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.setblocking(False)
            await loop.sock_connect(reader, server.sockets[0].getsockname())
            received = len(await loop.sock_recv(reader, 1))
            cut(request.receive)
            async with asyncio.timeout(30):
                try:
                    while data := await loop.sock_recv(reader, 65_536):
                        received += len(data)
                except ConnectionResetError:
                    return received
    raise AssertionError("it was closed in good order")


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
async def test_what_is_cut_is_over_at_once(
    run: Callable[[Coroutine[Any, Any, int]], int],
) -> None:
    """Its reader hears so, and is not sent what it has not taken, on whichever event loop."""
    received = await asyncio.to_thread(run, _received_after_a_cut())
    assert 0 < received < len(_MUCH)


def test_behind_another_server_nothing_happens() -> None:
    """One that shows no transport ends the connection with the answer."""

    async def receive() -> dict[str, Any]:
        raise AssertionError("nothing is asked for")

    cut(receive)
