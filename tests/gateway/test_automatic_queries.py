"""Automatic persisted queries over sockets: brought once, asked by hash, and nobody's to poison."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.document_id import hash_of
from tests.gateway.asking import refused
from tests.gateway.documents_served import client_of, documents_served, token_of
from tests.gateway.streaming import EVENTS, events_of
from tests.gateway.talking import talking

MISSED = (200, "PERSISTED_QUERY_NOT_FOUND")


def numbered(number: int) -> str:
    return f"query Q{number} {{ __typename }}"


def hashed(text: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}}}


async def ask(client: httpx.AsyncClient, text: str) -> httpx.Response:
    return await client.post("/graphql", json=hashed(text))


async def bring(client: httpx.AsyncClient, text: str) -> httpx.Response:
    return await client.post("/graphql", json={"query": text, **hashed(text)})


def answered(response: httpx.Response) -> bool:
    return response.status_code == 200 and "data" in response.json()


@pytest.fixture
async def origin(tmp_path: Path) -> AsyncIterator[str]:
    """A gateway that keeps forty."""
    async with documents_served(tmp_path, ENDPAGE_DOCUMENTS_AUTOMATIC="40") as served:
        yield served


async def test_a_query_is_brought_once(origin: str) -> None:
    """Missed, brought, and from then on asked by its hash, by anybody and in any place."""
    text = numbered(1)
    async with client_of(origin) as client, client_of(origin, creator_id="2") as other:
        missed = await ask(client, text)
        assert refused(missed) == MISSED
        assert missed.headers["cache-control"] == "no-store"
        assert answered(await bring(client, text))
        assert answered(await ask(client, text))
        assert answered(await ask(other, text))
        assert answered(await other.get(f"/graphql/{hash_of(text)}"))
        events = await other.get(f"/graphql/{hash_of(text)}", headers={"accept": EVENTS})
        assert events_of(events.content)[0].data["data"] == {"__typename": "Query"}
    async with talking(f"ws://{origin}/graphql", token_of()) as socket:
        await socket.say("subscribe", id="1", payload=hashed(text))
        assert (await socket.hear())["payload"]["data"] == {"__typename": "Query"}


async def test_a_query_is_brought_by_get_and_over_a_socket(origin: str) -> None:
    """Wherever both stand, it is kept."""
    first, second = numbered(1), numbered(2)
    async with client_of(origin) as client:
        extensions = json.dumps(hashed(first)["extensions"])
        got = await client.get("/graphql", params={"query": first, "extensions": extensions})
        assert answered(got)
        assert answered(await client.get("/graphql", params={"extensions": extensions}))
        async with talking(f"ws://{origin}/graphql", token_of()) as socket:
            await socket.say("subscribe", id="1", payload={"query": second, **hashed(second)})
            assert (await socket.hear())["payload"]["data"] == {"__typename": "Query"}
        assert answered(await ask(client, second))


async def test_a_mutation_is_not_run_by_its_hash_in_a_get(origin: str) -> None:
    """A hash hides nothing: what is no query is for POST, and what is not valid is not kept."""
    text = "mutation M { xyzzy }"
    async with client_of(origin) as client:
        extensions = json.dumps(hashed(text)["extensions"])
        got = await client.get("/graphql", params={"query": text, "extensions": extensions})
        assert "errors" in got.json()
        assert refused(await ask(client, text)) == MISSED


async def test_nobody_puts_a_text_under_another_ones_hash(origin: str) -> None:
    """A text that does not have the hash is refused, whether the hash is kept or not."""
    good, bad = numbered(1), "query Q1 { viewer { id } }"
    async with client_of(origin) as client, client_of(origin, creator_id="666") as hostile:
        poisoned = await hostile.post("/graphql", json={"query": bad, **hashed(good)})
        assert refused(poisoned) == (400, "BAD_REQUEST")
        assert refused(await ask(client, good)) == MISSED
        assert answered(await bring(client, good))
        poisoned = await hostile.post("/graphql", json={"query": bad, **hashed(good)})
        assert refused(poisoned) == (400, "BAD_REQUEST")
        assert (await ask(client, good)).json()["data"] == {"__typename": "Query"}


async def test_a_flood_takes_nothing_from_anybody(origin: str, tmp_path: Path) -> None:
    """Forty are kept: one creator who brings two hundred has four of them."""
    async with client_of(origin) as client, client_of(origin, creator_id="666") as hostile:
        for number in range(3):
            assert answered(await bring(client, numbered(number)))
        for number in range(100, 300):
            assert answered(await bring(hostile, numbered(number)))
        assert [answered(await ask(client, numbered(number))) for number in range(3)] == [True] * 3
        kept = [answered(await ask(hostile, numbered(number))) for number in range(100, 300)]
        assert kept == [False] * 196 + [True] * 4


async def test_automatic_queries_may_be_off(tmp_path: Path) -> None:
    """Then clients are told so, in the words after which Apollo's send no more hashes."""
    none = {"ENDPAGE_DOCUMENTS_AUTOMATIC": "0"}
    async with documents_served(tmp_path, **none) as origin, client_of(origin) as client:
        missed = await ask(client, numbered(1))
        assert refused(missed) == (200, "PERSISTED_QUERY_NOT_SUPPORTED")
        assert missed.json()["errors"][0]["message"] == "PersistedQueryNotSupported"
        assert answered(await bring(client, numbered(1)))
        assert refused(await ask(client, numbered(1)))[1] == "PERSISTED_QUERY_NOT_SUPPORTED"


async def test_known_documents_need_no_room(tmp_path: Path) -> None:
    """However much is brought, what is known stays, by its id and by its text."""
    (tmp_path / "m.json").write_text(json.dumps({"own": numbered(0)}))
    changes = {"ENDPAGE_DOCUMENTS_AUTOMATIC": "1", "ENDPAGE_DOCUMENTS": str(tmp_path / "m.json")}
    async with documents_served(tmp_path, **changes) as origin, client_of(origin) as client:
        for number in range(20):
            assert answered(await bring(client, numbered(number)))
        assert answered(await client.get("/graphql/own"))
        assert refused(await ask(client, numbered(0))) == MISSED
        assert answered(await ask(client, numbered(19)))
