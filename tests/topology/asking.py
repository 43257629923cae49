"""Asking: queries that run all the time, and some mutations among them; none of them may fail."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.app.product import OPERATIONS
from tests.topology.topology import Topology

_PATIENCE_SECONDS = 60
_MUTATION_EVERY = 20
# Ended, and with a replay that can be shared.
_KIND = "final"
_RECORDINGS = """query ($id: ID!) { endPage(sessionId: $id) { recordings { replay { id } } } }"""


@dataclass(slots=True)
class Asked:
    """What was answered. ``seconds`` are those of each query, and of each share that was made and
    ended again; ``shares`` are all that were made, by the key of each wish.
    """

    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    shares: dict[str, str] = field(default_factory=dict)


class Asker:
    """One APP with a connection of its own, which is kept open."""

    def __init__(self, on: Topology, number: int, asked: Asked) -> None:
        session = on.running.sessions[_KIND]
        self._session_id = session["id"]
        self._token = on.issuer.token(session["creator"], number)
        self._url = on.url
        self._number = number
        self._asked = asked

    async def ask(self, *, pause: float) -> None:
        """One after the other, until cancelled; so many seconds between them."""
        headers = {"authorization": f"Bearer {self._token}"}
        async with httpx.AsyncClient(
            timeout=_PATIENCE_SECONDS, trust_env=False, headers=headers
        ) as client:
            page = await self._post(client, _RECORDINGS, {"id": self._session_id})
            recording = page["data"]["endPage"]["recordings"]["replay"]["id"]
            turn = 0
            while True:
                turn += 1
                await self._one(client, turn, recording)
                await asyncio.sleep(pause)

    async def _one(self, client: httpx.AsyncClient, turn: int, recording: str) -> None:
        began = time.perf_counter()
        kind = "mutations" if turn % _MUTATION_EVERY == 1 else "queries"
        try:
            if kind == "mutations":
                await self._share(client, f"{self._number}-{turn}", recording)
            else:
                await self._post(client, OPERATIONS["EndPageFull"], {"sessionId": self._session_id})
        except (httpx.HTTPError, AssertionError, KeyError, TypeError) as error:
            self._asked.faults.append(f"{kind}: {type(error).__name__}: {error}")
            kind += " failed"
        self._asked.answers[kind] += 1
        self._asked.seconds.append(time.perf_counter() - began)

    async def _share(self, client: httpx.AsyncClient, key: str, recording: str) -> None:
        variables = {"id": recording, "idempotencyKey": key}
        answer = await self._post(client, OPERATIONS["ShareRecording"], variables)
        told = answer["data"]["createShare"]
        assert told["userErrors"] == [], told
        share = self._asked.shares[key] = told["share"]["id"]
        # However long it goes on, there is room for one more.
        answer = await self._post(client, OPERATIONS["RevokeShare"], {"id": share})
        told = answer["data"]["revokeShare"]
        assert told["userErrors"] == [], told

    async def _post(
        self, client: httpx.AsyncClient, query: str, variables: dict[str, str]
    ) -> dict[str, Any]:
        body = {"query": query, "variables": variables}
        response = await client.post(self._url, json=body)
        assert response.status_code == 200, f"{response.status_code} {response.text[:300]}"
        answer: dict[str, Any] = response.json()
        assert "errors" not in answer, answer["errors"]
        return answer


@asynccontextmanager
async def asking(on: Topology, *, askers: int, pause: float) -> AsyncIterator[Asked]:
    """So many ask while this is open."""
    asked = Asked()
    tasks = [
        asyncio.create_task(Asker(on, number, asked).ask(pause=pause)) for number in range(askers)
    ]
    try:
        yield asked
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        broken = [one for one in ended if not isinstance(one, asyncio.CancelledError)]
        asked.faults += [f"an asker ended with {one!r}" for one in broken]
