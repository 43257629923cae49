"""Execution: the one entry through which every transport runs an operation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, cast

import strawberry
from graphql import ExecutionResult, Executor, GraphQLSchema, create_source_event_stream, execute
from graphql.execution import execute_subscription_event
from graphql.execution.values import get_variable_values

from gateway.error_format import format_errors
from gateway.errors import RequestError
from gateway.plan import Plan, Plans
from gateway.priority import Priority
from loaders.asking import UpstreamCall
from loaders.errors import KnownError
from loaders.operation import Operation
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

    ``upstream_calls`` counts the calls that were made for it.
    """

    data: dict[str, Any] | None
    errors: list[dict[str, Any]] = field(default_factory=list)
    extensions: dict[str, Any] = field(default_factory=dict)
    upstream_calls: int = 0

    def to_wire(self) -> dict[str, Any]:
        """The answer as it goes over the wire; entries without content are left out."""
        wire: dict[str, Any] = {"errors": self.errors} if self.errors else {}
        wire["data"] = self.data
        if self.extensions:
            wire["extensions"] = self.extensions
        return wire


class Engine:
    """Runs operations: it lives with the app, and makes an Operation for each one that it runs."""

    def __init__(
        self,
        *,
        schema: strawberry.Schema,
        sources: Sources,
        development: bool,
        updates_at_once: int = 4,
    ) -> None:
        """``development``: answers tell which upstream calls were made for them.

        ``updates_at_once``: how many updates of subscriptions are worked out at a time. The others
        wait, and none is lost: each is the whole state as it is when its turn has come.
        """
        # Strawberry builds its executable schema on graphql-core's and offers no other way to it.
        self._schema: GraphQLSchema = schema._schema
        self._sources = sources
        self._development = development
        self._plans = Plans(self._schema)
        self._updates = asyncio.Semaphore(updates_at_once)

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
        plan = self._plan(request)
        variables = self._coerced(plan, request)
        most_ms = self._sources.settings.operation_ms
        operation = Operation(
            sources=self._sources,
            viewer=viewer,
            language=language,
            request_id=request_id,
            groups=plan.groups(variables),
            budget_ms=min(budget_ms or most_ms, most_ms),
        )
        try:
            result = execute(
                self._schema,
                plan.document,
                context_value=operation,
                variable_values=dict(request.variables),
                operation_name=plan.name,
            )
            if not isinstance(result, ExecutionResult):
                result = await result
            return self._answer(result, operation)
        finally:
            operation.close()

    async def subscribe(
        self, request: GraphQLRequest, *, viewer: Viewer, language: str, request_id: str
    ) -> AsyncIterator[Answer]:
        """Run a subscription: one answer an event, each with loaders and a deadline of its own.

        Raises RequestError when it could not be begun, or could not go on.
        """
        plan = self._plan(request)
        variables = self._coerced(plan, request)
        operation = Operation(
            sources=self._sources,
            viewer=viewer,
            language=language,
            request_id=request_id,
            groups=plan.groups(variables),
        )
        try:
            events: Any = create_source_event_stream(self._executor(plan, request, operation))
            if isawaitable(events):
                events = await events
            if isinstance(events, ExecutionResult):
                told = format_errors(events.errors or [], request_id=request_id)
                raise RequestError("BAD_USER_INPUT", told[0]["message"], errors=told)
            async with aclosing(events):
                async for event in events:
                    async with self._updates:
                        answer = await self._one_event(plan, request, operation.renewed(), event)
                    yield answer
        except KnownError as error:
            raise RequestError(error.code, error.message) from error
        finally:
            operation.close()

    async def _one_event(
        self, plan: Plan, request: GraphQLRequest, operation: Operation, event: object
    ) -> Answer:
        try:
            executor = self._executor(plan, request, operation, event)
            result = execute_subscription_event(executor)
            if not isinstance(result, ExecutionResult):
                result = await cast("Any", result)
            return self._answer(cast("ExecutionResult", result), operation)
        finally:
            operation.close()

    def _executor(
        self, plan: Plan, request: GraphQLRequest, operation: Operation, event: object = None
    ) -> Executor[Any]:
        built = Executor.build(
            self._schema,
            plan.document,
            event,
            operation,
            dict(request.variables),
            plan.name,
        )
        if isinstance(built, list):
            raise RequestError("BAD_USER_INPUT", built[0].message)
        return built

    def _plan(self, request: GraphQLRequest) -> Plan:
        return self._plans.plan(request.query, request.operation_name)

    def _coerced(self, plan: Plan, request: GraphQLRequest) -> Mapping[str, Any]:
        """The variables as the schema reads them. Raises RequestError when it cannot."""
        definitions = plan.operation.variable_definitions or ()
        values = get_variable_values(
            self._schema, definitions, dict(request.variables), max_errors=10
        )
        if isinstance(values, list):
            told = [
                {**error.formatted, "extensions": {"code": "BAD_USER_INPUT"}} for error in values
            ]
            raise RequestError("BAD_USER_INPUT", values[0].message, errors=cast("Any", told))
        return values.coerced

    def _answer(self, result: ExecutionResult, operation: Operation) -> Answer:
        return Answer(
            data=result.data,
            errors=format_errors(result.errors or [], request_id=operation.request_id),
            extensions={"upstreams": _told(operation.calls)} if self._development else {},
            upstream_calls=len(operation.calls),
        )


def _told(calls: list[UpstreamCall]) -> list[dict[str, Any]]:
    return [
        {"upstream": call.upstream, "keys": call.keys, "ms": call.ms, "outcome": call.outcome}
        for call in calls
    ]
