"""Reference: graphql-core's executor. It runs every document, and says what is right."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, cast

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    experimental_execute_incrementally,
)

from gateway.prepared import Prepared
from loaders.operation import Operation


@dataclass(slots=True)
class Executed:
    """What an operation came to; ``errors`` in the order in which they happened."""

    data: dict[str, Any] | None
    errors: list[GraphQLError] = field(default_factory=list)


class Reference:
    """Runs operations of one schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema

    async def execute(self, prepared: Prepared, operation: Operation) -> Executed:
        """Run it. Resolvers are handed ``operation`` as their context."""
        result = experimental_execute_incrementally(
            self._schema,
            prepared.plan.document,
            context_value=operation,
            variable_values=prepared.variables,
            operation_name=prepared.plan.name,
            # Those give what is deferred with the rest, which the default one does not.
            executor_class=prepared.executor,
        )
        if not isinstance(result, ExecutionResult):
            result = await cast("Awaitable[ExecutionResult]", result)
        return Executed(result.data, result.errors or [])
