"""Whatever a client sends is read, or refused in words of ours; nothing else is ever raised."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gateway.byte_range import NotSatisfiable, part_of
from gateway.document_manifest import read_manifest
from gateway.errors import CODES, RequestError
from gateway.graphql_request import GraphQLRequest
from gateway.http_request import budget_of, check_host, check_method_and_type, read_request
from gateway.incremental_accept import incremental_of
from gateway.listed_document import DocumentsError
from gateway.negotiation import accept_of, is_json
from gateway.request_headers import RequestHeaders
from gateway.websocket_messages import decode
from tests.fuzz.texts import binaries, from_corpus, fuzzed, objects_like, texts, values

NAMES = ("query", "operationName", "variables", "extensions", "documentId", "doc_id", "onError")
bodies = objects_like(
    query=texts, operationName=texts, variables=values, extensions=values, documentId=texts
)
messages = objects_like(
    type=st.sampled_from(["connection_init", "ping", "pong", "subscribe", "complete", "next"]),
    id=texts,
    payload=bodies,
)


def headers_of(**given_headers: str) -> RequestHeaders:
    """Request headers as they come over the wire."""
    raw = [
        (name.replace("_", "-").encode(), value.encode("latin-1", "replace"))
        for name, value in given_headers.items()
    ]
    return RequestHeaders({"headers": raw})


async def read(scope: dict[str, Any], body: bytes = b"") -> GraphQLRequest | int:
    """The request, or the status of a refusal, which is the client's fault."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        return await read_request(
            {"path": "/graphql", "query_string": b"", "headers": [], **scope},
            receive,
            headers_of(),
            most_bytes=10_000,
            most_seconds=60,
        )
    except RequestError as error:
        status = CODES[error.code].http_status
        assert 400 <= status < 500 or status == 200
        return status


@fuzzed
@given(binaries | bodies.map(lambda body: json.dumps(body).encode()))
async def test_a_body_is_a_request_or_refused(body: bytes) -> None:
    """Over POST, of whatever bytes."""
    await read({"method": "POST"}, body)


@from_corpus
@fuzzed
@given(texts | st.dictionaries(st.sampled_from(NAMES), texts).map(str))
async def test_an_address_is_a_request_or_refused(text: str) -> None:
    """Over GET, with whatever stands behind the question mark."""
    await read({"method": "GET", "query_string": text.encode("utf-8", "replace")})
    await read({"method": "GET", "query_string": f"query={text}".encode("utf-8", "replace")})


@from_corpus
@fuzzed
@given(texts)
def test_headers_are_read_or_refused(text: str) -> None:
    """Accept, Content-Type, Host, and how long a client waits."""
    accept_of(text)
    incremental_of(text)
    is_json(text)
    told: list[int] = []
    headers = headers_of(
        host=text, content_type=text, content_encoding=text, x_request_timeout_ms=text
    )
    for look in (
        lambda: check_host("1.1", headers),
        lambda: check_method_and_type("POST", headers),
        lambda: budget_of(headers, most_ms=1_500),
    ):
        try:
            look()
        except RequestError as error:
            told.append(CODES[error.code].http_status)
    assert all(400 <= status < 500 for status in told)


@from_corpus
@fuzzed
@given(texts | messages.map(json.dumps))
def test_a_frame_is_a_message_or_refused(text: str) -> None:
    """What a socket says."""
    try:
        decode(text)
    except ValueError:
        return


@from_corpus
@fuzzed
@given(texts)
def test_a_range_lies_within_its_file(text: str) -> None:
    """Or there is none."""
    try:
        part = part_of(1_000, text)
    except NotSatisfiable:
        return
    assert part is None or (0 <= part.start < part.stop <= 1_000)


@from_corpus
@fuzzed
@given(
    texts
    | objects_like(
        format=st.just("apollo-persisted-query-manifest"),
        version=st.integers(0, 2),
        operations=st.lists(objects_like(id=texts, body=texts)),
    ).map(json.dumps)
)
def test_a_manifest_is_a_list_or_refused(text: str) -> None:
    """What is wrong with it is told."""
    try:
        assert read_manifest(text.encode("utf-8", "surrogatepass"), source="fuzzed")
    except DocumentsError as error:
        told = error.faults
    else:
        told = ["nothing"]
    assert told
