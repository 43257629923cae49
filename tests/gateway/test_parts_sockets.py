"""Queries in parts over a WebSocket, and over graphql-sse's single connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from tests.gateway.asking import post
from tests.gateway.merging import CurrentClient
from tests.gateway.parts_engine import LAST, PartsEngine
from tests.gateway.serving import Served, serving
from tests.gateway.started import until
from tests.gateway.streaming import Stream, events_of, streaming
from tests.gateway.talking import Socket, opened

QUERY = "{ parts }"
TOKEN = "x-graphql-event-stream-token"


@asynccontextmanager
async def socket_of(served: Served, **payload: Any) -> AsyncIterator[Socket]:
    """A socket that has been acknowledged, and has said so in its first message."""
    async with opened(served) as socket:
        await socket.say("connection_init", payload={**served.authorization, **payload})
        assert await socket.hear() == {"type": "connection_ack"}
        yield socket


def taking_parts(served: Served) -> Any:
    """A socket that takes parts."""
    return socket_of(served, incrementalSpec="v0.2")


async def test_a_socket_that_says_so_is_told_in_parts(
    in_parts: Served, engine: PartsEngine
) -> None:
    """Each is a ``next``, when it is ready; then ``complete``, and the id is free again."""
    client = CurrentClient()
    async with taking_parts(in_parts) as socket:
        await socket.subscribe("1", QUERY)
        run = await engine.next_run()
        first = await socket.hear()
        client.take(first["payload"])
        assert (first["type"], first["id"], client.has_next) == ("next", "1", True)
        assert (run.every, run.budgets) == (False, (1500, 3000))
        run.tell(LAST)
        last = await socket.hear()
        client.take(last["payload"])
        assert await socket.hear() == {"type": "complete", "id": "1"}
        assert client.data == {"page": {"a": 1, "b": 2}}
        await socket.subscribe("1", "{ whole parts }")
        told = [await socket.hear() for _ in range(2)]
        assert told[0]["payload"] == {"data": {"page": None}, "hasNext": False}
        assert told[1] == {"type": "complete", "id": "1"}


@pytest.mark.parametrize("payload", [{}, {"incrementalSpec": "v9"}, {"incrementalSpec": 2}])
async def test_all_other_sockets_have_one_answer(in_parts: Served, payload: dict[str, Any]) -> None:
    """What is deferred comes with the rest: a client of old reads one ``next``."""
    async with socket_of(in_parts, **payload) as socket:
        await socket.subscribe("1", QUERY)
        told = [await socket.hear() for _ in range(2)]
    assert told[0]["payload"] == {"data": {"variables": {}, "name": None}}
    assert told[1] == {"type": "complete", "id": "1"}


@pytest.mark.parametrize("how", ["complete", "close"])
async def test_who_wants_no_more_is_worked_for_no_more(
    in_parts: Served, engine: PartsEngine, how: str
) -> None:
    """``complete`` in the middle, or a socket that is closed; the line in the log says so."""
    with capture_logs() as lines:
        async with taking_parts(in_parts) as socket:
            await socket.subscribe("1", QUERY)
            run = await engine.next_run()
            await socket.hear()
            if how == "complete":
                await socket.say("complete", id="1")
                async with asyncio.timeout(10):
                    await run.ended.wait()
                await socket.say("ping")
                assert await socket.hear() == {"type": "pong"}
        async with asyncio.timeout(10):
            await run.ended.wait()
        await until(lambda: bool(lines), seconds=10)
    (line,) = lines
    assert (line["event"], line["outcome"]) == ("operation", "closed")


async def test_what_goes_wrong_over_a_socket(in_parts: Served, engine: PartsEngine) -> None:
    """Before the first part it is the operation's ``error``; later it is what has failed."""
    with capture_logs():
        async with taking_parts(in_parts) as socket:
            await socket.subscribe("1", "{ refused parts }")
            error = await socket.hear()
            assert (error["type"], error["id"]) == ("error", "1")
            assert error["payload"][0]["extensions"]["code"] == "BAD_USER_INPUT"
            await engine.next_run()
            await socket.subscribe("2", QUERY)
            (await engine.next_run()).tell(RuntimeError("the password is swordfish"))
            told = [await socket.hear() for _ in range(3)]
    assert [each["type"] for each in told] == ["next", "next", "complete"]
    (completed,) = told[1]["payload"]["completed"]
    assert completed["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "swordfish" not in str(told)


async def test_a_gateway_that_stops_tells_the_rest_first(tmp_path: Path) -> None:
    """The close waits for the last part, as for any query."""
    engine = PartsEngine()
    async with serving(tmp_path, engine=engine) as served, taking_parts(served) as socket:
        await socket.subscribe("1", QUERY)
        run = await engine.next_run()
        assert (await socket.hear())["payload"]["hasNext"] is True
        await served.streams.drain(0)
        run.tell(LAST)
        told = [await socket.hear() for _ in range(2)]
        assert [each["type"] for each in told] == ["next", "complete"]
        assert await socket.closed() == (1012, "Service restart")


@asynccontextmanager
async def shared_stream(served: Served) -> AsyncIterator[tuple[httpx.AsyncClient, str, Stream]]:
    """A client with a reservation, and its stream."""
    headers = served.authorization
    async with httpx.AsyncClient(base_url=f"http://{served.origin}", headers=headers) as client:
        token = (await client.put("/graphql")).text
        async with streaming(served, None, method="GET", **{TOKEN: token}) as stream:
            yield client, token, stream


async def begun(client: httpx.AsyncClient, token: str, query: str, operation_id: str) -> None:
    """The operation is accepted."""
    body = {"query": query, "extensions": {"operationId": operation_id}}
    assert (await post(client, body, **{TOKEN: token})).status_code == 202


async def test_parts_share_a_stream_with_others(in_parts: Served, engine: PartsEngine) -> None:
    """Each under its operation's id, in the current format, while others are told."""
    async with shared_stream(in_parts) as (client, token, stream):
        await begun(client, token, QUERY, "a")
        run = await engine.next_run()
        await stream.until(b'"hasNext":true}}\n\n')
        await begun(client, token, "{ b }", "b")
        await stream.until(b'event: complete\ndata: {"id":"b"}\n\n')
        run.tell(LAST)
        await stream.until(b'event: complete\ndata: {"id":"a"}\n\n')
        told = [event for event in events_of(stream.body) if event.data["id"] == "a"]
    merged = CurrentClient()
    for event in told[:-1]:
        merged.take(event.data["payload"])
    assert merged.data == {"page": {"a": 1, "b": 2}}
    assert [event.name for event in told] == ["next", "next", "complete"]


async def test_an_operation_of_a_shared_stream_is_ended(
    in_parts: Served, engine: PartsEngine
) -> None:
    """By DELETE, in the middle; nothing more is told of it."""
    async with shared_stream(in_parts) as (client, token, stream):
        await begun(client, token, QUERY, "a")
        run = await engine.next_run()
        await stream.until(b'"hasNext":true}}\n\n')
        ended = await client.delete("/graphql?operationId=a", headers={TOKEN: token})
        assert ended.status_code == 200
        async with asyncio.timeout(10):
            await run.ended.wait()
