"""Completion: graphql-core's own executor takes over a field in which something is odd.

It completes the field from what its resolver gave or raised, so nulls, messages, paths and the
order of errors are its own. One is made for a run when the first field needs it.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from graphql import Executor, GraphQLError
from graphql.pyutils import Path, is_awaitable

from gateway.compiled.waited import Late, Place


class Completion:
    """The executor of one run, and the errors that it has found so far.

    What may not be null and is raises GraphQLError, for who stands around it.
    """

    def __init__(self, executor: Executor[Any]) -> None:
        self._executor = executor

    @property
    def errors(self) -> list[GraphQLError]:
        """The errors, in the order in which they happened."""
        return self._executor.collected_errors.errors

    async def raised(self, late: Late, error: Exception) -> Any:
        """What stands in the answer where the field's resolver has raised ``error``."""
        return await self._completed(late, _raising(error))

    async def valued(self, late: Late, value: Any) -> Any:
        """The same, where it has given ``value``, which was not expected."""
        return await self._completed(late, _giving(value))

    async def unread(self, late: Late) -> Any:
        """The same, where it has not been called: what is odd are its arguments."""
        field = late.field
        path = Path(late.path, field.key, field.parent.name)
        read = self._executor.execute_field(
            field.parent, late.source, list(field.details), path, None
        )
        return await read if is_awaitable(read) else read

    def nulled(self, place: Place, error: Exception) -> None:
        """Something within the value at ``place`` has raised ``error``."""
        self._executor.handle_field_error(error, place.kind, list(place.details), place.path)

    def nothing(self, error: GraphQLError) -> None:
        """The answer as a whole is null."""
        self._executor.collected_errors.add(error, None)

    async def _completed(self, late: Late, result: Coroutine[Any, Any, Any]) -> Any:
        field, executor = late.field, self._executor
        path = Path(late.path, field.key, field.parent.name)
        nodes = [each.node for each in field.details]
        info = executor.build_resolve_info(field.definition, nodes, field.parent, path)
        return await executor.complete_awaitable_value(
            field.definition.type, list(field.details), info, path, result, None
        )


async def _giving(value: Any) -> Any:
    return value


async def _raising(error: Exception) -> Any:
    raise error
