"""Reading streams over HTTP byte by byte, and the words of an event stream."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.gateway.serving import Served

EVENTS = "text/event-stream"
PARTS = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0, application/json'


class Stream:
    """An answer that is read as it comes."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._chunks = response.aiter_bytes()
        self.body = b""

    async def until(self, end: bytes) -> bytes:
        """Everything so far, once it ends so."""
        async with asyncio.timeout(10):
            while not self.body.endswith(end):
                self.body += await anext(self._chunks)
        return self.body

    async def grow(self) -> bytes:
        """Everything so far with what comes next; nothing comes when the answer has ended."""
        self.body += await anext(self._chunks, b"")
        return self.body

    async def rest(self) -> bytes:
        """Everything, once the answer has ended."""
        async with asyncio.timeout(10):
            async for chunk in self._chunks:
                self.body += chunk
        return self.body


@asynccontextmanager
async def streaming(
    served: Served,
    query: str | dict[str, Any] | None = "subscription { quiet }",
    *,
    path: str = "",
    accept: str = EVENTS,
    method: str = "POST",
    token: str | None = None,
    **headers: str,
) -> AsyncIterator[Stream]:
    """A request whose answer is read as it comes, with a good token unless another is given.

    ``query`` may be a whole body; ``path`` is what stands behind the address.
    """
    authorization = f"Bearer {token or served.token()}"
    given = {"authorization": authorization, "accept": accept, **headers}
    body = {"query": query} if isinstance(query, str) else query
    asked: dict[str, Any] = {"params": body} if method == "GET" else {"json": body}
    async with (
        httpx.AsyncClient(timeout=60) as client,
        client.stream(method, served.url + path, headers=given, **asked) as response,
    ):
        yield Stream(response)


@dataclass(frozen=True, slots=True)
class Event:
    """What an EventSource would dispatch."""

    name: str
    data: Any
    id: str


def events_of(body: bytes) -> list[Event]:
    """The events, read as the HTML standard says; a block without data is dispatched to nobody."""
    found, last_id = [], ""
    for block in body.decode("utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        last_id = fields.get("id", last_id)
        if "event" in fields and "data" in fields:
            data = json.loads(fields["data"]) if fields["data"] else None
            found.append(Event(fields["event"], data, last_id))
    return found


def retry_of(line: bytes) -> int:
    """The milliseconds of a ``retry`` line."""
    name, _, value = line.partition(b": ")
    assert name == b"retry"
    return int(value)
