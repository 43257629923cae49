"""Execution: the one entry through which every transport runs an operation.

This file is long because that one entry answers every question about an operation.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import partial
from typing import Any

import strawberry
from graphql import GraphQLSchema
from msgspec.structs import replace

from gateway.answer import Answer
from gateway.compiled.compiled import Compiled
from gateway.compiled.programs import Programs
from gateway.contract import described
from gateway.copies import Copies, copy_key, copy_of
from gateway.deferred_plan import in_parts
from gateway.deferred_run import DeferredRun
from gateway.demand_told import CostTold, asks_for_cost
from gateway.documents import Documents
from gateway.error_format import format_errors
from gateway.failed_panels import note_failed_panels
from gateway.frames import Frame
from gateway.graphql_request import GraphQLRequest
from gateway.known_documents import KnownDocuments
from gateway.on_error import OnError
from gateway.plan import Plan
from gateway.prepared import Prepared
from gateway.priority import Priority
from gateway.reference import Reference
from gateway.telemetry.telemetry import SILENT, Telemetry
from gateway.told import begin_trace, how_made
from loaders.deferred_part import DeferredPart
from loaders.operation import Operation
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.scalars import instant


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
        telemetry: Telemetry = SILENT,
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
        self._copies = Copies(most_bytes=sources.settings.kept_bytes)
        self._telemetry = telemetry
        reference = Reference(self._schema)
        self._executor = reference if programs is None else Compiled(programs, reference)

    @property
    def programs(self) -> Programs | None:
        """The code that was written for documents; None: the reference runs all."""
        return self._programs

    @property
    def known_documents(self) -> KnownDocuments:
        """Those that are known now."""
        return self._documents.known

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
            answer = await self.answer(prepared, operation)
        finally:
            operation.close()
        self._keep_copy(request, answer, operation)
        return answer

    def copied(self, request: GraphQLRequest, *, viewer: Viewer, language: str) -> Answer | None:
        """What ``run`` would answer, where that is known without running anything; None: it is not.

        The request must be ``planned``.
        """
        key = None if self._development else copy_key(request, viewer, language)
        if key is None:
            return None
        now = self._sources.now()
        found = self._copies.find(key, now, self._sources.monotonic())
        if found is None:
            return None
        copy, good_for = found
        self._telemetry.copied(request.span)
        return Answer(data=None, good_for=good_for, content=copy.content(instant(now)))

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
        first.watch = self._telemetry.watch(prepared)
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
            ended=partial(self._ended, prepared),
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
            span=request.span,
        )

    async def answer(self, prepared: Prepared, operation: Operation) -> Answer:
        """What it comes to, by the loaders of ``operation``, which the caller closes."""
        if self._development:
            begin_trace(operation)
        operation.watch = self._telemetry.watch(prepared)
        executed = await self._executor.execute(prepared, operation)
        note_failed_panels(operation, executed.errors)
        self._ended(prepared, operation)
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

    def _keep_copy(self, request: GraphQLRequest, answer: Answer, operation: Operation) -> None:
        ground = operation.ground()
        if ground is None or answer.errors or answer.extensions:
            return
        key = copy_key(request, operation.viewer, operation.language)
        if key is not None:
            copy = copy_of(answer, ground, operation.served_at)
            answer.content = copy.content(operation.served_at.text or "")
            self._copies.keep(key, copy)

    def _ended(self, prepared: Prepared, operation: Operation) -> None:
        if operation.watch is not None:
            self._telemetry.ran(prepared, operation)

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
