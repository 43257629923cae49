"""A gateway over real sockets in the test's own process, with an engine of the test's choice."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from gateway.admission import Admission
from gateway.app import app_over
from gateway.auth import Identify, identify_by, keys_from, verifier_from
from gateway.connections import Connections
from gateway.deprecated_uses import DeprecatedUses
from gateway.development import AUDIENCE, ISSUER, mint_token
from gateway.execution import Engine
from gateway.gateway import Gateway
from gateway.idle import is_idle
from gateway.known_tokens import remembering
from gateway.media_streams import MediaStreams
from gateway.rates import Rates
from gateway.revocations import Revocations, unless_revoked
from gateway.server import Server, uvicorn_config
from gateway.settings import Settings
from gateway.streams import Streams
from gateway.subgraph import Subgraph
from gateway.subscriptions import Subscriptions
from loaders.sources import Sources
from tests.fakes.sources import FakeSources
from tests.gateway.fake_engine import FakeEngine
from tests.gateway.fake_subscriptions import FakeSubscriptions

CREATOR = "6800000000000000001"
# What a token lasts whose end is waited for: long enough to connect with on a busy machine.
SHORT_SECONDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Where it is served, and what a test may want to look at."""

    origin: str
    engine: FakeEngine
    subscriptions: FakeSubscriptions
    streams: Streams
    media_streams: MediaStreams
    server: Server
    secret: bytes
    deprecated_uses: DeprecatedUses
    connections: Connections

    @property
    def url(self) -> str:
        """The address of GraphQL over HTTP."""
        return f"http://{self.origin}/graphql"

    @property
    def ws_url(self) -> str:
        """The address of GraphQL over WebSocket."""
        return f"ws://{self.origin}/graphql"

    def token(self, creator_id: str = CREATOR, **changes: Any) -> str:
        """A good token, or one with another ``creator_id``, ``platform`` or ``seconds``."""
        return mint_token(creator_id, secret=self.secret, **changes)

    @property
    def authorization(self) -> dict[str, str]:
        """The header of a good token."""
        return {"authorization": f"Bearer {self.token()}"}


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """An environment that starts, for development."""
    secret = folder / "jwt_secret"
    secret.write_text("s" * 48)
    credential = folder / "credential"
    credential.write_text("c" * 48)
    link_keys = folder / "link_keys"
    link_keys.write_text(f"test {'k' * 48}\n")
    return {
        "ENDPAGE_ENVIRONMENT": "development",
        "ENDPAGE_MONGODB_URI": "mongodb://gateway:swordfish@127.0.0.1:1/?authSource=admin",
        "ENDPAGE_SHARES_MONGODB_URI": "mongodb://shares:swordfish@127.0.0.1:1/?authSource=admin",
        "ENDPAGE_PUBLIC_URL": "http://127.0.0.1:1",
        "ENDPAGE_LINK_KEYS_FILE": str(link_keys),
        "ENDPAGE_MEDIA_DIRECTORY": str(folder),
        "ENDPAGE_SHOP_ANALYTICS_URL": "http://127.0.0.1:1",
        "ENDPAGE_REWARDS_URL": "http://127.0.0.1:2",
        "ENDPAGE_JOURNEY_URL": "http://127.0.0.1:3",
        "ENDPAGE_SERVICE_CREDENTIAL_FILE": str(credential),
        "ENDPAGE_JWT_ISSUER": ISSUER,
        "ENDPAGE_JWT_AUDIENCE": AUDIENCE,
        "ENDPAGE_JWT_SECRET_FILE": str(secret),
        # Nobody sends it requests who would have to see that it stops.
        "ENDPAGE_UNREADY_SECONDS": "0",
        **changes,
    }


@asynccontextmanager
async def serving(
    folder: Path,
    *,
    is_idle: Callable[[], Awaitable[bool]] = is_idle,
    identify: Identify | None = None,
    sources: FakeSources | None = None,
    subgraph: Subgraph | None = None,
    look_seconds: float = 0.05,
    pages: Callable[[Settings], list[BaseRoute]] = lambda _: [],
    engine: FakeEngine | None = None,
    revocations: Revocations | None = None,
    rates: Rates | None = None,
    connections: Connections | None = None,
    **changes: Any,
) -> AsyncIterator[Served]:
    """The gateway over a fake engine; ``sources`` are what its other routes look at, ``subgraph``
    what a router asks, media streams that are sent so often, ``pages`` are served beside it, and
    ``changes`` are of its settings' fields. Nobody has a budget but by ``rates``.
    """
    changes.setdefault("drain_seconds", 0)
    settings = replace(Settings.from_environment(environment(folder)), **changes)
    keys = keys_from(settings)
    engine = engine or FakeEngine()
    subscriptions = FakeSubscriptions()
    deprecated_uses = DeprecatedUses()
    counted = connections or Connections()
    looked_at = cast("Sources", sources or FakeSources())
    media_streams = MediaStreams(looked_at, most=settings.media_streams, look_seconds=look_seconds)
    revocations = revocations or Revocations()
    streams = Streams(most=settings.streams, most_per_creator=settings.streams_per_creator)

    async def reachable() -> dict[str, bool]:
        return {"mongodb": False, "rewards": True}

    @asynccontextmanager
    async def open_gateway() -> AsyncIterator[Gateway]:
        yield Gateway(
            settings=settings,
            engine=cast("Engine", engine),
            identify=unless_revoked(
                identify
                or remembering(
                    identify_by(verifier_from(settings, keys)), generation=keys.generation
                ),
                revocations,
            ),
            revocations=revocations,
            reachable=reachable,
            subscriptions=cast("Subscriptions", subscriptions),
            streams=streams,
            sources=looked_at,
            media_streams=media_streams,
            subgraph=subgraph,
            deprecated_uses=deprecated_uses,
            rates=rates or Rates(),
            connections=counted,
            admission=Admission(
                operations=settings.operations,
                queue=settings.queue,
                wait_ms=settings.queue_ms,
                is_idle=is_idle,
            ),
        )
        await media_streams.close()

    assert settings.jwt_secret_file is not None
    async with running(app_over(open_gateway, pages=pages(settings)), settings) as (server, origin):
        yield Served(
            origin=origin,
            engine=engine,
            subscriptions=subscriptions,
            streams=streams,
            media_streams=media_streams,
            server=server,
            secret=settings.jwt_secret_file.content,
            deprecated_uses=deprecated_uses,
            connections=counted,
        )


@asynccontextmanager
async def listening(app: ASGIApp, settings: Settings) -> AsyncIterator[str]:
    """The app on a free loopback port, with the server's own settings; gives host and port."""
    async with running(app, settings) as (_, origin):
        yield origin


@asynccontextmanager
async def running(app: ASGIApp, settings: Settings) -> AsyncIterator[tuple[Server, str]]:
    """The same with its server, which a test may shut down."""
    server = Server(uvicorn_config(settings, cast("Any", app), factory=False))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    # The protocol is named, because only so are small pieces sent at once.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        await server.startup(sockets=[listener])
        try:
            host, port = listener.getsockname()
            yield server, f"{host}:{port}"
        finally:
            await server.shutdown(sockets=[listener])
