"""graphql-transport-ws: operations of every kind."""

from __future__ import annotations

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from gateway.errors import RequestError
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
        ("{ odd }", "INTERNAL"),
        ("subscription { refused }", "BAD_USER_INPUT"),
        ("subscription { boom }", "INTERNAL"),
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
        await socket.subscribe("1", "subscription { wait }")
        assert (await socket.hear())["type"] == "next"
        subscriber = served.subscriptions.opened[-1]
        await socket.say("complete", id="1")
        async with asyncio.timeout(10):
            await subscriber.closed.wait()
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


async def test_one_operation_is_one_line(served: Served) -> None:
    """A query and a subscription are a line each when they end, and what is stopped is, too."""
    with capture_logs() as lines:
        async with acknowledged(served) as socket:
            for query in ("{ a }", "subscription { tick }"):
                await socket.subscribe("1", query)
                while (await socket.hear())["type"] != "complete":
                    pass
            await socket.subscribe("1", "subscription { wait }")
            await socket.hear()
            await socket.say("complete", id="1")
            await socket.say("ping")
            assert await socket.hear() == {"type": "pong"}
    told = [line for line in lines if line["event"] == "operation"]
    assert [(line["kind"], line["outcome"], line.get("events")) for line in told] == [
        ("query", "ok", None),
        ("subscription", "ok", 2),
        ("subscription", "closed", 1),
    ]
    assert {line["creator"] for line in told} == {CREATOR}
    assert len({line["request_id"] for line in told}) == 3


async def test_a_subscription_fails_alone(served: Served) -> None:
    """What a subscription comes to later is its ``error``, without ``complete``."""
    async with acknowledged(served) as socket:
        await socket.subscribe("1", "subscription { wait }")
        assert (await socket.hear())["type"] == "next"
        sink = served.subscriptions.opened[-1].sink
        sink.fail(RequestError("SOURCE_UNAVAILABLE", "It is away."))
        sink.complete()
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "1")
        assert heard["payload"][0]["extensions"]["code"] == "SOURCE_UNAVAILABLE"
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}


async def test_what_is_said_before_the_acknowledgement_waits(served: Served) -> None:
    """A client that does not wait for its acknowledgement is answered in the same order."""
    async with opened(served, additional_headers=served.authorization) as socket:
        await socket.say("connection_init")
        await socket.subscribe("1", "subscription { tick }")
        heard = [(await socket.hear())["type"] for _ in range(4)]
        assert heard == ["connection_ack", "next", "next", "complete"]
