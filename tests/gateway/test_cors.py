"""CORS: what a browser is told of whose pages may ask, over HTTP and over a socket."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.gateway.asking import post, refused
from tests.gateway.serving import Served, serving
from tests.gateway.talking import opened

SHOP = "https://shop.example"
OTHER = "https://other.example"
ALLOWED = "access-control-allow-origin"
METHODS = "GET, HEAD, POST, QUERY, OPTIONS, PUT, DELETE"
ASKED_FIRST = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type",
}


@pytest.fixture(scope="module")
async def open_to_shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A gateway that the pages of one site may ask."""
    async with serving(tmp_path_factory.mktemp("cors"), cors_origins=(SHOP,)) as served:
        yield served


@pytest.fixture(scope="module")
async def shop(open_to_shop: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A client of it with a good token, whose page is that site's."""
    headers = {**open_to_shop.authorization, "origin": SHOP}
    async with httpx.AsyncClient(
        base_url=f"http://{open_to_shop.origin}", headers=headers
    ) as client:
        yield client


async def test_a_page_of_the_site_is_told_that_it_may_ask(shop: httpx.AsyncClient) -> None:
    """Before it asks, without a token, with all that it may send."""
    response = await shop.options("/graphql", headers={**ASKED_FIRST, "authorization": ""})
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers[ALLOWED] == SHOP
    assert response.headers["access-control-allow-methods"] == METHODS
    may_be_sent = response.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "content-type", "x-request-id", "last-event-id"} <= set(may_be_sent)
    assert response.headers["access-control-max-age"] == "7200"
    assert "origin" in response.headers["vary"].split(", ")


async def test_a_page_of_the_site_may_read_the_answer(shop: httpx.AsyncClient) -> None:
    """And of its headers those that help, be it an answer, a refusal, or a stream."""
    stream = {"accept": "text/event-stream"}
    for response in (
        await post(shop, {"query": "{ a }"}),
        await post(shop, {"query": "{ a }"}, **stream),
        await post(shop, {"query": "{"}, **stream),
        await post(shop, {"query": "{ a }"}, authorization="Bearer x"),
        await shop.patch("/graphql"),
        await shop.get("/graphql", params={"query": "{ a }"}, headers={"if-none-match": "*"}),
    ):
        assert response.headers[ALLOWED] == SHOP
        exposed = response.headers["access-control-expose-headers"]
        assert exposed == "etag, ratelimit, ratelimit-policy, retry-after, x-request-id"
        assert "access-control-allow-methods" not in response.headers


async def test_a_page_of_the_site_may_read_a_stream(
    shop: httpx.AsyncClient, open_to_shop: Served
) -> None:
    """What is held open is told in the same way."""
    asked = {"query": "subscription { two }"}
    async with shop.stream(
        "POST", "/graphql", json=asked, headers={"accept": "text/event-stream"}
    ) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers[ALLOWED] == SHOP
    await (await open_to_shop.subscriptions.next_opened()).closed.wait()


async def test_nothing_is_ever_allowed_with_what_a_browser_adds(shop: httpx.AsyncClient) -> None:
    """A browser's own credentials are no part of this."""
    responses = [
        await shop.options("/graphql", headers=ASKED_FIRST),
        await post(shop, {"query": "{ a }"}, cookie="session=1"),
    ]
    for response in responses:
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", [OTHER, "null", f"{SHOP}:8443", f"{SHOP}, {OTHER}", None])
async def test_a_page_of_another_site_is_told_nothing(
    shop: httpx.AsyncClient, origin: str | None
) -> None:
    """Its browser lets it neither ask nor read; a cache keeps the two apart."""
    del shop.headers["origin"]
    try:
        given = {} if origin is None else {"origin": origin}
        for response in (
            await shop.options("/graphql", headers={**given, **ASKED_FIRST}),
            await post(shop, {"query": "{ a }"}, **given),
        ):
            assert not [name for name in response.headers if name.startswith("access-control")]
            assert "origin" in response.headers["vary"].split(", ")
    finally:
        shop.headers["origin"] = SHOP


async def test_no_site_is_told_anything_by_default(client: httpx.AsyncClient) -> None:
    """Then answers do not depend on whose page asks."""
    for response in (
        await client.options("/graphql", headers={"origin": SHOP, **ASKED_FIRST}),
        await post(client, {"query": "{ a }"}, origin=SHOP),
    ):
        assert not [name for name in response.headers if name.startswith("access-control")]
        assert "origin" not in response.headers["vary"].split(", ")


async def test_what_a_page_sends_without_asking_first_is_refused(
    shop: httpx.AsyncClient, open_to_shop: Served
) -> None:
    """Even that of a site that may ask: a form, a text, and a link without a token of its own."""
    asked = len(open_to_shop.engine.asked)
    body = b'{"query":"mutation { a }"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = await shop.post("/graphql", content=body, headers={"content-type": kind})
        assert refused(response) == (415, "UNSUPPORTED_MEDIA_TYPE")
    link = await shop.get("/graphql", params={"query": "{ a }"}, headers={"authorization": ""})
    assert refused(link) == (401, "UNAUTHENTICATED")
    assert len(open_to_shop.engine.asked) == asked


async def test_every_site_may_ask_when_the_setting_says_so(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """In development."""
    async with serving(tmp_path_factory.mktemp("any"), cors_origins=("*",)) as served:
        headers = {**served.authorization, "origin": "null"}
        async with httpx.AsyncClient() as client:
            response = await client.post(served.url, json={"query": "{ a }"}, headers=headers)
        assert response.headers[ALLOWED] == "*"
        async with opened(served, origin=OTHER) as socket:
            assert socket.connection.subprotocol == "graphql-transport-ws"


@pytest.mark.parametrize("own", ["http://{origin}", "https://{origin}", "http://127.0.0.1:1", SHOP])
async def test_a_socket_is_opened_for_our_own_pages_and_the_site(
    open_to_shop: Served, own: str
) -> None:
    """An APP names no site, or the address that it has opened the socket to."""
    async with opened(open_to_shop, origin=own.format(origin=open_to_shop.origin)) as socket:
        assert socket.connection.subprotocol == "graphql-transport-ws"


@pytest.mark.parametrize("origin", [OTHER, "null", "http://127.0.0.1", "file://", ""])
async def test_a_socket_is_opened_for_no_other_page(open_to_shop: Served, origin: str) -> None:
    """403, before anything can be said on it: a browser asks nobody first."""
    with pytest.raises(InvalidStatus) as caught:
        async with opened(open_to_shop, additional_headers={"Origin": origin}):
            pass
    assert caught.value.response.status_code == 403
    [error] = json.loads(caught.value.response.body or b"")["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
