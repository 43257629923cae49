"""Execution: the one entry through which every transport runs an operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import strawberry
from graphql import GraphQLSchema

from gateway.compiled.compiled import Compiled
from gateway.compiled.programs import Programs
from gateway.error_format import format_errors
from gateway.plan import Plan, Plans
from gateway.priority import Priority
from gateway.reference import Reference
from loaders.asking import UpstreamCall
from loaders.operation import GroupsByUpstream, Operation
from loaders.sources import Sources
from loaders.viewer import Viewer


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks, whichever transport it came by."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Answer:
    """What an operation came to. ``data`` may be null by null propagation.

    ``upstream_calls`` counts the calls that were made for it. ``event_id`` names what an update
    tells: of two with the same one, the later tells nothing new.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]] = field(default_factory=list)
    extensions: dict[str, Any] = field(default_factory=dict)
    upstream_calls: int = 0
    event_id: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """The answer as it goes over the wire; entries without content are left out."""
        wire: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        wire["data"] = self.data
        if self.extensions:
            wire["extensions"] = self.extensions
        return wire


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose document is planned, and whose variables fit it: to be run once or often.

    ``values`` are the variables as the schema reads them.
    """

    plan: Plan
    variables: dict[str, Any]
    values: Mapping[str, Any]
    groups: GroupsByUpstream


class Engine:
    """Runs operations of every kind: queries, and the updates of subscriptions."""

    def __init__(
        self,
        *,
        schema: strawberry.Schema,
        sources: Sources,
        development: bool,
        programs: Programs | None = None,
    ) -> None:
        """``development``: answers tell which upstream calls were made for them. ``programs``: of
        the documents that are run by code written for them; None: the reference runs all.
        """
        # Strawberry builds its executable schema on graphql-core's and offers no other way to it.
        self._schema: GraphQLSchema = schema._schema
        self._sources = sources
        self._development = development
        self._plans = Plans(self._schema)
        reference = Reference(self._schema)
        self._executor = reference if programs is None else Compiled(programs, reference)

    def kind(self, request: GraphQLRequest) -> str:
        """``query``, ``mutation`` or ``subscription``. Raises RequestError."""
        return self._plan(request).kind

    def priority(self, request: GraphQLRequest) -> Priority:
        """Who goes first when there is not room for everybody. Raises RequestError."""
        return self._plan(request).priority

    async def run(
        self,
        request: GraphQLRequest,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        budget_ms: int | None = None,
    ) -> Answer:
        """Run a query. Cancelling it lets go of everything that was asked for it.

        ``budget_ms``: the time that is left for it, where that is less than the setting.

        Raises RequestError when nothing could be run.
        """
        prepared = self.prepared(request)
        most_ms = self._sources.settings.operation_ms
        operation = Operation(
            sources=self._sources,
            viewer=viewer,
            language=language,
            request_id=request_id,
            groups=prepared.groups,
            budget_ms=min(budget_ms or most_ms, most_ms),
        )
        try:
            return await self.answer(prepared, operation)
        finally:
            operation.close()

    def prepared(self, request: GraphQLRequest) -> Prepared:
        """The request, ready to be run. Raises RequestError when it cannot be."""
        plan = self._plan(request)
        values = plan.variables.coerced(request.variables)
        return Prepared(plan, dict(request.variables), values, plan.groups(values))

    async def answer(self, prepared: Prepared, operation: Operation) -> Answer:
        """What it comes to, by the loaders of ``operation``, which the caller closes."""
        executed = await self._executor.execute(prepared, operation)
        return Answer(
            data=executed.data,
            errors=format_errors(executed.errors, request_id=operation.request_id),
            extensions={"upstreams": _told(operation.calls)} if self._development else {},
            upstream_calls=len(operation.calls),
        )

    def _plan(self, request: GraphQLRequest) -> Plan:
        return self._plans.plan(request.query, request.operation_name)


def _told(calls: list[UpstreamCall]) -> list[dict[str, Any]]:
    return [
        {"upstream": call.upstream, "keys": call.keys, "ms": call.ms, "outcome": call.outcome}
        for call in calls
    ]
