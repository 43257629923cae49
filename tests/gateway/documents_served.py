"""A gateway over real sockets whose engine is the real one, with documents of a test's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import httpx
from starlette.routing import BaseRoute

from gateway.app import app_over
from gateway.auth import identify_by, keys_from, verifier_from
from gateway.development import mint_token
from gateway.document_start import documents_from
from gateway.documents import Documents
from gateway.execution import Engine
from gateway.gateway import Gateway
from gateway.media_streams import MediaStreams
from gateway.settings import Settings
from gateway.streams import Streams
from gateway.subscriptions import Subscriptions
from loaders.sources import Sources
from resolvers.schema import schema
from tests.fakes.sources import FakeSources
from tests.gateway.fake_subscriptions import FakeSubscriptions
from tests.gateway.serving import CREATOR, environment, listening


@asynccontextmanager
async def documents_served(
    folder: Path,
    pages: Callable[[Settings, Documents], list[BaseRoute]] = lambda *_: [],
    /,
    **changes: str,
) -> AsyncIterator[str]:
    """Where it is served, as ``host:port``, with ``pages`` beside it; ``changes`` are of its
    environment.
    """
    settings = Settings.from_environment(environment(folder, **changes))
    documents = documents_from(settings)

    sources = cast("Sources", FakeSources())

    async def reachable() -> dict[str, bool]:
        return {}

    @asynccontextmanager
    async def open_gateway() -> AsyncIterator[Gateway]:
        yield Gateway(
            settings=settings,
            sources=sources,
            media_streams=MediaStreams(sources, most=10),
            engine=Engine(
                schema=schema,
                sources=sources,
                development=settings.is_development,
                documents=documents,
            ),
            identify=identify_by(verifier_from(settings, keys_from(settings))),
            reachable=reachable,
            subscriptions=cast("Subscriptions", FakeSubscriptions()),
            streams=Streams(most=10, most_per_creator=10),
        )

    app = app_over(open_gateway, pages=pages(settings, documents))
    async with listening(app, settings) as origin:
        yield origin


@asynccontextmanager
async def client_of(origin: str, **claims: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a good token."""
    token = token_of(**claims)
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=f"http://{origin}", headers=headers) as client:
        yield client


def token_of(creator_id: str = CREATOR, **claims: Any) -> str:
    """A token that this gateway trusts."""
    return mint_token(creator_id, secret=b"s" * 48, **claims)
