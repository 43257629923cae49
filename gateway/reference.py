"""Reference: graphql-core's executor. It runs every document, and says what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import ExecutionResult, Executor, GraphQLError, GraphQLSchema, execute

from loaders.operation import Operation

if TYPE_CHECKING:
    from gateway.execution import Prepared


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
        result = execute(
            self._schema,
            prepared.plan.document,
            context_value=operation,
            variable_values=prepared.variables,
            operation_name=prepared.plan.name,
            # The schema has neither @defer nor @stream, which the default one is prepared for.
            executor_class=Executor,
        )
        if not isinstance(result, ExecutionResult):
            result = await result
        return Executed(result.data, result.errors or [])
