"""Every client's own way to ask: by POST and GET, by ids and hashes, with its name, in streams."""

from __future__ import annotations

from typing import Any

import pytest
from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport

from gateway.document_id import hash_of
from tests.app.product import Product, eventually
from tests.app.services import REWARDS
from tests.clients.asked import Clients
from tests.clients.known import ENDED, ENDED_ID, PAGE, PAGE_ID

KIND = "ended"
APOLLO, URQL, RELAY = "asked-apollo", "asked-urql", "relay"
WS, SSE, PLAIN, MEROS = "asked-graphql-ws", "asked-graphql-sse", "asked-eventsource", "asked-meros"
# Relay keeps documents of its own, and shows what fragments select: test_relay.py.
CLIENTS = (APOLLO, URQL, WS, SSE, PLAIN, MEROS)
NAMED = {"apollographql-client-name": "shop", "apollographql-client-version": "7.1"}
_TYPENAME = "__typename"


async def asked(clients: Clients, by: str, way: str, **told: Any) -> dict[str, Any]:
    """The page that the client shows, and the requests that it has sent for it."""
    variables = {"sessionId": clients.product.session(KIND)}
    question = {"query": PAGE, "id": PAGE_ID, "variables": variables, **told}
    return await clients.ask(by, way, of=KIND, **question)


async def page(clients: Clients) -> dict[str, Any]:
    """The same as anybody has it."""
    product = clients.product
    data: dict[str, Any] = await product.data(PAGE, of=KIND, sessionId=product.session(KIND))
    return data


def plain(value: Any) -> Any:
    """Without what the client has added for itself."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items() if name != _TYPENAME}
    return value


async def is_the_page(clients: Clients, answer: dict[str, Any]) -> None:
    """It is shown once, whole and without an error."""
    (state,) = answer["states"]
    assert not state.get("errors")
    assert plain(state["data"]) == await page(clients)


@pytest.mark.parametrize("client", CLIENTS)
async def test_a_query_is_answered(clients: Clients, client: str) -> None:
    """The page, by the client's usual way to ask for one."""
    await is_the_page(clients, await asked(clients, client, "query"))


@pytest.mark.parametrize("client", [APOLLO, URQL])
async def test_a_query_is_asked_by_get(clients: Clients, client: str) -> None:
    """Its text stands in the address, and nothing in a body."""
    answer = await asked(clients, client, "get")
    await is_the_page(clients, answer)
    (sent,) = answer["sent"]
    assert (sent["method"], sent["body"]) == ("GET", None)
    assert "query=" in sent["url"]


@pytest.mark.parametrize(
    ("client", "way"),
    [
        *((client, "known") for client in CLIENTS),
        (APOLLO, "knownByGet"),
        (URQL, "knownByGet"),
    ],
)
async def test_a_known_document_is_asked_by_its_id(clients: Clients, client: str, way: str) -> None:
    """No request has the text; the id stands where that client puts it."""
    answer = await asked(clients, client, way)
    await is_the_page(clients, answer)
    assert [has_text(sent) for sent in answer["sent"]] == [False] * len(answer["sent"])
    if way == "knownByGet":
        assert [sent["method"] for sent in answer["sent"]] == ["GET"]


@pytest.mark.parametrize(
    ("client", "way", "method", "bringing"),
    [
        (APOLLO, "automatic", "POST", "POST"),
        (APOLLO, "automaticByGet", "GET", "POST"),
        (URQL, "automatic", "POST", "POST"),
        (URQL, "automaticByGet", "GET", "GET"),
    ],
)
async def test_a_query_is_brought_once(
    clients: Clients, client: str, way: str, method: str, bringing: str
) -> None:
    """The client asks by its hash and is told that nobody knows it, brings the text in its own way,
    and is answered from then on by the hash alone.
    """
    query = PAGE.replace("query Page", f"query Of{hash_of(client + way)[:8]}")
    first = await asked(clients, client, way, query=query)
    await is_the_page(clients, first)
    assert [(sent["method"], has_text(sent)) for sent in first["sent"]] == [
        (method, False),
        (bringing, True),
    ]
    again = await asked(clients, client, way, query=query)
    await is_the_page(clients, again)
    assert [(sent["method"], has_text(sent)) for sent in again["sent"]] == [(method, False)]


def has_text(sent: dict[str, Any]) -> bool:
    """Whether the request says the document itself."""
    return "query=" in sent["url"] or bool((sent["body"] or {}).get("query"))


@pytest.mark.parametrize("client", [*CLIENTS, RELAY])
async def test_who_asks_is_logged(clients: Clients, client: str) -> None:
    """The name and version that the client is given stand in the operation's line."""
    version = f"7.{hash_of(client)[:6]}"
    named = {**NAMED, "apollographql-client-version": version}
    told: dict[str, Any] = {"client": {"name": "shop", "version": version}}
    # Apollo and graphql-ws have words of their own for it.
    if client not in {APOLLO, WS}:
        told["named"] = named
    await asked(clients, client, "named", **told)
    await logged(clients.product, version)


async def logged(product: Product, version: str) -> None:
    """An operation of that version is in the log."""

    async def lines() -> list[str]:
        return [line for line in product.gateway.logged() if version in line]

    found = await eventually(lines, until=bool)
    assert all("shop" in line for line in found)


@pytest.mark.parametrize("client", [WS, SSE, MEROS])
async def test_the_first_error_halts(clients: Clients, client: str) -> None:
    """What hands its request on as it is may say what becomes of the rest of a page."""
    services = clients.product.services
    await services.break_by(REWARDS, status=400)
    try:
        answer = await asked(clients, client, "halted")
    finally:
        await services.mend()
    assert answer["states"] == [
        {"data": None, "errors": [{"path": ["endPage", "rewards"], "code": "SOURCE_BAD_ANSWER"}]}
    ]


@pytest.mark.parametrize("client", [URQL, WS, SSE, PLAIN, MEROS])
async def test_a_known_subscription_is_asked_by_its_id(clients: Clients, client: str) -> None:
    """Of a LIVE that is over, the first update is the last one, and then the stream completes."""
    session = clients.product.session(KIND)
    answer = await asked(clients, client, "knownSubscription", id=ENDED_ID, query=ENDED)
    state, *more = answer["states"]
    assert more == []
    assert state["data"] == {
        "liveSession": {"isLast": True, "session": {"sessionId": session, "state": "ENDED"}}
    }
    assert [has_text(sent) for sent in answer["sent"]] == [False] * len(answer["sent"])


async def test_pythons_gql_is_answered(clients: Clients) -> None:
    """A query over HTTP, with the name of who asks."""
    product = clients.product
    headers = {**product.headers(KIND), **NAMED, "apollographql-client-version": "7.gql"}
    transport = AIOHTTPTransport(product.gateway.url, headers=headers)
    request = gql(PAGE)
    request.variable_values = {"sessionId": product.session(KIND)}
    async with Client(transport=transport) as client:
        assert await client.execute(request) == await page(clients)
    await logged(product, "7.gql")
