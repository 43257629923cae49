"""Subgraph: what runs the operations that a router sends."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.contract import described
from gateway.demand_limits import EVERYBODY, DemandLimits
from gateway.documents import Documents
from gateway.execution import Engine
from gateway.schema_engine import SchemaEngine
from gateway.settings import Settings
from gateway.telemetry.telemetry import SILENT, Telemetry
from loaders.sources import Sources
from resolvers.schema import schema


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Runs them over the schema with entities: for a creator, and for the router itself. Both have
    the same ``documents``.
    """

    for_creators: Engine
    for_the_router: Engine
    documents: Documents


def subgraph_from(
    settings: Settings, sources: Sources, telemetry: Telemetry = SILENT
) -> Subgraph | None:
    """The subgraph that the settings describe; None when there is no router."""
    if settings.federation_credential_file is None:
        return None
    return subgraph_over(
        sources,
        development=settings.is_development,
        limits=settings.demand_limits,
        tells_schema=settings.is_development,
        telemetry=telemetry,
    )


def subgraph_over(
    sources: Sources,
    *,
    development: bool,
    limits: DemandLimits = EVERYBODY,
    tells_schema: bool = True,
    telemetry: Telemetry = SILENT,
) -> Subgraph:
    """The subgraph over these sources. ``development`` is the engine's, the rest its documents'."""
    seen = schema.as_subgraph()
    documents = Documents(described(seen), limits=limits, tells_schema=tells_schema)
    return Subgraph(
        Engine(
            schema=seen,
            sources=sources,
            development=development,
            documents=documents,
            telemetry=telemetry,
        ),
        SchemaEngine(schema=seen, sources=sources, development=False, documents=documents),
        documents,
    )
