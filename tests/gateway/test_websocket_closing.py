"""graphql-transport-ws: what closes a socket, and with which code."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from websockets.typing import Subprotocol

from gateway.errors import CODES
from tests.gateway.serving import SHORT_SECONDS, Served, serving
from tests.gateway.talking import acknowledged, opened


@pytest.mark.parametrize(
    "message",
    [
        "",
        "hello",
        "3",
        "null",
        "[]",
        '[{"type":"connection_init"}]',
        "{}",
        '{"type":"hello"}',
        '{"type":1}',
        '{"type":"connection_init","payload":[]}',
        '{"type":"subscribe"}',
        '{"type":"subscribe","id":"1"}',
        '{"type":"subscribe","id":"","payload":{"query":"{ a }"}}',
        '{"type":"subscribe","id":1,"payload":{"query":"{ a }"}}',
        '{"type":"subscribe","id":"1","payload":{"query":1}}',
        '{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}',
        '{"type":"complete"}',
        '{"type":"connection_ack"}',
        '{"type":"start","id":"1","payload":{"query":"{ a }"}}',
        '{"type":"ping","payload":"a"}',
        '{"type":"ping","payload":{"a":' + "[" * 50 + "]" * 50 + "}}",
        "[" * 100_000,
        '{"type":"\\ud800"}',
        b'{"type":"ping"}',
        b"\xff\xfe",
    ],
    ids=range(25),
)
async def test_what_is_no_message_closes_the_socket(served: Served, message: str | bytes) -> None:
    """Garbage of every shape is 4400, never a traceback."""
    async with acknowledged(served) as socket:
        await socket.connection.send(message)
        assert await socket.closed() == (4400, "Invalid message received")


async def test_an_operation_before_the_ack_is_unauthorized(served: Served) -> None:
    """Nothing runs for who has not said who asks."""
    async with opened(served) as socket:
        await socket.subscribe("1", "{ a }")
        assert await socket.closed() == (4401, "Unauthorized")


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (None, 4401),
        ({}, 4401),
        ("Bearer nonsense", 4401),
        ({"seconds": -60}, 4401),
        ({"platform": "web"}, 4403),
    ],
    ids=str,
)
async def test_a_token_that_is_refused_closes_the_socket(
    served: Served, token: Any, code: int
) -> None:
    """The close code is the one of the error table."""
    given = f"Bearer {served.token(**token)}" if token and isinstance(token, dict) else token
    async with opened(served) as socket:
        await socket.say("connection_init", payload={"authorization": given})
        assert (await socket.closed())[0] == code


async def test_an_id_in_use_closes_the_socket(served: Served) -> None:
    """Two running operations may not share an id."""
    async with acknowledged(served) as socket:
        await socket.subscribe("1", "{ wait }")
        await socket.subscribe("1", "{ a }")
        assert await socket.closed() == (4409, "Subscriber for 1 already exists")


async def test_a_second_init_closes_the_socket(served: Served) -> None:
    """Who asks is said once."""
    async with acknowledged(served) as socket:
        await socket.say("connection_init")
        assert await socket.closed() == (4429, "Too many initialisation requests")


@pytest.mark.parametrize("offered", [None, ["graphql-ws"], ["json"]])
async def test_another_subprotocol_is_not_spoken(
    served: Served, offered: list[Subprotocol] | None
) -> None:
    """The legacy protocol, and none at all, are closed with 4406."""
    async with opened(served, subprotocols=offered) as socket:
        assert await socket.closed() == (4406, "Subprotocol not acceptable")


async def test_who_does_not_say_who_asks_is_let_go(tmp_path: Path) -> None:
    """A socket without ``connection_init`` is closed when its time is over."""
    async with serving(tmp_path, socket_init_seconds=0.05) as quick, opened(quick) as socket:
        assert await socket.closed() == (4408, "Connection initialisation timeout")


async def test_a_token_that_runs_out_closes_the_socket(tmp_path: Path) -> None:
    """The socket is good for as long as its token is; its operations end with it."""
    async with (
        serving(tmp_path, jwt_leeway_seconds=0) as running,
        acknowledged(running, seconds=SHORT_SECONDS) as socket,
    ):
        await socket.subscribe("1", "{ wait }")
        assert await socket.closed() == (4401, "Token expired")
        async with asyncio.timeout(10):
            await running.engine.cancelled.wait()


async def test_a_token_within_the_leeway_is_good_on_a_socket_too(tmp_path: Path) -> None:
    """Who is acknowledged is answered; the socket is closed when the leeway is over, too."""
    async with (
        serving(tmp_path, jwt_leeway_seconds=5) as running,
        acknowledged(running, seconds=-3) as socket,
    ):
        await socket.subscribe("1", "{ a }")
        assert (await socket.hear())["type"] == "next"
        assert await socket.closed() == (4401, "Token expired")


async def test_operations_on_one_socket_are_bounded(tmp_path: Path) -> None:
    """One operation too many is refused by itself; the others go on."""
    async with serving(tmp_path, socket_operations=2) as bounded, acknowledged(bounded) as socket:
        await socket.subscribe("1", "{ wait }")
        await socket.subscribe("2", "{ wait }")
        await socket.subscribe("3", "{ a }")
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "3")
        assert heard["payload"][0]["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"
        await socket.say("complete", id="1")
        await socket.subscribe("4", "{ a }")
        assert (await socket.hear())["id"] == "4"


async def test_a_huge_message_closes_the_socket(served: Served) -> None:
    """A message beyond the longest body is not read to its end; the error table has the code."""
    async with acknowledged(served) as socket:
        await socket.connection.send('{"type":"ping","payload":{"a":"' + "a" * 300_000 + '"}}')
        assert (await socket.closed())[0] == CODES["PAYLOAD_TOO_LARGE"].socket_code == 1009
