"""Stage: one running gateway over sources in memory, which count what they are asked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import httpx

from gateway.app import app_over
from gateway.auth import identify_by, keys_from, verifier_from
from gateway.development import mint_token
from gateway.document_start import documents_from
from gateway.execution import Engine
from gateway.federation import federation_routes
from gateway.gateway import Gateway
from gateway.media_streams import MediaStreams
from gateway.settings import Settings
from gateway.streams import Streams
from gateway.subgraph import subgraph_from
from gateway.subscriptions import Subscriptions
from resolvers.schema import schema
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR
from tests.gateway.serving import environment, listening


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it is served, the company behind it, and a client with a good token."""

    origin: str
    company: FakeCompany
    client: httpx.AsyncClient

    def forget(self) -> None:
        """Forget what the sources were asked."""
        self.company.mongo.finds.clear()
        for upstream in self.company.upstreams():
            upstream.calls.clear()

    async def post(self, body: Any, **headers: str) -> httpx.Response:
        """The answer to a body, in a request of HTTP."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode("ascii")
        told = {"content-type": "application/json", **headers}
        return await self.client.post("/graphql", content=content, headers=told)


class Unchanging:
    """Tells those who follow a LIVE nothing: it is over."""

    def follow(self, *_: Any) -> None:
        """Nothing will come."""

    async def opened(self, *_: Any) -> None:
        """It is open, as far as that goes."""

    def unfollow(self, *_: Any) -> None:
        """Nothing has come."""


def token_of(**claims: Any) -> str:
    """A token that the gateway trusts."""
    return mint_token(CREATOR, secret=b"s" * 48, **claims)


@asynccontextmanager
async def staged(folder: Path, *, environment_name: str, **changes: str) -> AsyncIterator[Stage]:
    """A gateway as it is in that environment, but for its keys; ``changes`` are settings."""
    given = environment(folder, ENDPAGE_DRAIN_SECONDS="0", **changes)
    settings = replace(Settings.from_environment(given), environment=environment_name)
    company = FakeCompany()
    sources = cast("Any", company.sources)
    sources.changes = Unchanging()
    engine = Engine(
        schema=schema,
        sources=sources,
        development=settings.is_development,
        documents=documents_from(settings),
    )

    async def reachable() -> dict[str, bool]:
        return {}

    @asynccontextmanager
    async def open_gateway() -> AsyncIterator[Gateway]:
        subscriptions = Subscriptions(engine, sources)
        yield Gateway(
            settings=settings,
            sources=sources,
            media_streams=MediaStreams(sources, most=10),
            engine=engine,
            identify=identify_by(verifier_from(settings, keys_from(settings))),
            reachable=reachable,
            subscriptions=subscriptions,
            streams=Streams(most=100, most_per_creator=100),
            subgraph=subgraph_from(settings, sources),
        )
        await subscriptions.close()

    app = app_over(open_gateway, pages=federation_routes(settings))
    headers = {"authorization": f"Bearer {token_of()}"}
    async with (
        listening(app, settings) as origin,
        httpx.AsyncClient(base_url=f"http://{origin}", headers=headers, timeout=60) as client,
    ):
        yield Stage(origin, company, client)
