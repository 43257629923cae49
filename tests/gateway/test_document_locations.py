"""A document's id, in every place and over every transport: it is the same request.

The file is long, because every place meets every transport.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.gateway.asking import GRAPHQL, JSON, post, refused
from tests.gateway.serving import Served
from tests.gateway.streaming import EVENTS, PARTS, events_of, streaming
from tests.gateway.talking import PROTOCOL, Socket, acknowledged, opened

QUERY, SUBSCRIPTION, UNKNOWN = "1" * 64, "2" * 64, "3" * 64
TOLD = {"data": {"tick": 1}}
Asked = tuple[dict[str, Any], str]
Locate = Callable[[str], Asked]


def apollo(document_id: str) -> Asked:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": document_id}}}, ""


LOCATIONS: dict[str, Locate] = {
    "extensions.persistedQuery": apollo,
    "documentId": lambda document_id: ({"documentId": document_id}, ""),
    "documentId with its prefix": lambda document_id: ({"documentId": f"sha256:{document_id}"}, ""),
    "doc_id": lambda document_id: ({"doc_id": document_id}, ""),
    "the path": lambda document_id: ({}, f"/{document_id}"),
    "the path with its prefix": lambda document_id: ({}, f"/sha256:{document_id}"),
    "the path, encoded": lambda document_id: ({}, f"/sha256%3A{document_id}"),
    "everywhere": lambda document_id: (
        {**apollo(document_id)[0], "documentId": document_id, "doc_id": document_id},
        f"/{document_id}",
    ),
}
EVERY_LOCATION = pytest.mark.parametrize("locate", LOCATIONS.values(), ids=LOCATIONS)
IN_THE_BODY = pytest.mark.parametrize(
    "locate",
    [one for name, one in LOCATIONS.items() if "path" not in name and name != "everywhere"],
)


@pytest.fixture
def served(served: Served) -> Served:
    """One that knows a query and a subscription by their ids."""
    served.engine.known = {QUERY: "{ viewer }", SUBSCRIPTION: "subscription { tick }"}
    return served


def in_address(body: dict[str, Any]) -> dict[str, str]:
    """The parameters as they stand in an address."""
    return {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()
    }


@EVERY_LOCATION
async def test_by_post(client: httpx.AsyncClient, served: Served, locate: Locate) -> None:
    """The answer is that of the document; variables and the name go with it."""
    body, path = locate(QUERY)
    body |= {"variables": {"a": 1}, "operationName": "A"}
    response = await client.post(f"/graphql{path}", json=body)
    assert response.status_code == 200
    assert response.json()["data"]["viewer"]["language"] == "en"
    asked = served.engine.asked[-1]
    assert (asked.document_id, asked.query) == (QUERY, "{ viewer }")
    assert (asked.variables, asked.operation_name) == ({"a": 1}, "A")


@EVERY_LOCATION
async def test_by_get(client: httpx.AsyncClient, served: Served, locate: Locate) -> None:
    """The same in the address, so that a query may be asked for without a body."""
    body, path = locate(QUERY)
    response = await client.get(f"/graphql{path}", params=in_address(body))
    assert response.status_code == 200
    assert response.json()["data"]["viewer"]["language"] == "en"
    assert served.engine.asked[-1].document_id == QUERY


@EVERY_LOCATION
@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_in_an_event_stream(served: Served, locate: Locate, method: str) -> None:
    """A subscription in a stream of its own, by POST and as an EventSource asks."""
    body, path = locate(SUBSCRIPTION)
    asked = body if method == "POST" else in_address(body)
    async with streaming(served, asked, path=path, method=method) as stream:
        events = events_of(await stream.rest())
    assert [event.data for event in events] == [TOLD, None]
    subscription = await served.subscriptions.next_opened()
    assert subscription.request.query == "subscription { tick }"


@EVERY_LOCATION
async def test_in_multipart(served: Served, locate: Locate) -> None:
    """A subscription as Apollo's clients ask for it over HTTP."""
    body, path = locate(SUBSCRIPTION)
    async with streaming(served, body, path=path, accept=PARTS) as stream:
        parts = await stream.rest()
    assert stream.response.headers["content-type"].startswith("multipart/mixed")
    assert b'{"payload":{"data":{"tick":1}}}' in parts
    await served.subscriptions.next_opened()


@EVERY_LOCATION
async def test_in_a_single_connection(
    client: httpx.AsyncClient, served: Served, locate: Locate
) -> None:
    """A query and a subscription in one stream, each under its operation's id."""
    token = {"x-graphql-event-stream-token": (await client.put("/graphql")).text}
    async with streaming(served, None, method="GET", **token) as stream:
        for operation_id, document_id in (("q", QUERY), ("s", SUBSCRIPTION)):
            body, path = locate(document_id)
            extensions = {**body.get("extensions", {}), "operationId": operation_id}
            asked = {**body, "extensions": extensions}
            response = await client.post(f"/graphql{path}", json=asked, headers=token)
            assert response.status_code == 202
            await stream.until(b'event: complete\ndata: {"id":"%b"}\n\n' % operation_id.encode())
        told = [event.data for event in events_of(stream.body) if event.name == "next"]
    assert [one["id"] for one in told] == ["q", "s"]
    assert told[1]["payload"] == TOLD
    await served.subscriptions.next_opened()


@IN_THE_BODY
async def test_over_a_socket(served: Served, locate: Locate) -> None:
    """In the payload of ``subscribe``, for a query and for a subscription."""
    async with acknowledged(served) as socket:
        await socket.say("subscribe", id="q", payload=locate(QUERY)[0])
        told, complete = [await socket.hear() for _ in range(2)]
        assert told["payload"]["data"]["viewer"]["language"] == "en"
        assert complete == {"id": "q", "type": "complete"}
        await socket.say("subscribe", id="s", payload=locate(SUBSCRIPTION)[0])
        heard = [await socket.hear() for _ in range(3)]
    assert [one["type"] for one in heard] == ["next", "next", "complete"]
    assert heard[0]["payload"] == TOLD
    await served.subscriptions.next_opened()


CONTRADICTION = {"documentId": QUERY, "doc_id": UNKNOWN}
BAD = {
    "The request names several documents by their ids.": CONTRADICTION,
    "The version of extensions.persistedQuery must be 1.": {
        "extensions": {"persistedQuery": {"version": 2, "sha256Hash": QUERY}}
    },
    "extensions.persistedQuery is an object with version and sha256Hash.": {
        "extensions": {"persistedQuery": []}
    },
    "The id of a document is 1 to 256 visible ASCII characters.": {"documentId": "a b"},
    "After sha256: the id of a document has 64 hexadecimal digits in lower case.": {
        "documentId": "sha256:1"
    },
}


@pytest.mark.parametrize(("message", "body"), BAD.items(), ids=BAD)
async def test_what_is_no_id_is_refused_everywhere(
    client: httpx.AsyncClient, served: Served, message: str, body: dict[str, Any]
) -> None:
    """400 by POST and GET, in a stream too; over a socket it ends the operation alone."""
    before = len(served.engine.asked)
    ask: list[Callable[[], Awaitable[httpx.Response]]] = [
        lambda: post(client, body),
        lambda: post(client, body, accept=GRAPHQL),
        lambda: post(client, body, accept=EVENTS),
        lambda: post(client, body, accept=PARTS),
        lambda: client.get("/graphql", params=in_address(body)),
    ]
    for one in ask:
        response = await one()
        assert refused(response) == (400, "BAD_REQUEST")
        assert response.json()["errors"][0]["message"] == message
    async with acknowledged(served) as socket:
        await socket.say("subscribe", id="1", payload=body)
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "1")
        [error] = heard["payload"]
        assert (error["message"], error["extensions"]["code"]) == (message, "BAD_REQUEST")
        await socket.subscribe("2", "{ a }")
        assert (await socket.hear())["id"] == "2"
    assert len(served.engine.asked) == before + 1


async def test_the_ids_of_body_and_path_must_agree(
    client: httpx.AsyncClient, served: Served
) -> None:
    """Two that differ are no request, one with and one without its prefix are the same."""
    good = await client.post(f"/graphql/{QUERY}", json={"documentId": f"sha256:{QUERY}"})
    assert good.status_code == 200
    bad = await client.post(f"/graphql/{QUERY}", json={"documentId": UNKNOWN})
    assert refused(bad) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_unknown_id_is_told_as_apollos_clients_expect(
    client: httpx.AsyncClient, served: Served, accept: str, method: str
) -> None:
    """200, the message and the code that they look for, and no cache may keep it."""
    headers = {"accept": accept, "content-type": JSON}
    content = b"{}" if method == "POST" else None
    response = await client.request(method, f"/graphql/{UNKNOWN}", headers=headers, content=content)
    assert refused(response) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    [error] = response.json()["errors"]
    assert error["message"] == "PersistedQueryNotFound"
    assert error["extensions"]["retryable"] is False


async def test_an_id_hides_no_mutation(client: httpx.AsyncClient, served: Served) -> None:
    """By GET it is refused as one that is sent, by POST it is run."""
    served.engine.known["m"] = "mutation { a }"
    before = len(served.engine.asked)
    for address in ("/graphql/m", "/graphql?documentId=m", "/graphql?doc_id=m"):
        got = await client.get(address)
        assert refused(got) == (405, "METHOD_NOT_ALLOWED")
        assert got.headers["allow"] == "POST"
    assert len(served.engine.asked) == before
    assert (await post(client, {"documentId": "m"})).status_code == 200


async def test_an_unknown_id_is_told_in_streams(served: Served) -> None:
    """As what is wrong with the GraphQL: in an event stream and over a socket."""
    async with streaming(served, {"documentId": UNKNOWN}) as stream:
        told, complete = events_of(await stream.rest())
    assert stream.response.status_code == 200
    [error] = told.data["errors"]
    assert error["message"] == "PersistedQueryNotFound"
    assert complete.name == "complete"
    async with acknowledged(served) as socket:
        await socket.say("subscribe", id="1", payload={"doc_id": UNKNOWN})
        heard = await socket.hear()
        assert heard["type"] == "error"
        assert heard["payload"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


async def test_a_message_without_a_document_is_no_message(served: Served) -> None:
    """Neither text nor id: the protocol closes the socket, as for any message that is none."""
    async with acknowledged(served) as socket:
        await socket.say("subscribe", id="1", payload={"variables": {}, "extensions": {}})
        assert await socket.closed() == (4400, "Invalid message received")


async def test_a_socket_is_at_one_path(served: Served) -> None:
    """An id in its address would be every operation's: there is no socket."""
    with pytest.raises(InvalidStatus) as caught:
        await connect(f"{served.ws_url}/{QUERY}", subprotocols=[PROTOCOL])
    assert caught.value.response.status_code == 404


async def test_who_asks_is_told_by_headers_or_by_the_operation(
    client: httpx.AsyncClient, served: Served
) -> None:
    """The client's name reaches the documents, over HTTP and over a socket; headers go first."""
    library = {"extensions": {"clientLibrary": {"name": "kotlin", "version": "4"}}}
    served.engine.clients.clear()
    await post(client, {"query": "{ a }"})
    await post(client, {"query": "{ a }"}, **{"apollographql-client-name": "ios"})
    await post(client, {"query": "{ a }"}, **{"x-graphql-client-name": "web"})
    await post(client, {"query": "{ a }", **library}, **{"x-graphql-client-name": "web"})
    await post(client, {"query": "{ a }", "extensions": {"clientLibrary": {"name": 3}}})
    await post(client, {"query": "{ a }", **library})
    assert served.engine.clients == [None, "ios", "web", "web", None, "kotlin"]
    served.engine.clients.clear()
    headers = {"x-graphql-client-name": "web"}
    async with opened(served, additional_headers=headers, subprotocols=[PROTOCOL]) as socket:
        await socket.say("connection_init", payload=served.authorization)
        assert await socket.hear() == {"type": "connection_ack"}
        for operation_id, payload in (("1", {}), ("2", library)):
            await _ask(socket, operation_id, payload)
    assert served.engine.clients == ["web", "web"]


async def _ask(socket: Socket, operation_id: str, payload: dict[str, Any]) -> None:
    await socket.subscribe(operation_id, "{ a }", **payload)
    for _ in ("next", "complete"):
        assert (await socket.hear())["id"] == operation_id
