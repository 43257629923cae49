"""Slow readers: who does not take an answer does not keep it in memory for ever."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path

from tests.abuse.transport_gateway import is_well
from tests.gateway.serving import Served, serving
from tests.gateway.started import until


def ask_and_read_nothing(served: Served, times: int, *headers: str) -> socket.socket:
    """A connection with little room, on which much is asked for."""
    host, _, port = served.origin.partition(":")
    body = json.dumps({"query": "{ huge }"})
    head = [
        "POST /graphql HTTP/1.1",
        "host: a",
        "content-type: application/json",
        f"content-length: {len(body)}",
        f"authorization: {served.authorization['authorization']}",
        *headers,
    ]
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((host, int(port)))
    connection.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode() * times)
    return connection


async def test_who_reads_nothing_is_cut_off(tmp_path: Path) -> None:
    """Although nothing more is to be said to them, and others are answered meanwhile."""
    async with serving(tmp_path, stall_seconds=1) as served:
        with ask_and_read_nothing(served, 40):
            await until(lambda: served.connections.open == 1)
            assert await is_well(served)
            await until(lambda: served.connections.open == 0)
        assert 1 < len(served.engine.asked) < 40


async def test_who_takes_it_slowly_is_not(tmp_path: Path) -> None:
    """Everything comes, as long as something is taken again and again."""
    async with serving(tmp_path, stall_seconds=1) as served:
        with ask_and_read_nothing(served, 20) as connection:
            connection.setblocking(False)
            loop = asyncio.get_running_loop()
            answered = received = 0
            async with asyncio.timeout(60):
                while answered < 20:
                    data = await loop.sock_recv(connection, 1 << 20)
                    assert data
                    received += len(data)
                    answered += data.count(b"HTTP/1.1 200")
        assert received > 19 * 290_000
