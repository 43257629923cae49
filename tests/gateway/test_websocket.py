"""graphql-transport-ws: operations of every kind."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.gateway.serving import CREATOR, Served
from tests.gateway.talking import acknowledged, opened


async def test_a_query_is_answered_once(served: Served) -> None:
    """A query has one ``next`` and then its ``complete``, for the socket's creator."""
    async with acknowledged(served) as socket:
        await socket.subscribe("1", "{ viewer }")
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("next", "1")
        assert heard["payload"]["data"]["viewer"]["creator"] == CREATOR
        assert await socket.hear() == {"type": "complete", "id": "1"}


async def test_a_subscription_says_each_event(served: Served) -> None:
    """A subscription has a ``next`` for each event and then its ``complete``."""
    async with acknowledged(served) as socket:
        await socket.subscribe("a", "subscription { tick }")
        heard = [await socket.hear() for _ in range(3)]
        assert [message["type"] for message in heard] == ["next", "next", "complete"]
        assert [message["payload"]["data"]["tick"] for message in heard[:2]] == [1, 2]


async def test_the_handshake_may_say_who_asks(served: Served) -> None:
    """A client that can set headers needs no payload."""
    async with opened(served, additional_headers=served.authorization) as socket:
        await socket.say("connection_init")
        assert await socket.hear() == {"type": "connection_ack"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", None),
        ("{ invalid }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ boom }", "INTERNAL"),
    ],
)
async def test_a_fault_ends_its_operation_alone(
    served: Served, query: str, code: str | None
) -> None:
    """An ``error`` ends one operation, without ``complete``; the socket and its others go on."""
    async with acknowledged(served) as socket:
        await socket.subscribe("bad", query)
        heard = await socket.hear()
        if code is not None:
            assert (heard["type"], heard["id"]) == ("error", "bad")
            assert heard["payload"][0]["extensions"]["code"] == code
            assert "swordfish" not in json.dumps(heard)
            await socket.subscribe("bad", "{ a }")
            assert (await socket.hear())["type"] == "next"


async def test_complete_stops_an_operation(served: Served) -> None:
    """After the client's ``complete`` the operation is cancelled, silent, and its id free."""
    async with acknowledged(served) as socket:
        served.engine.waiting.clear()
        served.engine.cancelled.clear()
        await socket.subscribe("1", "subscription { wait }")
        assert (await socket.hear())["type"] == "next"
        await socket.say("complete", id="1")
        async with asyncio.timeout(10):
            await served.engine.cancelled.wait()
        await socket.say("complete", id="never begun")
        await socket.subscribe("1", "{ a }")
        assert [(await socket.hear())["type"] for _ in range(2)] == ["next", "complete"]


async def test_a_client_that_leaves_stops_its_operations(served: Served) -> None:
    """When the socket is gone nothing goes on for it."""
    served.engine.waiting.clear()
    served.engine.cancelled.clear()
    async with acknowledged(served) as socket:
        await socket.subscribe("1", "{ wait }")
        async with asyncio.timeout(10):
            await served.engine.waiting.wait()
    async with asyncio.timeout(10):
        await served.engine.cancelled.wait()


async def test_a_ping_is_answered(served: Served) -> None:
    """A ping is answered by a pong with its payload; a pong by nothing."""
    async with opened(served) as socket:
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}
        await socket.say("pong")
        await socket.say("ping", payload={"at": 1})
        assert await socket.hear() == {"type": "pong", "payload": {"at": 1}}
