"""Client awareness: which APP asks is in the line of each operation, on every transport."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from gateway.client import (
    NOBODY,
    Client,
    client_of_extensions,
    client_of_headers,
    client_of_payload,
)
from gateway.request_headers import RequestHeaders
from tests.gateway.asking import post
from tests.gateway.serving import Served
from tests.gateway.started import until
from tests.gateway.streaming import EVENTS, PARTS
from tests.gateway.talking import PROTOCOL, acknowledged, opened

TOKEN = "x-graphql-event-stream-token"
PREFIXES = ("apollographql-client", "x-graphql-client", "graphql-client")
APP = Client("endpage-ios", "7.1.0 (412)")
LIBRARY = {"clientLibrary": {"name": "@apollo/client", "version": "4.3.0"}}
ODD: list[Any] = ["", " ", "a" * 65, "é", "a\nb", 'a"b', "a,b", "a;b", None, 1, ["a"], {}]


def headers_of(client: Client, prefix: str = PREFIXES[0]) -> dict[str, str]:
    return {f"{prefix}-name": client.name or "", f"{prefix}-version": client.version or ""}


def read(headers: dict[str, str]) -> Client:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return client_of_headers(RequestHeaders({"headers": raw}))


async def logged(logs: Any) -> dict[str, Any]:
    """The line of the one operation."""
    await until(lambda: any(line["event"] == "operation" for line in logs))
    [line] = [line for line in logs if line["event"] == "operation"]
    return dict(line)


def told(line: dict[str, Any]) -> Client:
    return Client(line["client"], line["client_version"])


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_pair_of_names_is_known(prefix: str) -> None:
    """In headers, and as members of the first message of a socket."""
    assert read(headers_of(APP, prefix)) == APP
    assert client_of_payload({**headers_of(APP, prefix)}) == APP
    assert read({f"{prefix}-version": "2"}) == Client(None, "2")


def test_a_name_and_its_version_come_from_one_place() -> None:
    """The APP's own words go before its library's, and one pair's are not mixed with another's."""
    assert read({f"{PREFIXES[1]}-version": "1", **headers_of(APP)}) == APP
    assert client_of_payload({"client": {"name": "a", "version": "1"}}) == Client("a", "1")
    assert client_of_payload({"client": {"name": "a"}, **headers_of(APP)}) == APP
    library = client_of_extensions(LIBRARY)
    assert library == Client("@apollo/client", "4.3.0")
    assert (APP.or_else(library), NOBODY.or_else(library)) == (APP, library)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_what_is_odd_is_not_told(odd: Any) -> None:
    """Too long, not plain, or no text: as if nothing had been said."""
    assert client_of_payload({"graphql-client-name": odd, "client": odd}) == NOBODY
    assert client_of_extensions({"clientLibrary": {"name": odd, "version": odd}}) == NOBODY
    assert client_of_extensions({"clientLibrary": odd}) == NOBODY


@given(st.text(max_size=80))
def test_no_word_can_break_a_line(word: str) -> None:
    """Whatever is told is short, printable ASCII."""
    client = client_of_payload({"client": {"name": word}})
    assert client == NOBODY or (client.name == word and word.isascii() and word.isprintable())
    assert len(client.name or "") <= 64


@pytest.mark.parametrize("accept", ["application/json", EVENTS])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_query_is_its_clients(client: httpx.AsyncClient, accept: str, method: str) -> None:
    """By its headers; by its library where there are none; and by nothing when it says nothing."""
    asked: dict[str, Any] = {"query": "{ a }"}
    key = "params" if method == "GET" else "json"
    for headers, extensions, meant in (
        (headers_of(APP), None, APP),
        ({}, LIBRARY, client_of_extensions(LIBRARY)),
        (headers_of(APP), LIBRARY, APP),
        ({}, None, NOBODY),
    ):
        body = asked if extensions is None else {**asked, "extensions": extensions}
        if method == "GET" and extensions is not None:
            body = {**asked, "extensions": httpx.Response(200, json=extensions).text}
        sent: dict[str, Any] = {"headers": {"accept": accept, **headers}, key: body}
        with capture_logs() as logs:
            response = await client.request(method, "/graphql", **sent)
            assert response.status_code == 200
            assert told(await logged(logs)) == meant


@pytest.mark.parametrize("accept", [EVENTS, PARTS])
async def test_a_streamed_subscription_is_its_clients(
    client: httpx.AsyncClient, accept: str
) -> None:
    """As an event stream and in parts."""
    with capture_logs() as logs:
        body = {"query": "subscription { tick }"}
        await post(client, body, accept=accept, **headers_of(APP))
        assert told(await logged(logs)) == APP


async def test_an_operation_in_a_shared_stream_is_its_clients(client: httpx.AsyncClient) -> None:
    """By the headers of the request that has begun it."""
    token = (await client.put("/graphql")).text
    headers = {TOKEN: token, "accept": EVENTS}
    with capture_logs() as logs:
        async with client.stream("GET", "/graphql", headers=headers):
            body = {"query": "{ a }", "extensions": {"operationId": "1"}}
            await post(client, body, **{TOKEN: token}, **headers_of(APP))
            assert told(await logged(logs)) == APP


async def test_a_sockets_operations_are_its_clients(served: Served) -> None:
    """By the first message, or the handshake's headers, or an operation's own extensions."""
    first = {"authorization": f"Bearer {served.token()}"}
    handshake = Client("a-proxy", "1")
    for payload, headers, meant in (
        ({**first, **headers_of(APP)}, {}, APP),
        ({**first, **headers_of(APP)}, headers_of(handshake), APP),
        (first, headers_of(handshake), handshake),
        (first, {}, client_of_extensions(LIBRARY)),
    ):
        with capture_logs() as logs:
            async with opened(served, subprotocols=[PROTOCOL], additional_headers=headers) as one:
                await one.say("connection_init", payload=payload)
                assert (await one.hear())["type"] == "connection_ack"
                await one.subscribe("1", "{ a }", extensions=LIBRARY)
                assert [(await one.hear())["type"] for _ in "ab"] == ["next", "complete"]
                assert told(await logged(logs)) == meant


async def test_what_cannot_be_planned_is_its_clients_too(
    served: Served, client: httpx.AsyncClient
) -> None:
    """The line of a refusal says who asked."""
    with capture_logs() as logs:
        await post(client, {"query": "{"}, **headers_of(APP))
        line = await logged(logs)
    assert (told(line), line["codes"]) == (APP, ["GRAPHQL_PARSE_FAILED"])
    with capture_logs() as logs:
        async with acknowledged(served) as socket:
            await socket.subscribe("1", "{", extensions=LIBRARY)
            assert (await socket.hear())["type"] == "error"
            assert told(await logged(logs)) == client_of_extensions(LIBRARY)
