"""GraphQL over HTTP: a corpus of bad requests with their exact answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.gateway.asking import GRAPHQL, JSON, post, refused
from tests.gateway.serving import Served

GOOD = {"content-type": JSON}
BAD_BODIES: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("a number", b"3"),
    ("null", b"null"),
    ("a text", b'"{ a }"'),
    ("a list of numbers", b"[1,2]"),
    ("a batch", b'[{"query":"{ a }"}]'),
    ("an empty object", b"{}"),
    ("cut off", b'{"query":"{ a }"'),
    ("two documents", b'{"query":"{ a }"}{}'),
    ("bad UTF-8", b'{"query":"\xff"}'),
    ("UTF-16", '{"query":"{ a }"}'.encode("utf-16")),
    ("a lone surrogate", b'{"query":"\\ud800"}'),
    ("nested 100,000 deep", b"[" * 100_000),
    ("nested 100,000 deep in variables", b'{"query":"{a}","variables":{"a":' + b"[" * 100_000),
    (
        "nested 40 deep",
        b'{"query":"{ a }","variables":{"a":' + b"[" * 40 + b"]" * 40 + b"}}",
    ),
    ("a query that is null", b'{"query":null}'),
    ("a query that is a number", b'{"query":1}'),
    ("variables that are a list", b'{"query":"{ a }","variables":[]}'),
    ("variables that are a text", b'{"query":"{ a }","variables":"{}"}'),
    ("extensions that are a number", b'{"query":"{ a }","extensions":1}'),
    ("a name that is an object", b'{"query":"{ a }","operationName":{}}'),
    ("not a number", b'{"query":"{ a }","variables":{"a":NaN}}'),
    ("a number without end", b'{"query":"{ a }","variables":{"a":1e999}}'),
    ("single quotes", b"{'query':'{ a }'}"),
    ("a form", b"query=%7B+a+%7D"),
]


@pytest.mark.parametrize("body", [body for _, body in BAD_BODIES], ids=[n for n, _ in BAD_BODIES])
@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_bad_body_is_a_bad_request(
    client: httpx.AsyncClient, body: bytes, accept: str
) -> None:
    """What is no GraphQL request is told so with 400, under both types."""
    assert refused(await post(client, body, accept=accept)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=a"},
        {"content-type": "application/json-patch+json"},
        {"content-type": "application/jsonp"},
        {"content-type": "application/json, text/plain"},
        {"content-type": "text/plain; application/json"},
        {"content-type": "text/plain; q=9, application/json"},
        {"content-type": ", application/json"},
        {"content-type": "application/json,"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": JSON, "content-encoding": "gzip"},
        {"content-type": "text/plain", "x-requested-with": "XMLHttpRequest"},
    ],
    ids=str,
)
async def test_a_body_that_is_not_said_to_be_json_is_refused(
    client: httpx.AsyncClient, served: Served, headers: dict[str, str]
) -> None:
    """What a browser can send to another site without asking is never run."""
    asked = len(served.engine.asked)
    response = await client.post("/graphql", content=b'{"query":"{ a }"}', headers=headers)
    assert refused(response) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert len(served.engine.asked) == asked


@pytest.mark.parametrize("value", ["application/json", "Application/JSON; Charset=UTF-8"])
async def test_json_is_json_however_it_is_written(client: httpx.AsyncClient, value: str) -> None:
    """Media types and charsets have no case."""
    response = await post(client, {"query": "{ a }"}, **{"content-type": value})
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["PATCH", "TRACE"])
async def test_another_method_is_not_allowed(client: httpx.AsyncClient, method: str) -> None:
    """405 says what is allowed."""
    response = await client.request(method, "/graphql")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST, QUERY, OPTIONS, PUT, DELETE"


@pytest.mark.parametrize("method", ["PATCH", "QUERY", "HEAD"])
async def test_a_stream_is_opened_by_get_and_post_alone(
    client: httpx.AsyncClient, method: str
) -> None:
    """A stream's token makes no other method one that opens it."""
    headers = {"x-graphql-event-stream-token": "a", "accept": "text/event-stream"}
    response = await client.request(method, "/graphql", headers=headers)
    assert response.status_code in {400, 405, 415}


async def test_a_get_runs_no_mutation(client: httpx.AsyncClient, served: Served) -> None:
    """405 says that it is for POST, and nothing has run."""
    asked = len(served.engine.asked)
    response = await client.get("/graphql", params={"query": "mutation { a }"})
    assert refused(response) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "POST"
    assert len(served.engine.asked) == asked


async def test_a_subscription_is_told_where_to_go(client: httpx.AsyncClient) -> None:
    """A subscription by POST or GET is refused with words that help."""
    posted = await post(client, {"query": "subscription { tick }"})
    assert refused(posted) == (400, "BAD_REQUEST")
    message = posted.json()["errors"][0]["message"]
    for way in (
        "text/event-stream",
        "multipart/mixed;subscriptionSpec=1.0",
        "graphql-transport-ws",
    ):
        assert way in message
    got = await client.get("/graphql", params={"query": "subscription { tick }"})
    assert refused(got) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "query_string",
    [
        "",
        "operationName=A",
        "query=%7Ba%7D&query=%7Bb%7D",
        "query=%ff",
        "query=%7Ba%7D&variables=3",
        "query=%7Ba%7D&variables=[]",
        "query=%7Ba%7D&variables=%7B",
        "query=%7Ba%7D&extensions=a",
        "query=%7Ba%7D&variables=" + "[" * 5000,
        "&".join(f"a{n}=1" for n in range(100)),
    ],
)
async def test_a_bad_query_string_is_a_bad_request(
    client: httpx.AsyncClient, query_string: str
) -> None:
    """What a GET's parameters lack or repeat is told with 400."""
    assert refused(await client.get(f"/graphql?{query_string}")) == (400, "BAD_REQUEST")


async def test_a_long_body_is_refused_however_it_comes(
    client: httpx.AsyncClient, served: Served
) -> None:
    """A body over 256 KB is refused by its announced length, and in pieces by what has come."""
    asked = len(served.engine.asked)
    body = b'{"query":"{ a }","variables":{"a":"' + b"a" * 262_144 + b'"}}'
    assert refused(await post(client, body)) == (413, "PAYLOAD_TOO_LARGE")
    assert refused(await post(client, body * 100)) == (413, "PAYLOAD_TOO_LARGE")

    async def pieces() -> Any:
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]

    response = await client.post("/graphql", content=pieces(), headers=GOOD)
    assert refused(response) == (413, "PAYLOAD_TOO_LARGE")
    long_query = await client.get("/graphql", params={"query": "{ a }" + " " * 17_000})
    assert refused(long_query) == (414, "URI_TOO_LONG")
    assert len(served.engine.asked) == asked
