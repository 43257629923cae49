"""Execution: the one entry through which every transport runs an operation.

This file is long because it holds what an operation is asked with and what it comes to, too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import strawberry
from graphql import Executor, GraphQLSchema

from gateway.compiled.compiled import Compiled
from gateway.compiled.programs import Programs
from gateway.contract import described
from gateway.deferred_plan import in_parts
from gateway.deferred_run import DeferredRun
from gateway.demand_limits import Limits
from gateway.demand_told import CostTold, asks_for_cost
from gateway.documents import Documents
from gateway.error_format import format_errors
from gateway.frames import Frame
from gateway.on_error import EXECUTORS, OnError
from gateway.plan import Plan
from gateway.priority import Priority
from gateway.reference import Reference
from gateway.told import begin_trace, how_made
from loaders.deferred_part import DeferredPart
from loaders.operation import GroupsByUpstream, Operation
from loaders.sources import Sources
from loaders.viewer import Viewer


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks, whichever transport it came by.

    ``query`` is the document's text, "" when it is asked for by its ``document_id`` alone. ``plan``
    is the document's, once ``Engine.planned`` has found it, ``cost`` what it costs with these
    variables, and ``limits`` those of its client.
    """

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    extensions: Mapping[str, Any] = field(default_factory=dict)
    document_id: str | None = None
    plan: Plan | None = None
    cost: int | None = None
    limits: Limits | None = None
    on_error: OnError = OnError.PROPAGATE


@dataclass(slots=True)
class Answer:
    """What an operation came to. ``data`` may be null by null propagation.

    ``upstream_calls`` counts the calls that were made for it. ``event_id`` names what an update
    tells: of two with the same one, the later tells nothing new. ``good_for`` is for how many
    seconds it is as good as a new one; below 0 some of it is stale.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]] = field(default_factory=list)
    extensions: dict[str, Any] = field(default_factory=dict)
    upstream_calls: int = 0
    event_id: str | None = None
    good_for: float = 0.0

    def to_wire(self) -> dict[str, Any]:
        """The answer as it goes over the wire; entries without content are left out."""
        wire: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        wire["data"] = self.data
        if self.extensions:
            wire["extensions"] = self.extensions
        return wire

    def halt(self) -> None:
        """Have no data where there is an error, and the first one alone."""
        if self.errors:
            self.data, self.errors = None, self.errors[:1]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose document is planned, and whose variables fit it: to be run once or often.

    ``values`` are the variables as the schema reads them.
    """

    plan: Plan
    variables: dict[str, Any]
    values: Mapping[str, Any]
    groups: GroupsByUpstream
    on_error: OnError = OnError.PROPAGATE
    cost: CostTold | None = None
    is_anew: bool = False

    @property
    def executor(self) -> type[Executor[Any]]:
        """What runs it. The schema has neither @defer nor @stream, which the default one is
        prepared for.

        An update of a subscription runs whole: its subscriber puts what it knows in the place of
        what has failed, and halts it after that.
        """
        is_update = self.plan.shape is not None and self.on_error is OnError.HALT
        return EXECUTORS[OnError.PROPAGATE if is_update else self.on_error]


class Engine:
    """Runs operations of every kind: queries, and the updates of subscriptions."""

    def __init__(
        self,
        *,
        schema: strawberry.Schema,
        sources: Sources,
        development: bool,
        documents: Documents | None = None,
        programs: Programs | None = None,
    ) -> None:
        """``development``: answers tell which upstream calls were made for them, and which known
        document they answer. ``documents``: None answers any. ``programs``: of the documents that
        are run by code written for them; None: the reference runs all.
        """
        self._schema: GraphQLSchema = described(schema)
        self._sources = sources
        self._development = development
        self._documents = documents or Documents(self._schema)
        self._programs = programs
        reference = Reference(self._schema)
        self._executor = reference if programs is None else Compiled(programs, reference)

    def planned(
        self, request: GraphQLRequest, *, viewer: Viewer, client: str | None
    ) -> GraphQLRequest:
        """The same request with its document's plan, which it then keeps whatever is known later.

        What asks for too much is refused here, before anything of it runs.

        ``client`` is the name that the viewer's client has told. Raises RequestError when there is
        no such document, it is not valid, or may not be asked for.
        """
        plan = self._documents.plan(
            request.query,
            request.operation_name,
            document_id=request.document_id,
            viewer=viewer,
            client=client,
        )
        cost = self._documents.cost(plan, request.variables, viewer, client)
        return replace(request, plan=plan, cost=cost, limits=self._documents.limits.of(client))

    def cost(self, request: GraphQLRequest) -> int:
        """What it costs with its variables, in the schema's units. Raises RequestError."""
        if request.cost is not None:
            return request.cost
        return self._plan(request).demand.cost(request.variables)

    def kind(self, request: GraphQLRequest) -> str:
        """``query``, ``mutation`` or ``subscription``. Raises RequestError."""
        return self._plan(request).kind

    def deprecated(self, request: GraphQLRequest) -> tuple[str, ...]:
        """The coordinates of what it asks for that will go. Raises RequestError."""
        return self._plan(request).deprecated

    def priority(self, request: GraphQLRequest) -> Priority:
        """Who goes first when there is not room for everybody. Raises RequestError."""
        return self._plan(request).priority

    def defers(self, request: GraphQLRequest, *, every: bool) -> bool:
        """Whether the document defers anything: ``every`` fragment that it says, or only what is
        worth an answer in parts. Nothing, where its client wishes that the first failure ends it:
        what was told could not be taken back. Raises RequestError.
        """
        if request.on_error is OnError.HALT:
            return False
        deferrals = self._plan(request).deferrals
        return deferrals is not None and (every or deferrals.honoured is not None)

    async def run(
        self,
        request: GraphQLRequest,
        *,
        viewer: Viewer,
        language: str,
        request_id: str,
        budget_ms: int | None = None,
    ) -> Answer:
        """Run a query or mutation. Cancelling it lets go of everything that was asked for it.

        ``budget_ms``: the time that is left for it, where that is less than the setting.

        Raises RequestError when nothing could be run.
        """
        prepared = self.prepared(request)
        most_ms = self._sources.settings.operation_ms
        budget_ms = min(budget_ms or most_ms, most_ms)
        operation = self._operation(prepared, viewer, language, request_id, budget_ms)
        try:
            return await self.answer(prepared, operation)
        finally:
            operation.close()

    def run_in_frames(
        self,
        request: GraphQLRequest,
        *,
        every: bool,
        viewer: Viewer,
        language: str,
        request_id: str,
        budget_ms: int,
        deferred_ms: int,
    ) -> AsyncGenerator[Frame, None]:
        """Run a query that ``defers``; each frame of its answer comes when it is ready.

        Closing it lets go of everything that was asked for it. ``budget_ms`` and ``deferred_ms``:
        the time that is left for the first frame, and for all of them.

        Raises RequestError when nothing can be run.
        """
        prepared = self.prepared(request)
        first = self._operation(prepared, viewer, language, request_id, budget_ms)
        if self._development:
            begin_trace(first)
        later = DeferredPart(first, budget_ms=max(deferred_ms, budget_ms))
        told = partial(self._told, prepared=prepared)
        plan = in_parts(prepared.plan, every=every)
        programs = self._programs
        run = DeferredRun(
            plan,
            prepared.variables,
            program=None if programs is None else programs.of_parts(plan, prepared.values),
            values=prepared.values,
            on_error=prepared.on_error,
            told=told,
        )
        return run.frames(self._schema, first, later)

    def prepared(self, request: GraphQLRequest) -> Prepared:
        """The request, ready to be run. Raises RequestError when it cannot be."""
        plan = self._plan(request)
        values = plan.variables.coerced(
            request.variables, hints=self._documents.may_see_schema(None)
        )
        return Prepared(
            plan,
            dict(request.variables),
            values,
            plan.groups(values),
            request.on_error,
            cost=self._cost_told(request) if asks_for_cost(request.extensions) else None,
            # A developer wants to see which calls an operation makes, whatever was read before.
            is_anew=self._development and request.extensions.get("anew") is True,
        )

    async def answer(self, prepared: Prepared, operation: Operation) -> Answer:
        """What it comes to, by the loaders of ``operation``, which the caller closes."""
        if self._development:
            begin_trace(operation)
        executed = await self._executor.execute(prepared, operation)
        return Answer(
            data=executed.data,
            errors=format_errors(executed.errors, request_id=operation.request_id),
            extensions=self._told(operation, prepared, executed.data),
            upstream_calls=len(operation.calls),
            good_for=operation.good_for(),
        )

    def _operation(
        self, prepared: Prepared, viewer: Viewer, language: str, request_id: str, budget_ms: int
    ) -> Operation:
        is_anew = prepared.is_anew or prepared.plan.kind == "mutation"
        return Operation(
            sources=self._sources,
            viewer=viewer,
            language=language,
            request_id=request_id,
            groups=prepared.groups,
            budget_ms=budget_ms,
            # What is done rests on how things are, and not on how they were a while ago.
            not_before=self._sources.monotonic() if is_anew else None,
        )

    def _told(self, operation: Operation, prepared: Prepared, data: Any = None) -> dict[str, Any]:
        told = how_made(operation, prepared.plan) if self._development else {}
        if prepared.cost is not None:
            told |= prepared.cost.to_wire(data, upstream_calls=len(operation.calls))
        return told

    def _cost_told(self, request: GraphQLRequest) -> CostTold:
        limits = request.limits or self._documents.limits.general
        return CostTold(self.cost(request), limits.cost)

    def _plan(self, request: GraphQLRequest) -> Plan:
        """Its plan. One that nobody has asked ``planned`` for may ask for what anybody may."""
        if request.plan is not None:
            return request.plan
        plan = self._documents.plan(
            request.query, request.operation_name, document_id=request.document_id
        )
        self._documents.cost(plan, request.variables, None, None)
        return plan
