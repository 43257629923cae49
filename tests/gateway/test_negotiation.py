"""Negotiation: what clients say in ``Accept``, and what they get for a query and a subscription."""

from __future__ import annotations

import httpx
import pytest

from gateway.negotiation import EVENT_STREAM, JSON, MULTIPART, Accept, accept_of
from tests.gateway.asking import GRAPHQL
from tests.gateway.serving import Served

URQL = f"{GRAPHQL}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed"
APOLLO = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json'
DEFER = f"multipart/mixed;deferSpec=20220824,{GRAPHQL},{JSON};q=0.9"


@pytest.mark.parametrize(
    ("accept", "answer", "stream", "prefers_events"),
    [
        (None, JSON, None, False),
        ("*/*", JSON, None, False),
        ("text/*", None, None, False),
        (JSON, JSON, None, False),
        ("text/event-stream", None, EVENT_STREAM, True),
        ("Text/Event-Stream", None, EVENT_STREAM, True),
        ("text/event-stream;q=0", None, None, False),
        ("text/event-stream;q=0.1", None, EVENT_STREAM, True),
        ("text/event-stream, */*", JSON, EVENT_STREAM, False),
        ("text/event-stream, */*;q=0.1", JSON, EVENT_STREAM, True),
        (f"text/event-stream, {JSON}", JSON, EVENT_STREAM, False),
        (f"text/event-stream, {JSON};q=0.9", JSON, EVENT_STREAM, True),
        (f"text/event-stream;q=0.9, {JSON}", JSON, EVENT_STREAM, False),
        (URQL, GRAPHQL, EVENT_STREAM, False),
        (APOLLO, JSON, MULTIPART, False),
        (f"multipart/mixed;subscriptionSpec=1.0, {JSON}", JSON, MULTIPART, False),
        (f'{JSON}, multipart/mixed; subscriptionSpec="1.0"; boundary=graphql', JSON, MULTIPART, 0),
        (f"{JSON}, multipart/mixed;subscriptionSpec=1.0;q=0", JSON, None, False),
        (f"{JSON}, multipart/mixed;subscriptionSpec=2.0", JSON, None, False),
        ("multipart/mixed;subscriptionspec=1.0;q=0.5, text/event-stream;q=0.4", None, MULTIPART, 1),
        ("multipart/mixed;subscriptionSpec=1.0, text/event-stream", None, EVENT_STREAM, True),
        (DEFER, GRAPHQL, None, False),
        ("", JSON, None, False),
        (f"{GRAPHQL};charset=utf-8", GRAPHQL, None, False),
        (f'{GRAPHQL}; Charset="UTF-8"', GRAPHQL, None, False),
        (f"{GRAPHQL}, {JSON};charset=utf-8", GRAPHQL, None, False),
        (f"{GRAPHQL};charset=utf-16, {JSON}", JSON, None, False),
        (f"{JSON};charset=iso-8859-1", None, None, False),
        (f"{JSON};profile=terse", JSON, None, False),
        (f"{JSON};q=0, */*", GRAPHQL, None, False),
        (f"{JSON};q=0, {GRAPHQL};q=0, */*", None, None, False),
        ("application/*;q=0, */*", None, None, False),
        ("*/*;q=0", None, None, False),
        (f"{GRAPHQL};q=0.4, application/*;q=0.5", JSON, None, False),
        (f"{GRAPHQL};q=0.4, {JSON};q=0.4, */*", GRAPHQL, None, False),
        (f"{JSON};charset=utf-8;q=0.2, {JSON};q=0.9, {GRAPHQL};q=0.5", GRAPHQL, None, False),
        (f"{JSON};q=abc, {GRAPHQL};q=0.1", GRAPHQL, None, False),
        (f"{JSON};q=7, */*;q=0.1", JSON, None, False),
        ("text/event-stream;charset=utf-16", None, None, False),
        ("a/b, " * 31 + JSON, JSON, None, False),
        ("a/b, " * 32 + JSON, None, None, False),
        ("a/b;x=" + "y" * 600 + f", {GRAPHQL}", GRAPHQL, None, False),
    ],
)
def test_what_is_accepted(
    accept: str | None, answer: str | None, stream: str | None, prefers_events: bool
) -> None:
    """A stream must be named; events are preferred when nothing plain is liked as much."""
    expected = Accept(answer=answer, stream=stream, prefers_events=bool(prefers_events))
    assert accept_of(accept) == expected


@pytest.mark.parametrize(
    ("accept", "status", "answered"),
    [
        (URQL, 200, GRAPHQL),
        (APOLLO, 200, JSON),
        (DEFER, 200, GRAPHQL),
        ("text/event-stream", 200, EVENT_STREAM),
        (f"text/event-stream, {JSON};q=0.9", 200, EVENT_STREAM),
        (f"text/event-stream, {JSON}", 200, JSON),
        ("multipart/mixed;subscriptionSpec=1.0", 406, JSON),
    ],
)
async def test_a_query_gets_a_stream_only_when_one_is_preferred(
    served: Served, accept: str, status: int, answered: str
) -> None:
    """A client that names a stream beside JSON in every request goes on getting JSON."""
    headers = {**served.authorization, "accept": accept}
    async with httpx.AsyncClient(headers=headers) as client:
        response = await client.post(served.url, json={"query": "{ a }"})
    assert response.status_code == status
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (URQL, "text/event-stream; charset=utf-8"),
        ("text/event-stream", "text/event-stream; charset=utf-8"),
        (APOLLO, 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'),
        (DEFER, f"{GRAPHQL}; charset=utf-8"),
        (JSON, f"{JSON}; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_subscription_gets_a_stream_when_one_is_accepted(
    served: Served, accept: str, answered: str, method: str
) -> None:
    """It is refused where nothing but a plain answer is accepted."""
    headers = {**served.authorization, "accept": accept}
    body = {"query": "subscription { two }"}
    async with httpx.AsyncClient(headers=headers) as client:
        asked = {"params": body} if method == "GET" else {"json": body}
        async with client.stream(method, served.url, **asked) as response:  # type: ignore[arg-type]
            assert response.headers["content-type"] == answered
            is_stream = not answered.startswith("application")
            assert response.status_code == (200 if is_stream else 400)
    if is_stream:
        opened = await served.subscriptions.next_opened()
        await opened.closed.wait()
