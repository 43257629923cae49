"""The port that stands before a server: nobody is forgotten when it is closed."""

from __future__ import annotations

import asyncio
import gc
import socket

from tests.faults.exchange import Connection
from tests.faults.port import Port

_PATIENCE_SECONDS = 30


async def _echo(connection: Connection) -> None:
    while data := await connection.reader.read(100):
        await connection.send(data)


async def test_who_comes_while_it_closes_is_hung_up_on() -> None:
    """However far the connection is by then: none stays open with nobody behind it."""
    port = Port(_echo)
    for turns in range(8):
        await port.listen()
        with socket.create_connection((port.address.host, port.address.port)) as client:
            client.setblocking(False)
            for _ in range(turns):
                await asyncio.sleep(0)
            port.refuse()
            for connection in port.connections:
                connection.reset()
            # What nobody holds any more is told of now.
            gc.collect()
            async with asyncio.timeout(_PATIENCE_SECONDS):
                assert await _left(client)
    await port.close()


async def test_who_has_come_stays_when_nobody_else_may() -> None:
    """Refusing is for those who come; hanging up is for all."""
    port = Port(_echo)
    await port.listen()
    reader, writer = await asyncio.open_connection(port.address.host, port.address.port)
    async with asyncio.timeout(_PATIENCE_SECONDS):
        writer.write(b"one")
        assert await reader.readexactly(3) == b"one"
        port.refuse()
        writer.write(b"two")
        assert await reader.readexactly(3) == b"two"
        await port.close()
        assert await reader.read() == b""
    writer.close()


async def _left(client: socket.socket) -> bool:
    """Whether the other side has hung up."""
    try:
        return await asyncio.get_running_loop().sock_recv(client, 100) == b""
    except ConnectionError:
        return True
