"""App: the endpoint, a list of routes, and a lifespan that opens and closes the sources."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from gateway.admission import Admission
from gateway.auth import identify_by, keys_from, verifier_from
from gateway.collector import spare_what_stands
from gateway.compiled.programs import Programs
from gateway.execution import Engine
from gateway.front import GRAPHQL_PATH, Front
from gateway.gateway import Gateway
from gateway.graphiql import graphiql_routes
from gateway.health import health_routes, kept
from gateway.http import GraphQLOverHttp
from gateway.keys import KeySet
from gateway.known_tokens import remembering
from gateway.life import stop_when, supervisor_ends
from gateway.logs import configure_logs
from gateway.settings import Settings
from gateway.streams import Streams
from gateway.subscriptions import Subscriptions
from loaders.session_state import Lifecycle
from loaders.sources import Sources, SourceSettings
from resolvers.schema import schema

OpenGateway = Callable[[], AbstractAsyncContextManager[Gateway]]


def from_environment() -> Front:
    """The app of one server process. Raises ``SettingsError``."""
    settings = Settings.from_environment()
    configure_logs(settings)
    if settings.workers > 1:
        # A supervisor that is killed cannot stop its workers, which would go on holding the port.
        stop_when(supervisor_ends)
    app = app_from(settings)
    spare_what_stands()
    return app


def app_from(settings: Settings) -> Front:
    """The app that the settings describe."""

    @asynccontextmanager
    async def open_gateway() -> AsyncIterator[Gateway]:
        keys = keys_from(settings)
        sources = await _opened(source_settings(settings))
        engine = Engine(
            schema=schema,
            sources=sources,
            development=settings.is_development,
            programs=Programs(schema) if settings.execution == "compiled" else None,
        )
        subscriptions = Subscriptions(engine, sources, follow_seconds=settings.follow_seconds)
        try:
            yield Gateway(
                settings=settings,
                engine=engine,
                subscriptions=subscriptions,
                streams=Streams(
                    most=settings.streams, most_per_creator=settings.streams_per_creator
                ),
                admission=Admission(
                    operations=settings.operations,
                    queue=settings.queue,
                    wait_ms=settings.queue_ms,
                ),
                identify=remembering(
                    identify_by(verifier_from(settings, keys)), generation=keys.generation
                ),
                reachable=kept(sources.reachable),
            )
        finally:
            await subscriptions.close()
            await sources.close()
            if isinstance(keys, KeySet):
                await keys.close()

    return app_over(open_gateway, pages=graphiql_routes() if settings.is_development else [])


def app_over(open_gateway: OpenGateway, *, pages: list[BaseRoute]) -> Front:
    """The app over a gateway that is opened when the server starts and closed when it stops."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[Mapping[str, Gateway]]:
        async with open_gateway() as gateway:
            yield {"gateway": gateway}

    graphql = GraphQLOverHttp()
    # Its route stands for what the front does not know: a slash too many, a server's root path.
    routes = [Route(GRAPHQL_PATH, graphql), *health_routes(), *pages]
    return Front(graphql, Starlette(routes=routes, lifespan=lifespan))


async def _opened(settings: SourceSettings) -> Sources:
    try:
        return await Sources.open(settings)
    except Exception as error:  # noqa: BLE001  # Whatever it is, the server prints it.
        # A driver's words may hold an address with its password: what kind it was, and where.
        told = RuntimeError(f"The sources cannot be opened: {type(error).__name__}")
        raise told.with_traceback(error.__traceback__) from None


def source_settings(settings: Settings) -> SourceSettings:
    """What the loaders need to know of the settings."""
    return SourceSettings(
        shop_analytics_url=settings.shop_analytics_url,
        rewards_url=settings.rewards_url,
        journey_url=settings.journey_url,
        mongodb_uri=settings.mongodb_uri,
        company_database=settings.company_database,
        service_credential=settings.service_credential_file.content.decode("ascii"),
        operation_ms=settings.operation_ms,
        update_ms=settings.update_ms,
        shop_analytics_ms=settings.shop_analytics_ms,
        rewards_ms=settings.rewards_ms,
        journey_ms=settings.journey_ms,
        mongodb_ms=settings.mongodb_ms,
        slots=settings.slots,
        kept_bytes=settings.kept_megabytes * 1_000_000,
        session_outage_seconds=settings.session_outage_seconds,
        reconcile_seconds=settings.reconcile_seconds,
        learn_more_url=settings.learn_more_url,
        lifecycle=Lifecycle(
            grace=settings.grace_seconds,
            silence=settings.silence_seconds,
            pause_limit=settings.pause_limit_seconds,
            false_start_below=settings.false_start_seconds,
            false_start_comments_below=settings.false_start_comments,
            poll=settings.poll_seconds,
        ),
    )
