"""WebSocket frames: what is below the messages, and whom the handshake lets in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode

from tests.gateway.raw_client import raw_client
from tests.gateway.serving import Served, serving
from tests.gateway.talking import PROTOCOL, acknowledged

PING = b'{"type":"ping","payload":{"a":"\xc3\xa9"}}'
PONG = {"type": "pong", "payload": {"a": "é"}}


async def test_a_message_may_come_in_pieces(served: Served) -> None:
    """Fragments are one message, empty ones and cut characters included; a ping may lie between."""
    async with raw_client(served) as client:
        pieces = [PING[:1], b"", PING[1:32], PING[32:]]
        client.send(Opcode.TEXT, pieces[0], fin=False)
        client.send(Opcode.CONT, pieces[1], fin=False)
        client.send(Opcode.PING, b"there?")
        client.send(Opcode.CONT, pieces[2], fin=False)
        client.send(Opcode.CONT, pieces[3])
        assert await client.frame() == Frame(Opcode.PONG, b"there?")
        assert await client.hear() == PONG


async def test_pongs_are_taken(served: Served) -> None:
    """A pong that nobody asked for is no reason for anything."""
    async with raw_client(served) as client:
        client.send(Opcode.PONG, b"here")
        client.send(Opcode.TEXT, PING)
        assert await client.hear() == PONG


async def test_binary_pieces_are_no_message(served: Served) -> None:
    """What is not text is not of the protocol, in pieces, either."""
    async with raw_client(served) as client:
        client.send(Opcode.BINARY, b"{", fin=False)
        client.send(Opcode.CONT, b"}")
        assert await client.closed() == (4400, "Invalid message received")


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([(Opcode.TEXT, b"\xff")], 1007),
        ([(Opcode.CONT, b"{}")], 1002),
        ([(Opcode.TEXT, b"{}", {"fin": False}), (Opcode.TEXT, b"{}")], 1002),
        ([(Opcode.TEXT, PING, {"mask": False})], 1002),
    ],
    ids=["not UTF-8", "no beginning", "no end", "no mask"],
)
async def test_what_is_not_websocket_closes_it(
    served: Served, frames: list[Any], code: int
) -> None:
    """Each has the code that the standard gives it."""
    async with raw_client(served) as client:
        for opcode, data, *options in frames:
            client.send(opcode, data, **(options[0] if options else {}))
        assert (await client.closed())[0] == code
        client.send(Opcode.CLOSE, code.to_bytes(2, "big"))
        assert await client.is_cut()


async def test_pieces_are_bounded_together(tmp_path: Path) -> None:
    """A message is too long when its pieces are, each for itself short."""
    async with serving(tmp_path, body_bytes=1024) as bounded, raw_client(bounded) as client:
        client.send(Opcode.TEXT, b" " * 600, fin=False)
        client.send(Opcode.CONT, b" " * 600)
        assert (await client.closed())[0] == 1009


async def test_a_close_is_answered_and_ends_a_query(served: Served) -> None:
    """The client's close frame comes back, and what runs is cancelled without a word."""
    served.engine.waiting.clear()
    served.engine.cancelled.clear()
    async with raw_client(served) as client:
        client.say("subscribe", id="1", payload={"query": "{ wait }"})
        async with asyncio.timeout(10):
            await served.engine.waiting.wait()
        client.send(Opcode.CLOSE, b"\x03\xe8bye")
        assert await client.frame() == Frame(Opcode.CLOSE, b"\x03\xe8bye")
        assert await client.is_cut()
        async with asyncio.timeout(10):
            await served.engine.cancelled.wait()


async def test_what_follows_a_close_is_not_heard(served: Served) -> None:
    """After our close frame nothing is begun, although the client has asked before it knew."""
    async with raw_client(served) as client:
        before = len(served.subscriptions.opened)
        client.say("nonsense")
        client.say("subscribe", id="1", payload={"query": "subscription { wait }"})
        assert (await client.closed())[0] == 4400
        client.send(Opcode.CLOSE, b"\x11\x30")
        assert await client.is_cut()
        assert len(served.subscriptions.opened) == before


@pytest.mark.parametrize("path", ["/", "/graphql/", "/graphiql", "/livez", "/Graphql"])
async def test_there_is_one_path(served: Served, path: str) -> None:
    """Elsewhere there is no socket: 404."""
    with pytest.raises(InvalidStatus) as refused:
        async with connect(f"ws://{served.origin}{path}", subprotocols=[PROTOCOL]):
            pass
    assert refused.value.response.status_code == 404


async def test_a_query_string_and_deflate_do_not_matter(served: Served) -> None:
    """The path may have a query; an extension that is offered is not taken."""
    async with connect(f"{served.ws_url}?a=1", subprotocols=[PROTOCOL]) as connection:
        assert connection.response is not None
        assert "sec-websocket-extensions" not in connection.response.headers
        assert connection.subprotocol == PROTOCOL


async def test_a_long_reason_is_cut(served: Served) -> None:
    """An id of wide characters does not fit into a close frame: as much as does is said."""
    async with acknowledged(served) as socket:
        for _ in range(2):
            await socket.subscribe("é" * 64 + "𝄞" * 60, "subscription { wait }")
        code, reason = await socket.closed()
        assert code == 4409
        assert reason.startswith("Subscriber for éé")
