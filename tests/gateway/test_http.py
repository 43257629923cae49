"""GraphQL over HTTP: what is asked rightly, by whom, and what becomes of it."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from gateway.dependencies import BREAKS
from tests.gateway.asking import GRAPHQL, JSON, post, refused
from tests.gateway.serving import CREATOR, Served


async def test_a_query_is_answered(client: httpx.AsyncClient) -> None:
    """A POST is answered in JSON, for its creator, in the client's language, kept by no cache."""
    response = await post(
        client,
        {"query": "{ viewer }"},
        **{"accept-language": "fr, es-MX;q=0.8, en;q=0.2", "x-request-id": "r-1"},
    )
    told = {"creator": CREATOR, "language": "es", "id": "r-1"}
    assert (response.status_code, response.json()) == (200, {"data": {"viewer": told}})
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["x-request-id"] == "r-1"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "server" not in response.headers


async def test_a_get_carries_a_query(client: httpx.AsyncClient) -> None:
    """A GET's parameters are the same request."""
    parameters = {"query": "query A { a }", "operationName": "A", "variables": '{"é": [1]}'}
    response = await client.get("/graphql", params=parameters)
    assert response.status_code == 200
    assert response.json() == {"data": {"variables": {"é": [1]}, "name": "A"}}


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        ("application/json; charset=utf-8", JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{JSON};q=1, {GRAPHQL};q=0.5", JSON),
        (f"{GRAPHQL};q=0, */*;q=0.1", JSON),
        (f"multipart/mixed, {GRAPHQL}, {JSON}", GRAPHQL),
        ("text/html, */*;q=0.1", JSON),
    ],
)
async def test_the_media_type_is_negotiated(
    served: Served, accept: str | None, answered: str
) -> None:
    """The newer type is given to who names it, the older to everybody else."""
    headers = {**served.authorization, **({} if accept is None else {"accept": accept})}
    async with httpx.AsyncClient(headers=headers) as client:
        if accept is None:
            del client.headers["accept"]
        response = await client.post(served.url, json={"query": "{ a }"})
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "code"),
    [("{", "GRAPHQL_PARSE_FAILED"), ("{ invalid }", "GRAPHQL_VALIDATION_FAILED")],
)
async def test_a_bad_document_has_the_status_of_its_media_type(
    client: httpx.AsyncClient, query: str, code: str
) -> None:
    """400 under the newer type, 200 under the older, and in neither an entry for data."""
    newer = await post(client, {"query": query}, accept=GRAPHQL)
    older = await post(client, {"query": query}, accept=JSON)
    assert (newer.status_code, older.status_code) == (400, 200)
    for response in (newer, older):
        assert "data" not in response.json()
        assert response.json()["errors"][0]["extensions"]["code"] == code


async def test_partial_data_is_a_success(client: httpx.AsyncClient) -> None:
    """An answer with data and errors has 200 under both types."""
    for accept in (GRAPHQL, JSON):
        response = await post(client, {"query": "{ partial }"}, accept=accept)
        assert response.status_code == 200
        assert response.json()["data"] == {"partial": None}


async def test_without_a_token_nothing_is_read(served: Served) -> None:
    """No token is 401 and says which scheme is wanted; a foreign platform is 403."""
    cases = {
        "": (401, "UNAUTHENTICATED"),
        "Bearer nonsense": (401, "UNAUTHENTICATED"),
        f"Bearer {served.token(seconds=-60)}": (401, "TOKEN_EXPIRED"),
        f"Bearer {served.token(platform='web')}": (403, "CLIENT_NOT_SUPPORTED"),
    }
    async with httpx.AsyncClient(base_url=f"http://{served.origin}") as client:
        for authorization, expected in cases.items():
            response = await post(client, {"query": "{"}, authorization=authorization)
            assert refused(response) == expected
            assert ("www-authenticate" in response.headers) == (expected[0] == 401)
        assert refused(await client.get("/graphql?query={a}")) == (401, "UNAUTHENTICATED")


async def test_what_cannot_be_accepted_is_told(client: httpx.AsyncClient) -> None:
    """A client that reads neither type gets 406, in JSON."""
    for accept in ("text/html", "multipart/mixed", "application/json;q=0, text/*", ",;q=a"):
        response = await post(client, {"query": "{ a }"}, accept=accept)
        assert refused(response) == (406, "NOT_ACCEPTABLE")


async def test_a_fault_of_ours_is_masked(client: httpx.AsyncClient) -> None:
    """The client learns the code and the request's id, never the exception."""
    response = await post(client, {"query": "{ boom }"}, **{"x-request-id": "boom-1"})
    assert refused(response) == (500, "INTERNAL")
    assert "swordfish" not in response.text


@pytest.mark.parametrize("given", ["", "a b", "a" * 65, "é".encode().decode("latin-1"), "a/b"])
async def test_an_odd_request_id_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    """Only a plain short id is taken over into answers and logs."""
    headers = {b"content-type": JSON.encode(), b"x-request-id": given.encode("latin-1")}
    response = await client.post("/graphql", content=b'{"query":"{ a }"}', headers=headers)
    assert response.headers["x-request-id"] != given
    assert len(response.headers["x-request-id"]) == 32


async def test_a_query_stops_when_its_client_has_left(served: Served) -> None:
    """Closing the connection cancels the operation, and so everything below it."""
    served.engine.waiting.clear()
    served.engine.cancelled.clear()
    host, _, port = served.origin.partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    body = b'{"query":"{ wait }"}'
    writer.write(
        b"POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
        b"authorization: Bearer %b\r\ncontent-length: %d\r\n\r\n%b"
        % (served.token().encode(), len(body), body)
    )
    async with asyncio.timeout(10):
        await served.engine.waiting.wait()
        writer.close()
        await writer.wait_closed()
        await served.engine.cancelled.wait()


async def test_many_requests_share_a_connection(client: httpx.AsyncClient) -> None:
    """Watching for a client that leaves does not disturb the next request."""
    for _ in range(20):
        assert (await post(client, {"query": "{ a }"})).status_code == 200


async def test_health_is_told(client: httpx.AsyncClient) -> None:
    """A source that is down is told, and takes the gateway out of no service."""
    assert (await client.get("/livez")).json() == {"status": "alive"}
    assert (await client.get("/startupz")).json() == {"status": "started"}
    ready = await client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {
        "status": "degraded",
        "dependencies": {
            "mongodb": {"state": "down", "breaks": BREAKS["mongodb"]},
            "rewards": {"state": "up"},
        },
    }
