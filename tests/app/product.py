"""The whole product as its tests use it: asked over HTTP, with the company's facts beside it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import httpx
from pymongo import MongoClient

from gateway.development import mint_token
from tests.app.gateway_process import GatewayProcess
from tests.app.services import Services
from tests.house.source_file import ROOT
from upstreams.company.world import World
from upstreams.departments import DEPARTMENTS
from upstreams.launch import Running
from upstreams.service.department import Delays
from upstreams.simulator.live_service import LiveService

OPERATIONS = {path.stem: path.read_text("utf-8") for path in ROOT.glob("web/operations/*.graphql")}
SECRET = b"s" * 48
# The creators with whom tests make LIVEs happen, so that their last LIVE is not the seeded one.
SCENES = frozenset(
    {
        "dst_crossing",
        "final",
        "growing_creator",
        "lost_connection",
        "marketing",
        "midnight_crossing",
        "no_clicks",
        "replay_failed",
        "replay_not_saved",
        "seasoned_creator",
        "settling",
    }
)
# Seconds after an end until shop analytics has figures: long enough to be seen waiting for.
DELAYS = Delays(analytics=4)

Answer = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Product:
    """A company, a gateway over it, and the LIVE service, by which a test makes LIVEs happen."""

    running: Running
    gateway: GatewayProcess
    client: httpx.AsyncClient
    services: Services
    live: LiveService

    def session(self, kind: str) -> str:
        """The session that shows this kind."""
        return self.running.sessions[kind]["id"]

    def creator(self, kind: str) -> str:
        """Its creator."""
        return self.running.sessions[kind]["creator"]

    def headers(self, kind: str, **changes: Any) -> dict[str, str]:
        """What the APP of that kind's creator sends; `changes` are of the token's claims."""
        return {"authorization": f"Bearer {self.token(kind, **changes)}"}

    def token(self, kind: str, **changes: Any) -> str:
        """A token of that kind's creator."""
        return mint_token(self.creator(kind), secret=SECRET, **changes)

    async def respond(
        self, document: str, headers: dict[str, str], **variables: Any
    ) -> httpx.Response:
        """The whole HTTP response to an operation."""
        body = {"query": document, "variables": variables}
        return await self.client.post(self.gateway.url, json=body, headers=headers)

    async def ask(
        self, document: str, *, of: str, language: str | None = None, **variables: Any
    ) -> Answer:
        """What the creator of the kind `of` is answered, with HTTP 200."""
        headers = self.headers(of) | ({"accept-language": language} if language else {})
        response = await self.respond(document, headers, **variables)
        assert response.status_code == 200, response.text
        answer: Answer = response.json()
        return answer

    async def data(self, document: str, *, of: str, **variables: Any) -> Any:
        """The data of an answer that must have no error."""
        answer = await self.ask(document, of=of, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def page(self, kind: str, selection: str, **more: Any) -> Any:
        """Some of the end page of the kind's session, which must have no error."""
        document = f"query ($id: ID!) {{ endPage(sessionId: $id) {{ {selection} }} }}"
        return (await self.data(document, of=kind, id=self.session(kind), **more))["endPage"]

    @cached_property
    def world(self) -> World:
        """The facts that the services answer from."""
        return self.running.world()

    def said(self, service: str, kind: str, *, as_of: str, language: str = "en") -> Any:
        """Every group that the service says of the kind's session, as of a time on the page."""
        department, identifier = DEPARTMENTS[service], self.session(kind)
        item = department.session_item(
            self.world,
            self.world.session_by_id(identifier),
            live_id=identifier,
            on_behalf_of=self.creator(kind),
            language=language,
            groups=department.session_groups,
            # Figures stand still for a minute, so this is in the middle of the same minute.
            now=unix(as_of) + 30,
            delays=DELAYS,
        )
        assert item["status"] == "READY"
        return item["groups"]

    async def simulate(self, action: str, *arguments: str) -> str:
        """`endpage simulate ...` as a person types it; what it printed."""
        process = await asyncio.create_subprocess_exec(
            *(str(Path(sys.executable).with_name("endpage")), "simulate", action, *arguments),
            *("--mongodb-uri", self.running.mongodb_uri),
            stdout=PIPE,
            stderr=PIPE,
        )
        said, complained = await process.communicate()
        assert process.returncode == 0, complained.decode()
        return said.decode().strip()


@asynccontextmanager
async def product_over(running: Running, gateway: GatewayProcess) -> AsyncIterator[Product]:
    """The product that these make, with clients of its services and its database."""
    # Of two who close what is idle, the one that asks should be the first.
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2)
    async with httpx.AsyncClient(timeout=30, trust_env=False, limits=limits) as client:
        with MongoClient[dict[str, Any]](running.mongodb_uri, tz_aware=True) as database:
            services = Services(running.upstreams, client)
            live = LiveService(database, running.world())
            yield Product(running, gateway, client, services, live)


def errors_of(answer: Answer) -> dict[str, str]:
    """The code of each error by its path, as in `endPage.rewards`."""
    return {
        ".".join(map(str, error.get("path", []))): error["extensions"]["code"]
        for error in answer.get("errors", [])
    }


def unix(moment: str) -> float:
    """A DateTime of the schema as unix seconds; it is always UTC, with milliseconds."""
    assert len(moment) == 24
    assert moment.endswith("Z")
    return datetime.fromisoformat(moment).timestamp()


async def eventually(
    look: Callable[[], Awaitable[T]], *, until: Callable[[T], bool], seconds: float = 30
) -> T:
    """What `look` finds as soon as it is as it should be; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        # Other processes have no event to wait for.
        while not until(found := await look()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return found
