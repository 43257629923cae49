"""Deferred run: a query worked out in frames, by graphql-core and two parts of one operation."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import aclosing
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    IncrementalDeferResult,
    InitialIncrementalExecutionResult,
    SubsequentIncrementalExecutionResult,
)
from graphql.execution import PendingResult

from gateway.deferrals import Deferrals
from gateway.early_executor import EarlyExecutor
from gateway.error_format import format_errors
from gateway.frames import Announced, Completed, Content, Errors, FirstFrame, Frame, LaterFrame
from loaders.deferred_part import DeferredPart
from loaders.operation import Operation


class DeferredRun:
    """One run. What is deferred has the time of ``later``, everything else that of ``first``."""

    def __init__(self, deferrals: Deferrals, *, first: Operation, later: DeferredPart) -> None:
        self._deferrals = deferrals
        self._first = first
        self._later = later
        self._calls_told = 0

    async def frames(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        *,
        operation_name: str | None,
        variables: dict[str, Any],
    ) -> AsyncGenerator[Frame, None]:
        """The frames, each when it is ready. ``document`` is one of the deferrals'.

        Nothing runs any more when it has ended or is closed.
        """
        executor = EarlyExecutor.build(
            schema,
            document,
            context_value=self._first,
            raw_variable_values=variables,
            operation_name=operation_name,
            enable_early_execution=True,
        )
        assert isinstance(executor, EarlyExecutor), "variables fit, since they have been coerced"
        executor.deferred_context = self._later
        try:
            begun = executor.execute_operation()
            result = await begun if isinstance(begun, Awaitable) else begun
            if isinstance(result, ExecutionResult):
                yield self._first_frame(result)
                return
            initial, subsequent = result
            yield self._first_frame(initial)
            async with aclosing(subsequent) as results:
                async for each in results:
                    yield self._later_frame(each)
        finally:
            await executor.cancel_incremental_work()

    def _first_frame(
        self, result: ExecutionResult | InitialIncrementalExecutionResult
    ) -> FirstFrame:
        pending = () if isinstance(result, ExecutionResult) else result.pending
        return FirstFrame(
            data=result.data,
            errors=self._formatted(result.errors),
            announced=self._announced(pending),
            upstream_calls=self._new_calls(),
        )

    def _later_frame(self, result: SubsequentIncrementalExecutionResult) -> LaterFrame:
        return LaterFrame(
            announced=self._announced(result.pending or ()),
            contents=[
                Content(each.id, each.sub_path or [], each.data, self._formatted(each.errors))
                for each in result.incremental or ()
                if isinstance(each, IncrementalDeferResult)
            ],
            completed=[
                Completed(each.id, self._formatted(each.errors)) for each in result.completed or ()
            ],
            has_next=result.has_next,
            upstream_calls=self._new_calls(),
        )

    def _announced(self, pending: Sequence[PendingResult]) -> list[Announced]:
        return [
            Announced(each.id, each.path, self._deferrals.fragment(each.label)) for each in pending
        ]

    def _formatted(self, errors: Sequence[GraphQLError] | None) -> Errors:
        return format_errors(errors or (), request_id=self._first.request_id)

    def _new_calls(self) -> int:
        told, self._calls_told = self._calls_told, len(self._first.calls)
        return self._calls_told - told
