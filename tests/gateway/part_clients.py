"""Part clients: a query asked over each transport, whose payloads a test takes one by one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx

from tests.gateway.asking import GRAPHQL, JSON, post
from tests.gateway.serving import Served
from tests.gateway.streaming import EVENTS, Stream, streaming
from tests.gateway.talking import opened

Payload = dict[str, Any]
# Gives the next payload; raises StopAsyncIteration when there is none.
Next = Callable[[], Awaitable[Payload]]
Ask = Callable[[Served, str], AbstractAsyncContextManager[Next]]

_DELIMITER = b"\r\n--graphql"
_TOKEN = "x-graphql-event-stream-token"


def over_http(accept: str) -> Ask:
    """As multipart or as events, by what is accepted."""

    @asynccontextmanager
    async def ask(served: Served, query: str) -> AsyncIterator[Next]:
        async with streaming(served, query, accept=accept) as stream:
            content_type = stream.response.headers["content-type"]
            parts = _events(stream) if content_type.startswith(EVENTS) else _multipart(stream)
            yield parts.__anext__

    return ask


@asynccontextmanager
async def over_websocket(served: Served, query: str) -> AsyncIterator[Next]:
    """On a socket that takes parts."""
    async with opened(served) as socket:
        payload = {**served.authorization, "incrementalSpec": "v0.2"}
        await socket.say("connection_init", payload=payload)
        assert await socket.hear() == {"type": "connection_ack"}
        await socket.subscribe("1", query)

        async def hear() -> Payload:
            told = await socket.hear()
            if told["type"] == "complete":
                raise StopAsyncIteration
            assert told["type"] == "next"
            payload: Payload = told["payload"]
            return payload

        yield hear


@asynccontextmanager
async def over_shared_stream(served: Served, query: str) -> AsyncIterator[Next]:
    """In an event stream with a reservation."""
    headers = served.authorization
    async with httpx.AsyncClient(base_url=f"http://{served.origin}", headers=headers) as client:
        token = (await client.put("/graphql")).text
        async with streaming(served, None, method="GET", **{_TOKEN: token}) as stream:
            body = {"query": query, "extensions": {"operationId": "1"}}
            assert (await post(client, body, **{_TOKEN: token})).status_code == 202
            events = _events(stream)

            async def hear() -> Payload:
                told = await anext(events)
                if "payload" not in told:
                    raise StopAsyncIteration
                payload: Payload = told["payload"]
                return payload

            yield hear


CURRENT = f"multipart/mixed;incrementalSpec=v0.2, {GRAPHQL}, {JSON};q=0.9"
OLDER = f"multipart/mixed;deferSpec=20220824, {GRAPHQL}, {JSON}"
IN_CURRENT: dict[str, Ask] = {
    "multipart": over_http(CURRENT),
    "events": over_http(EVENTS),
    "shared stream": over_shared_stream,
    "websocket": over_websocket,
}
IN_OLDER: dict[str, Ask] = {
    "older multipart": over_http(OLDER),
    "older events": over_http(f"{EVENTS};deferSpec=20220824, {JSON}"),
}


def payloads(body: bytes) -> list[Any]:
    """The JSON of each part of a whole multipart body."""
    opening, *parts, closing = body.split(_DELIMITER)
    assert (opening, closing) == (b"", b"--\r\n")
    found = []
    for part in parts:
        head, _, content_ = part.partition(b"\r\n\r\n")
        assert head == b"\r\ncontent-type: application/json"
        found.append(json.loads(content_))
    return found


async def _multipart(stream: Stream) -> AsyncIterator[Payload]:
    told = 0
    while True:
        # The first piece is empty; the last one is not whole yet, or closes the body.
        pieces = stream.body.split(_DELIMITER)[1:]
        for piece in pieces[told:-1]:
            told += 1
            yield json.loads(piece.partition(b"\r\n\r\n")[2])
        if not await _more(stream):
            return


async def _events(stream: Stream) -> AsyncIterator[Payload]:
    told = 0
    while True:
        blocks = stream.body.split(b"\n\n")
        for block in blocks[told:-1]:
            told += 1
            lines = dict(line.partition(b":")[::2] for line in block.split(b"\n"))
            if lines.get(b"data", b"").strip():
                yield json.loads(lines[b"data"])
        if not await _more(stream):
            return


async def _more(stream: Stream) -> bool:
    before = len(stream.body)
    async with asyncio.timeout(10):
        await stream.grow()
    return len(stream.body) > before
