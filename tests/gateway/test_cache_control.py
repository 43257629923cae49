"""Cache control: what a client may keep, for how long, and how it learns that its copy holds."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cache_control import cache_control, entity_tag, is_among
from gateway.http_answer import HttpAnswer
from tests.gateway.asking import GRAPHQL, JSON, post

SAFE = ["GET", "QUERY"]


@pytest.mark.parametrize(
    ("good_for", "header"),
    [
        (0.0, b"private, no-cache"),
        (0.999, b"private, no-cache"),
        (1.0, b"private, max-age=1"),
        (59.9, b"private, max-age=59"),
        (3_600.0, b"private, max-age=3600"),
    ],
)
def test_it_lasts_as_long_as_it_is_good(good_for: float, header: bytes) -> None:
    """Whole seconds, never more; with less than one the client asks each time."""
    assert cache_control(good_for) == header


@pytest.mark.parametrize(
    ("header", "is_known"),
    [
        (None, False),
        ("", False),
        ("*", True),
        (" * ", True),
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", W/"y,\\z", "abc"', True),
        ('w/"abc"', True),
        ('"x"W/"abc"', True),
        ('"abcd", "ab", "ABC"', False),
        ("abc", False),
        ("'abc'", False),
        ('"abc', False),
        ("**", False),
        ('"*"', False),
    ],
)
def test_a_tag_is_looked_for_in_a_list(header: str | None, is_known: bool) -> None:
    """Weakly: whether one is weak or strong does not count."""
    assert is_among("abc", header) is is_known


@given(st.text(max_size=300))
def test_any_text_may_be_sent_for_a_list(header: str) -> None:
    """It names no tag that does not stand in it."""
    if header.strip() != "*" and "abc" not in header:
        assert not is_among("abc", header)


def test_a_tag_is_of_the_bytes_and_of_their_type() -> None:
    """The same answer has the same tag, and no other has it."""
    answers = [
        HttpAnswer(200, content, media_type)
        for content in (b"a", b"b")
        for media_type in (JSON, GRAPHQL)
    ]
    tags = [entity_tag(answer) for answer in answers]
    assert len(set(tags)) == 4
    assert tags == [entity_tag(answer) for answer in answers]


async def ask(client: httpx.AsyncClient, method: str, query: str, **headers: str) -> httpx.Response:
    """The query by that method."""
    if method == "GET":
        return await client.get("/graphql", params={"query": query}, headers=headers)
    return await client.request(method, "/graphql", json={"query": query}, headers=headers)


@pytest.mark.parametrize("method", SAFE)
async def test_a_fresh_answer_may_be_kept(client: httpx.AsyncClient, method: str) -> None:
    """By its creator's own client, for as long as it is fresh."""
    response = await ask(client, method, "{ fresh }")
    assert response.headers["cache-control"] == "private, max-age=60"
    assert response.headers["vary"] == "authorization, accept, accept-language, accept-encoding"
    assert response.headers["etag"].startswith('W/"')


@pytest.mark.parametrize("method", SAFE)
@pytest.mark.parametrize("query", ["{ stale }", "{ partial }", "{ upstreams }", "{ invalid }", "{"])
async def test_what_must_not_be_kept_is_not(
    client: httpx.AsyncClient, method: str, query: str
) -> None:
    """What is stale, has errors, tells of its making, or is none."""
    response = await ask(client, method, query, **{"if-none-match": "*"})
    assert response.status_code != 304
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers


@pytest.mark.parametrize("query", ["{ fresh }", "mutation { a }"])
async def test_a_post_is_kept_by_nobody(client: httpx.AsyncClient, query: str) -> None:
    """Whatever it asks, and whatever is known already."""
    response = await post(client, {"query": query}, **{"if-none-match": "*"})
    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in response.headers


@pytest.mark.parametrize("method", SAFE)
async def test_a_copy_that_holds_is_told_in_a_few_bytes(
    client: httpx.AsyncClient, method: str
) -> None:
    """304 says for how long it holds from now on, and has no body."""
    first = await ask(client, method, "{ fresh }")
    again = await ask(client, method, "{ fresh }", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert "content-type" not in again.headers
    other = await ask(client, method, "{ a }", **{"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


async def test_the_tag_is_the_same_however_it_is_compressed(client: httpx.AsyncClient) -> None:
    """It is weak for that."""
    found = {
        coding: await ask(client, "GET", "{ large }", **{"accept-encoding": coding})
        for coding in ("identity", "gzip")
    }
    assert found["gzip"].headers["content-encoding"] == "gzip"
    assert found["gzip"].headers["etag"] == found["identity"].headers["etag"]
    again = await ask(
        client, "GET", "{ large }", **{"if-none-match": found["gzip"].headers["etag"]}
    )
    assert again.status_code == 304
    assert "content-encoding" not in again.headers


async def test_a_head_says_what_a_get_would(client: httpx.AsyncClient) -> None:
    """Every header is the same, its length too, and there is no body."""
    parameters = {"query": "{ large }"}
    headers = {"x-request-id": "same", "accept-encoding": "gzip"}
    get = await client.get("/graphql", params=parameters, headers=headers)
    head = await client.head("/graphql", params=parameters, headers=headers)
    assert (head.status_code, head.headers) == (200, get.headers)
    assert head.content == b""
    refused = await client.head("/graphql", params={"query": "mutation { a }"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    known = await client.head("/graphql", params=parameters, headers={"if-none-match": "*"})
    assert known.status_code == 304
