"""App: the endpoint, a list of routes, and a lifespan that opens and closes the sources."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from gateway.admission import Admission
from gateway.auth import identify_by, keys_from, verifier_from
from gateway.boot_checks import boot_checks
from gateway.collector import Collector, spare_what_stands
from gateway.compiled.programs import Programs
from gateway.developers import developers_only
from gateway.document_list import document_list_routes
from gateway.document_reload import DocumentReload
from gateway.document_start import documents_from
from gateway.execution import Engine
from gateway.federation import federation_routes
from gateway.front import DOCUMENT_PATH, GRAPHQL_PATH, Front
from gateway.gateway import Gateway
from gateway.graphiql import graphiql_routes
from gateway.health import health_routes, kept
from gateway.http import GraphQLOverHttp
from gateway.keys import KeySet
from gateway.known_tokens import remembering
from gateway.life import stop_when, supervisor_ends
from gateway.limits_reload import LimitsReload
from gateway.logs import configure_logs
from gateway.media import media_routes
from gateway.media_streams import MediaStreams
from gateway.pace import Pace
from gateway.posters import poster_routes
from gateway.preview import preview_routes
from gateway.rates_start import connections_from, rates_from
from gateway.readiness import Readiness
from gateway.revocations import Revocations, unless_revoked
from gateway.settings import Settings
from gateway.share_page.behind import behind
from gateway.share_page.routes import share_routes
from gateway.source_settings import source_settings
from gateway.streams import Streams
from gateway.subgraph import subgraph_from
from gateway.subscriptions import Subscriptions
from gateway.telemetry.start import telemetry_from
from gateway.telemetry.telemetry import Telemetry
from loaders.sources import Sources, SourceSettings
from resolvers.schema import schema

OpenGateway = Callable[[], AbstractAsyncContextManager[Gateway]]


def from_environment() -> Front:
    """The app of one server process. Raises ``SettingsError`` and ``DocumentsError``."""
    settings = Settings.from_environment()
    configure_logs(settings)
    if settings.workers > 1:
        # A supervisor that is killed cannot stop its workers, which would go on holding the port.
        stop_when(supervisor_ends)
    app = app_from(settings, read_again=Settings.from_environment)
    spare_what_stands()
    return app


def app_from(settings: Settings, *, read_again: Callable[[], Settings] | None = None) -> Front:
    """The app that the settings describe. ``read_again`` gives what they are when limits are
    reloaded; None: as they are. Raises ``DocumentsError``.
    """
    documents = documents_from(settings)

    @asynccontextmanager
    async def open_gateway() -> AsyncIterator[Gateway]:
        # Whatever is open by then is closed, also when the next thing cannot be opened.
        async with AsyncExitStack() as opened:
            collector = Collector()
            collector.begin()
            opened.callback(collector.close)
            telemetry, end_telemetry = telemetry_from(settings)
            opened.push_async_callback(asyncio.to_thread, end_telemetry)
            keys = keys_from(settings)
            if isinstance(keys, KeySet):
                opened.push_async_callback(keys.close)
            sources = await _opened(source_settings(settings), telemetry)
            opened.push_async_callback(sources.close)
            engine = Engine(
                schema=schema,
                sources=sources,
                development=settings.is_development,
                documents=documents,
                programs=Programs(schema) if settings.execution == "compiled" else None,
                telemetry=telemetry,
            )
            media_streams = MediaStreams(sources, most=settings.media_streams)
            opened.push_async_callback(media_streams.close)
            subscriptions = Subscriptions(
                engine, sources, follow_seconds=settings.follow_seconds, telemetry=telemetry
            )
            opened.push_async_callback(subscriptions.close)
            rates, exchange = rates_from(settings, sources.rate_counts)
            if exchange is not None:
                exchange.start()
                opened.push_async_callback(exchange.close)
            revocations = Revocations(
                sources.revocations.since, seconds=settings.revocation_seconds
            )
            await revocations.begin()
            opened.push_async_callback(revocations.close)
            admission = Admission(
                operations=settings.operations,
                queue=settings.queue,
                wait_ms=settings.queue_ms,
                pace=Pace(),
            )
            subgraph = subgraph_from(settings, sources, telemetry)
            limits = LimitsReload(
                settings,
                read=read_again or (lambda: settings),
                rates=rates,
                admission=admission,
                beside=[] if subgraph is None else [subgraph.documents],
            )
            reload = DocumentReload(
                documents, schema._schema, settings.documents or (), limits=limits
            )
            reload.listen()
            opened.callback(reload.close)
            readiness = Readiness(boot_checks(keys, sources.schema_version.state))
            await readiness.begin()
            opened.push_async_callback(readiness.close)
            yield Gateway(
                settings=settings,
                engine=engine,
                subscriptions=subscriptions,
                streams=Streams(
                    most=settings.streams, most_per_creator=settings.streams_per_creator
                ),
                rates=rates,
                connections=connections_from(settings),
                sources=sources,
                media_streams=media_streams,
                admission=admission,
                identify=unless_revoked(
                    remembering(
                        identify_by(verifier_from(settings, keys)), generation=keys.generation
                    ),
                    revocations,
                ),
                revocations=revocations,
                reachable=kept(sources.reachable),
                subgraph=subgraph,
                readiness=readiness,
                telemetry=telemetry,
            )

    pages = [*share_routes(settings, behind), *federation_routes(settings)]
    if settings.is_development:
        controls = settings.preview_controls_url
        pages += [*graphiql_routes(controls=controls), *document_list_routes(settings, documents)]
        pages += preview_routes(settings)
    elif settings.graphiql == "developers":
        ide = [*graphiql_routes(is_for_all=False), *document_list_routes(settings, documents)]
        pages += developers_only(ide)
    return app_over(open_gateway, pages=pages)


def app_over(open_gateway: OpenGateway, *, pages: list[BaseRoute]) -> Front:
    """The app over a gateway that is opened when the server starts and closed when it stops."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[Mapping[str, Gateway]]:
        async with open_gateway() as gateway:
            yield {"gateway": gateway}

    graphql = GraphQLOverHttp()
    # Its route stands for what the front does not know: a slash too many, a server's root path.
    files = [*media_routes(), *poster_routes()]
    routes = [
        Route(GRAPHQL_PATH, graphql),
        Route(DOCUMENT_PATH + "{id}", graphql),
        *health_routes(),
        *files,
        *pages,
    ]
    return Front(graphql, Starlette(routes=routes, lifespan=lifespan))


async def _opened(settings: SourceSettings, telemetry: Telemetry) -> Sources:
    try:
        return await Sources.open(settings, telemetry=telemetry)
    except Exception as error:  # noqa: BLE001  # Whatever it is, the server prints it.
        # A driver's words may hold an address with its password: what kind it was, and where.
        structlog.get_logger().error("sources_not_opened", error=type(error).__name__)
        told = RuntimeError(f"The sources cannot be opened: {type(error).__name__}")
        raise told.with_traceback(error.__traceback__) from None
