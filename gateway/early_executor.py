"""Early executor: graphql-core's incremental executor, with everything begun in the same tick.

Its own starts deferred fields some ticks after the others, when loaders have left already. Here all
fields that can be begun are begun at once, so that deferred panels share the batches and calls of
the rest. And what is deferred has a context of its own, in which there is more time.

graphql-core calls these methods its own business: the tests of deferred answers tell when they
change, and its version is bounded for that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from graphql.execution.collect_fields import FieldDetailsList
from graphql.execution.incremental import IncrementalExecutor
from graphql.execution.incremental.build_execution_plan import DeferUsageSet
from graphql.execution.incremental.computation import Computation
from graphql.execution.incremental.incremental_executor import DeliveryGroupMap
from graphql.pyutils import Path
from graphql.type import GraphQLObjectType


class EarlyExecutor(IncrementalExecutor):
    """It is built with early execution enabled; ``deferred_context`` is set before it runs."""

    deferred_context: Any = None

    def create_sub_executor(
        self, defer_usage_set: DeferUsageSet | None = None
    ) -> IncrementalExecutor:
        """An executor of something that is deferred."""
        executor = super().create_sub_executor(defer_usage_set)
        executor.context_value = self.deferred_context
        return executor

    def prime_soon(self, computation: Computation[Any]) -> None:
        """Begin it now: what it is deferred after has been begun, too."""
        self.prime_now(computation)

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: DeliveryGroupMap | None,
    ) -> Any:
        """The field's value, or a task that is begun in the next tick, with all others."""
        result = super().execute_field(
            parent_type, source, field_details_list, path, position_context
        )
        return self._begun(result) if self.is_awaitable(result) else result

    def _begun(self, field: Awaitable[Any]) -> asyncio.Future[Any]:
        future = asyncio.ensure_future(field)
        self.track_incremental_future(future)
        future.add_done_callback(_heard)
        return future


def _heard(future: asyncio.Future[Any]) -> None:
    """Who would await it may have been given up: its error is nobody's then."""
    if not future.cancelled():
        future.exception()
