"""graphql-sse, distinct connections: an event stream for each operation, to the byte."""

from __future__ import annotations

import pytest

from tests.gateway.asking import refused
from tests.gateway.serving import CREATOR, Served
from tests.gateway.streaming import EVENTS, Event, events_of, retry_of, streaming


async def test_a_subscription_to_the_byte(served: Served) -> None:
    """When to come back, each answer with its id, and the end with empty data."""
    async with streaming(
        served, "subscription { two }", **{"x-request-id": "r-7", "accept-language": "es"}
    ) as stream:
        headers = stream.response.headers
        assert stream.response.status_code == 200
        assert headers["content-type"] == "text/event-stream; charset=utf-8"
        assert headers["cache-control"] == "no-store"
        assert headers["x-accel-buffering"] == "no"
        assert headers["x-request-id"] == "r-7"
        opened = await served.subscriptions.next_opened()
        await stream.until(b'"tick":2}}\n\n')
        opened.tell({"tick": 3})
        await stream.until(b'"tick":3}}\n\n')
        opened.sink.complete()
        retry, _, body = (await stream.rest()).partition(b"\n\n")
    assert 1_000 <= retry_of(retry) <= 4_000
    assert body == (
        b'event: next\nid: e1\ndata: {"data":{"tick":1}}\n\n'
        b'event: next\nid: e2\ndata: {"data":{"tick":2}}\n\n'
        b'event: next\ndata: {"data":{"tick":3}}\n\n'
        b"event: complete\ndata:\n\n"
    )
    asked = (opened.viewer.creator_id, opened.language, opened.request_id, opened.last_event_id)
    assert asked == (CREATOR, "es", "r-7", None)
    assert opened.closed.is_set()
    assert len(served.streams) == 0


async def test_a_client_says_where_it_left_off(served: Served) -> None:
    """The id that an EventSource saw last reaches the subscription; a GET is good, too."""
    async with streaming(served, method="GET", **{"last-event-id": "e-41"}) as stream:
        opened = await served.subscriptions.next_opened()
        assert opened.last_event_id == "e-41"
        opened.tell({"text": "a\nb\u2028é"}, "e-42")
        await stream.until(b"}}\n\n")
        [event] = events_of(stream.body)
        assert event == Event("next", {"data": {"text": "a\nb\u2028é"}}, "e-42")
    await opened.closed.wait()


async def test_a_query_is_one_answer(served: Served) -> None:
    """One ``next``, then ``complete``."""
    async with streaming(served, "{ a }") as stream:
        body = await stream.rest()
    assert stream.response.headers["x-accel-buffering"] == "no"
    assert body == (
        b'event: next\ndata: {"data":{"variables":{},"name":null}}\n\nevent: complete\ndata:\n\n'
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ invalid }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { invalid }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { fails }", "BAD_USER_INPUT"),
        ("subscription { breaks }", "INTERNAL"),
    ],
)
async def test_what_is_wrong_with_the_graphql_is_an_answer(
    served: Served, query: str, code: str
) -> None:
    """A ``next`` with the errors on a 200, then ``complete``."""
    async with streaming(served, query) as stream:
        told, complete = events_of(await stream.rest())
    assert stream.response.status_code == 200
    assert (told.name, list(told.data)) == ("next", ["errors"])
    extensions = told.data["errors"][0]["extensions"]
    assert extensions["code"] == code
    assert extensions["requestId"] == stream.response.headers["x-request-id"]
    assert (complete.name, complete.data) == ("complete", None)
    if query in {"subscription { fails }", "subscription { breaks }"}:
        await served.subscriptions.next_opened()


async def test_what_is_wrong_with_the_request_has_its_status(served: Served) -> None:
    """Who asks and how is told as for any other request; faults of ours are, and are masked."""
    cases = [
        ({"token": "nonsense"}, (401, "UNAUTHENTICATED")),
        ({"token": served.token(platform="web")}, (403, "CLIENT_NOT_SUPPORTED")),
        ({"query": None, "method": "GET"}, (400, "BAD_REQUEST")),
        ({"query": "subscription { boom }"}, (500, "INTERNAL")),
        ({"query": "mutation { a }", "method": "GET"}, (405, "METHOD_NOT_ALLOWED")),
        ({"accept": f"{EVENTS};q=0"}, (406, "NOT_ACCEPTABLE")),
        ({"content-type": "text/plain"}, (415, "UNSUPPORTED_MEDIA_TYPE")),
    ]
    for asked, expected in cases:
        async with streaming(served, **asked) as stream:  # type: ignore[arg-type]
            await stream.response.aread()
            assert refused(stream.response) == expected
            assert "swordfish" not in stream.response.text
    assert len(served.streams) == 0
