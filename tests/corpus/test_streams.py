"""The corpus in streams: distinct connections, a single one, and multipart, byte for byte."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.corpus.bodies import BAD
from tests.corpus.case import TOKEN, Case, refusal, request
from tests.corpus.payloads import BAD_PAYLOADS, GOOD_PAYLOADS, Payload
from tests.corpus.streamed import in_events, in_parts, known_retry
from tests.corpus.test_corpus import CASES, corpus, named
from tests.gateway.raw_http import RawHttp, Told, raw_http
from tests.gateway.serving import Served
from tests.gateway.streaming import EVENTS, PARTS

# The gateway of the corpus serves here, too.
__all__ = ["corpus"]
TICK = b'{"data":{"tick":1}}'
EVENTS_OF_TICK = b"retry: <ms>\n\nevent: next\ndata: " + TICK + b"\n\nevent: complete\ndata:\n\n"
PARTS_OF_TICK = (
    b"\r\n--graphql\r\ncontent-type: application/json\r\n\r\n"
    b'{"payload":' + TICK + b"}\r\n--graphql--\r\n"
)
PARSE_ERROR = refusal(200, "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>.")


async def told_to(served: Served, case: Case) -> tuple[list[Told], bool]:
    """The answers, and whether the connection is closed behind them."""
    async with raw_http(served.origin) as client:
        client.say(case.sent.replace(TOKEN, served.token().encode()))
        told, is_closed = await client.all_told(most=len(case.told))
    return [named(one) for one in told], is_closed


@pytest.mark.parametrize("asked", [in_events, in_parts], ids=["events", "parts"])
@pytest.mark.parametrize("case", CASES, ids=str)
async def test_a_query_is_told_in_the_stream_that_is_liked(
    corpus: Served, case: Case, asked: Callable[[Case], Case]
) -> None:
    """In an event stream, or as ever where it has no parts; every refusal is as over HTTP."""
    liking = asked(case)
    assert await told_to(corpus, liking) == (list(liking.told), liking.is_closed)


async def streamed(client: RawHttp, served: Served, body: bytes, accept: str) -> Told | None:
    sent = request(b"POST", b"/graphql", b"Accept: " + accept.encode(), body=body)
    client.say(sent.replace(TOKEN, served.token().encode()))
    return await client.told()


@pytest.mark.parametrize(
    ("accept", "expected"),
    [(EVENTS, EVENTS_OF_TICK), (PARTS, PARTS_OF_TICK)],
    ids=["events", "parts"],
)
async def test_a_subscription_is_told_in_its_stream(
    corpus: Served, accept: str, expected: bytes
) -> None:
    """Every good body, with a subscription in it, on one connection: what is told is the same; and
    between them every bad one, which is refused as over HTTP.
    """
    async with raw_http(corpus.origin) as client:
        for good in GOOD_PAYLOADS:
            told = await streamed(client, corpus, good.subscribing, accept)
            assert told is not None
            assert (good.name, told.status, known_retry(told.body)) == (good.name, 200, expected)
            assert told.headers["content-type"].startswith(accept.partition(";")[0])
        for bad in BAD_PAYLOADS:
            told = await streamed(client, corpus, bad.subscribing, accept)
            assert told == BAD[bad.name][1], bad.name


async def test_operations_are_told_in_a_single_connection(corpus: Served) -> None:
    """Every good body is a 202, and what it is answered stands in the one stream, in its order;
    every bad one is refused where it was asked, and the stream hears nothing of it.
    """
    token = corpus.token().encode()
    async with raw_http(corpus.origin) as reserving, raw_http(corpus.origin) as listening:
        reserving.say(request(b"PUT").replace(TOKEN, token))
        reserved = await reserving.told()
        assert reserved is not None
        assert reserved.status == 201
        ticket = b"X-GraphQL-Event-Stream-Token: " + reserved.body
        opening = request(b"GET", b"/graphql", b"Accept: text/event-stream", ticket)
        listening.say(opening.replace(TOKEN, token))
        head = await listening.head()
        assert head.status == 200
        assert known_retry(await listening.chunk()) == b"retry: <ms>\n\n"
        for good in GOOD_PAYLOADS:
            told = await ask_in(reserving, good.body, ticket, token)
            assert (good.name, told.status, told.body) == (good.name, 202, b"")
            assert await heard(listening) == operation(good)
        for bad in BAD_PAYLOADS:
            assert await refused_in(reserving, bad, ticket, token) == BAD[bad.name][1], bad.name
        # That is how this mode wants it: what is not valid is told where it was asked.
        assert await ask_in(reserving, b'{"query":"{"}', ticket, token) == PARSE_ERROR


async def ask_in(client: RawHttp, body: bytes, ticket: bytes, token: bytes) -> Told:
    """One operation, under the id 7."""
    head, _, _ = body.rpartition(b"}")
    identified = head + b',"extensions":{"operationId":"7"}}'
    client.say(request(b"POST", b"/graphql", ticket, body=identified).replace(TOKEN, token))
    told = await client.told()
    assert told is not None
    return told


async def refused_in(client: RawHttp, bad: Payload, ticket: bytes, token: bytes) -> Told | None:
    client.say(request(b"POST", b"/graphql", ticket, body=bad.body).replace(TOKEN, token))
    return await client.told()


async def heard(listening: RawHttp) -> bytes:
    """What is told up to the end of an operation."""
    body = b""
    while b"event: complete" not in body:
        body += await listening.chunk()
    return body


def operation(good: Payload) -> bytes:
    data = b'{"id":"7","payload":{"data":' + (good.data or b"") + b"}}"
    return b"event: next\ndata: " + data + b'\n\nevent: complete\ndata: {"id":"7"}\n\n'
