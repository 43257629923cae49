"""Deferred run: a query worked out in frames, by graphql-core and two parts of one operation."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    IncrementalDeferResult,
    InitialIncrementalExecutionResult,
    SubsequentIncrementalExecutionResult,
)
from graphql.execution import PendingResult

from gateway.compiled.parts_executor import PartsExecutor
from gateway.compiled.parts_program import PartsProgram
from gateway.early_executor import EarlyExecutor
from gateway.error_format import format_errors
from gateway.failed_panels import note_failed_panels
from gateway.frames import Announced, Completed, Content, Errors, FirstFrame, Frame, LaterFrame
from gateway.on_error import NullingExecutor, OnError
from gateway.plan import Plan
from loaders.deferred_part import DeferredPart
from loaders.operation import Operation


class _NullingEarlyExecutor(NullingExecutor, EarlyExecutor):
    """What has failed is null in its frame, and takes nothing along."""


class _NullingPartsExecutor(NullingExecutor, PartsExecutor):
    """The same, with a program."""


class DeferredRun:
    """One run of a query that defers something."""

    def __init__(
        self,
        plan: Plan,
        variables: dict[str, Any],
        *,
        program: PartsProgram | None = None,
        values: Mapping[str, Any],
        on_error: OnError = OnError.PROPAGATE,
        told: Callable[[Operation], dict[str, Any]],
        ended: Callable[[Operation], None] = lambda _: None,
    ) -> None:
        """``plan`` is one ``in_parts``. ``values`` are the ``variables`` as the schema reads them,
        for its ``program``; None: it has none. ``told`` gives the extensions of the last frame,
        ``ended`` is told when there is nothing more.
        ``on_error`` is not to halt: what was told could not be taken back.
        """
        assert plan.deferrals is not None, "it was asked before whether it defers"
        self._deferrals = plan.deferrals
        self._plan = plan
        self._variables = variables
        self._values = values
        self._program = program
        self._executor = _executor(
            nulling=on_error is OnError.NULL, is_compiled=program is not None
        )
        self._told = told
        self._ended = ended
        self._calls_told = 0

    async def frames(
        self, schema: GraphQLSchema, first: Operation, later: DeferredPart
    ) -> AsyncGenerator[Frame, None]:
        """The frames, each when it is ready. What is deferred has the time of ``later``, all else
        that of ``first``; both are closed at the end, and nothing runs any more.
        """
        executor = self.executor(schema, first, later)
        if first.watch is not None:
            first.watch.is_compiled = self._program is not None
        try:
            async with aclosing(self._frames(executor, first)) as frames:
                async for frame in frames:
                    yield frame if frame.has_next else replace(frame, extensions=self._told(first))
        finally:
            try:
                await executor.cancel_incremental_work()
            finally:
                self._ended(first)
                later.close()
                first.close()
                executor.let_go()

    def executor(
        self, schema: GraphQLSchema, first: Operation, later: DeferredPart
    ) -> EarlyExecutor:
        """What works the frames out."""
        executor = self._executor.build(
            schema,
            self._plan.document,
            context_value=first,
            raw_variable_values=self._variables,
            operation_name=self._plan.name,
            enable_early_execution=True,
        )
        assert isinstance(executor, EarlyExecutor), "variables fit, since they have been coerced"
        executor.deferred_context = later
        if self._program is not None and isinstance(executor, PartsExecutor):
            executor.runs(self._program, self._values)
        return executor

    async def _frames(
        self, executor: EarlyExecutor, operation: Operation
    ) -> AsyncGenerator[Frame, None]:
        begun = executor.execute_operation()
        result = await begun if isinstance(begun, Awaitable) else begun
        if isinstance(result, ExecutionResult):
            yield self._first_frame(result, operation)
            return
        initial, subsequent = result
        yield self._first_frame(initial, operation)
        async with aclosing(subsequent) as results:
            async for each in results:
                yield self._later_frame(each, operation)

    def _first_frame(
        self, result: ExecutionResult | InitialIncrementalExecutionResult, operation: Operation
    ) -> FirstFrame:
        pending = () if isinstance(result, ExecutionResult) else result.pending
        return FirstFrame(
            data=result.data,
            errors=_formatted(result.errors, operation, is_deferred=False),
            announced=self._announced(pending),
            upstream_calls=self._new_calls(operation),
        )

    def _later_frame(
        self, result: SubsequentIncrementalExecutionResult, operation: Operation
    ) -> LaterFrame:
        return LaterFrame(
            announced=self._announced(result.pending or ()),
            contents=[
                Content(each.id, each.sub_path or [], each.data, _formatted(each.errors, operation))
                for each in result.incremental or ()
                if isinstance(each, IncrementalDeferResult)
            ],
            completed=[
                Completed(each.id, _formatted(each.errors, operation))
                for each in result.completed or ()
            ],
            has_next=result.has_next,
            upstream_calls=self._new_calls(operation),
        )

    def _announced(self, pending: Sequence[PendingResult]) -> list[Announced]:
        return [
            Announced(each.id, each.path, self._deferrals.fragment(each.label)) for each in pending
        ]

    def _new_calls(self, operation: Operation) -> int:
        told, self._calls_told = self._calls_told, len(operation.calls)
        return self._calls_told - told


def _executor(*, nulling: bool, is_compiled: bool) -> type[EarlyExecutor]:
    if is_compiled:
        return _NullingPartsExecutor if nulling else PartsExecutor
    return _NullingEarlyExecutor if nulling else EarlyExecutor


def _formatted(
    errors: Sequence[GraphQLError] | None, operation: Operation, *, is_deferred: bool = True
) -> Errors:
    note_failed_panels(operation, errors or (), is_deferred=is_deferred)
    return format_errors(errors or (), request_id=operation.request_id)
