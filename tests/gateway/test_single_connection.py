"""graphql-sse, single connection: one event stream for many operations, and who may have it.

The file is long, because the protocol has many refusals.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.errors import RequestError
from gateway.reservations import Reservations
from tests.gateway.asking import post, refused
from tests.gateway.fake_subscriptions import FakeSubscriber
from tests.gateway.serving import CREATOR, Served, serving
from tests.gateway.started import until
from tests.gateway.streaming import EVENTS, Stream, events_of, retry_of, streaming

OTHER = "6800000000000000002"
TOKEN = "x-graphql-event-stream-token"


async def reserve(client: httpx.AsyncClient) -> str:
    """The token of a new reservation."""
    response = await client.put("/graphql")
    assert response.status_code == 201
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(response.text) == 32
    return response.text


async def begin(
    client: httpx.AsyncClient, token: str, query: str, operation_id: Any = "1", **headers: str
) -> httpx.Response:
    """Ask for an operation in the stream."""
    body = {"query": query, "extensions": {"operationId": operation_id}}
    return await post(client, body, **{TOKEN: token, **headers})


@asynccontextmanager
async def opened(served: Served, client: httpx.AsyncClient) -> AsyncIterator[tuple[str, Stream]]:
    """A reservation, and its stream."""
    token = await reserve(client)
    async with streaming(served, None, method="GET", **{TOKEN: token}) as stream:
        assert stream.response.status_code == 200
        yield token, stream


@asynccontextmanager
async def client_of(running: Served, creator_id: str = CREATOR) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"authorization": f"Bearer {running.token(creator_id)}"}
    async with httpx.AsyncClient(base_url=f"http://{running.origin}", headers=headers) as client:
        yield client


async def test_operations_share_a_stream_to_the_byte(
    served: Served, client: httpx.AsyncClient
) -> None:
    """Each answer is under its operation's id; a query is one answer."""
    async with opened(served, client) as (token, stream):
        accepted = await begin(client, token, "subscription { two }", "a", **{"last-event-id": "e"})
        assert (accepted.status_code, accepted.content) == (202, b"")
        subscription = await served.subscriptions.next_opened()
        assert subscription.last_event_id == "e"
        await stream.until(b'"tick":2}}}\n\n')
        assert (await begin(client, token, "{ a }", "b")).status_code == 202
        await stream.until(b'event: complete\ndata: {"id":"b"}\n\n')
        subscription.sink.complete()
        await stream.until(b'event: complete\ndata: {"id":"a"}\n\n')
        retry, _, body = stream.body.partition(b"\n\n")
    assert retry_of(retry) >= 1_000
    assert body == (
        b'event: next\nid: e1\ndata: {"id":"a","payload":{"data":{"tick":1}}}\n\n'
        b'event: next\nid: e2\ndata: {"id":"a","payload":{"data":{"tick":2}}}\n\n'
        b'event: next\ndata: {"id":"b","payload":{"data":{"variables":{},"name":null}}}\n\n'
        b'event: complete\ndata: {"id":"b"}\n\n'
        b'event: complete\ndata: {"id":"a"}\n\n'
    )
    assert subscription.closed.is_set()


async def test_operations_may_begin_before_the_stream(
    served: Served, client: httpx.AsyncClient
) -> None:
    """What they have told is there when it is opened, by POST and with the token in the address."""
    token = await reserve(client)
    assert (await begin(client, token, "subscription { quiet }")).status_code == 202
    subscription = await served.subscriptions.next_opened()
    subscription.tell({"tick": 1})
    subscription.tell({"tick": 2})
    url = f"/graphql?token={token}"
    async with client.stream("POST", url, headers={"accept": EVENTS}) as response:
        stream = Stream(response)
        await stream.until(b'"tick":2}}}\n\n')
    assert [event.data["payload"]["data"]["tick"] for event in events_of(stream.body)] == [1, 2]
    await subscription.closed.wait()


async def test_closing_the_stream_ends_everything(
    served: Served, client: httpx.AsyncClient
) -> None:
    """Its operations, queries among them, and the reservation."""
    served.engine.waiting.clear()
    served.engine.cancelled.clear()
    subscriptions: list[FakeSubscriber] = []
    async with opened(served, client) as (token, _):
        for name in "ab":
            await begin(client, token, "subscription { quiet }", name)
            subscriptions.append(await served.subscriptions.next_opened())
        await begin(client, token, "{ wait }", "c")
        await served.engine.waiting.wait()
        assert not subscriptions[0].closed.is_set()
    async with asyncio.timeout(5):
        await subscriptions[0].closed.wait()
        await subscriptions[1].closed.wait()
        await served.engine.cancelled.wait()
    assert refused(await begin(client, token, "{ a }")) == (404, "STREAM_NOT_FOUND")
    await until(lambda: len(served.streams) == 0, seconds=5)


async def test_an_operation_is_ended_alone(served: Served, client: httpx.AsyncClient) -> None:
    """DELETE ends one, and nothing more is said of it; its id may be used again."""
    async with opened(served, client) as (token, stream):
        url = "/graphql?operationId=1"
        await begin(client, token, "subscription { quiet }")
        first = await served.subscriptions.next_opened()
        for _ in range(2):  # An operation that has ended is no fault.
            deleted = await client.delete(url, headers={TOKEN: token})
            assert (deleted.status_code, deleted.content) == (200, b"")
        assert first.closed.is_set()
        await begin(client, token, "subscription { quiet }")
        (await served.subscriptions.next_opened()).tell({"tick": 2})
        await stream.until(b'"tick":2}}}\n\n')
    assert len(events_of(stream.body)) == 1


async def test_what_is_asked_wrongly_is_refused(served: Served, client: httpx.AsyncClient) -> None:
    """Each with its status, as JSON; the stream goes on."""
    assert refused(await begin(client, "guessed", "{ a }")) == (404, "STREAM_NOT_FOUND")
    assert refused(await client.delete("/graphql?operationId=1")) == (404, "STREAM_NOT_FOUND")
    async with opened(served, client) as (token, stream):
        await begin(client, token, "subscription { quiet }")
        first = await served.subscriptions.next_opened()
        for query, operation_id, expected in [
            ("{ a }", "1", (409, "STREAM_CONFLICT")),
            ("{ a }", None, (400, "BAD_REQUEST")),
            ("{ a }", "", (400, "BAD_REQUEST")),
            ("{ a }", 1, (400, "BAD_REQUEST")),
            ("{ a }", "x" * 129, (400, "BAD_REQUEST")),
            ("subscription { boom }", "2", (500, "INTERNAL")),
        ]:
            assert refused(await begin(client, token, query, operation_id)) == expected
        for query in ("{", "subscription { invalid }"):
            invalid = await begin(client, token, query, "3", accept="application/json")
            assert "errors" in invalid.json()
        token_header = {TOKEN: token}
        twice = await client.get("/graphql", headers={**token_header, "accept": EVENTS})
        assert refused(twice) == (409, "STREAM_CONFLICT")
        assert refused(await client.put("/graphql", headers=token_header))[0] == 409
        assert refused(await client.delete("/graphql", headers=token_header))[0] == 400
        plain = await client.get("/graphql", headers=token_header)
        assert refused(plain) == (406, "NOT_ACCEPTABLE")
        first.tell({"tick": 1})
        await stream.until(b'"tick":1}}}\n\n')


async def test_a_refusal_in_the_stream_is_its_operations(
    served: Served, client: httpx.AsyncClient
) -> None:
    """What goes wrong after 202 is a ``next`` with errors, then ``complete``, under its id."""
    async with opened(served, client) as (token, stream):
        for name, query in (("a", "subscription { fails }"), ("b", "{ boom }")):
            await begin(client, token, query, name)
            await stream.until(b'event: complete\ndata: {"id":"%b"}\n\n' % name.encode())
        told = [event.data for event in events_of(stream.body) if event.name == "next"]
        codes = [data["payload"]["errors"][0]["extensions"]["code"] for data in told]
        assert codes == ["BAD_USER_INPUT", "INTERNAL"]
        assert b"swordfish" not in stream.body
        assert (await begin(client, token, "{ a }", "a")).status_code == 202
    await served.subscriptions.next_opened()


async def test_a_token_is_good_for_its_creator_alone(
    served: Served, client: httpx.AsyncClient
) -> None:
    """To anybody else there is no such stream, whatever they try; nobody is nobody."""
    async with opened(served, client) as (token, _), client_of(served, OTHER) as other:
        await begin(client, token, "subscription { quiet }")
        subscription = await served.subscriptions.next_opened()
        headers = {TOKEN: token}
        not_found = (404, "STREAM_NOT_FOUND")
        assert refused(await begin(other, token, "{ a }", "2")) == not_found
        assert refused(await other.delete("/graphql?operationId=1", headers=headers)) == not_found
        reserved = await reserve(client)
        stolen = await other.get("/graphql", headers={TOKEN: reserved, "accept": EVENTS})
        assert refused(stolen) == not_found
        async with httpx.AsyncClient(base_url=f"http://{served.origin}") as nobody:
            for method in ("PUT", "DELETE", "GET", "POST"):
                response = await nobody.request(method, "/graphql", headers=headers)
                assert refused(response) == (401, "UNAUTHENTICATED")
        assert not subscription.closed.is_set()


async def test_operations_and_reservations_are_bounded(tmp_path: Path) -> None:
    """One too many is 429; another creator's are their own."""
    async with (
        serving(tmp_path, socket_operations=1, streams_per_creator=2) as running,
        client_of(running) as client,
        client_of(running, OTHER) as other,
    ):
        too_many = (429, "TOO_MANY_SUBSCRIPTIONS")
        async with opened(running, client) as (token, _):
            await begin(client, token, "subscription { quiet }", "1")
            assert refused(await begin(client, token, "{ a }", "2")) == too_many
            await reserve(client)
            assert refused(await client.put("/graphql")) == too_many
            await reserve(other)
        await until(lambda: len(running.streams) == 0, seconds=5)
        await reserve(client)
        await running.streams.drain(0)
        assert refused(await client.put("/graphql")) == (503, "OVERLOADED")


async def test_a_gateway_that_stops_sends_its_streams_away(
    tmp_path: Path,
) -> None:
    """Nothing is complete, and the client is told when to come back."""
    async with (
        serving(tmp_path) as running,
        client_of(running) as client,
        opened(running, client) as (token, stream),
    ):
        await begin(client, token, "subscription { quiet }")
        subscription = await running.subscriptions.next_opened()
        await running.streams.drain(0)
        body = await stream.rest()
        assert b"complete" not in body
        assert b": draining\nretry: " in body
        await subscription.closed.wait()


async def test_a_query_that_was_accepted_is_answered_before_the_stream_ends(
    tmp_path: Path,
) -> None:
    """The gateway that stops waits for it."""
    async with (
        serving(tmp_path) as running,
        client_of(running) as client,
        opened(running, client) as (token, stream),
    ):
        assert (await begin(client, token, "{ let }")).status_code == 202
        await running.engine.waiting.wait()
        await running.streams.drain(0)
        running.engine.let.set()
        body = await stream.rest()
        assert body.index(b"event: next") < body.index(b"event: complete") < body.index(b"draining")


async def test_a_reservation_that_is_not_used_is_given_up() -> None:
    """Its token is good for nothing more, what it was to stream is let go of, its place is free."""
    reservations = Reservations(unused_seconds=0.05)
    first = reservations.reserve(CREATOR, most=2, most_per_creator=1)
    used = reservations.reserve(OTHER, most=2, most_per_creator=1)
    reservations.opened(used)
    with pytest.raises(RequestError, match="Too many"):
        reservations.reserve(CREATOR, most=2, most_per_creator=1)
    await asyncio.sleep(0.1)
    assert first.stream.is_closed
    with pytest.raises(RequestError, match="no such stream"):
        reservations.find(first.token, CREATOR)
    assert reservations.find(used.token, OTHER) is used
    reservations.reserve(CREATOR, most=2, most_per_creator=1)
    reservations.end(used)
    assert len(reservations) == 1
