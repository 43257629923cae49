"""Early executor: graphql-core's incremental executor, with everything begun in the same tick.

Its own starts deferred fields some ticks after the others, when loaders have left already. Here all
fields that can be begun are begun at once, so that deferred panels share the batches and calls of
the rest. What is deferred has a context of its own, in which there is more time. And no more is
deferred than is worth it: a fragment in a long list is one for each of its items, and each of them
costs more than its fields.

graphql-core calls these methods its own business: the tests of deferred answers tell when they
change, and its version is bounded for that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any

from graphql.execution.collect_fields import DeferUsage, FieldDetailsList, GroupedFieldSet
from graphql.execution.incremental import IncrementalExecutor
from graphql.execution.incremental.build_execution_plan import DeferUsageSet
from graphql.execution.incremental.computation import Computation
from graphql.execution.incremental.incremental_executor import DeliveryGroupMap
from graphql.pyutils import Path
from graphql.type import GraphQLObjectType

from gateway.begun import Begun

# Of fifty pages ten fragments each; what is more comes with what it stands in.
_MOST_FRAGMENTS = 500


class EarlyExecutor(IncrementalExecutor):
    """It is built with early execution enabled; ``deferred_context`` is set before it runs."""

    deferred_context: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Both are shared with the executors of what is deferred, which are shallow copies.
        self._deferred: list[DeferUsage] = []
        self._whole: dict[int, tuple[GroupedFieldSet, GroupedFieldSet]] = {}

    def create_sub_executor(
        self, defer_usage_set: DeferUsageSet | None = None
    ) -> IncrementalExecutor:
        """An executor of something that is deferred."""
        executor = super().create_sub_executor(defer_usage_set)
        executor.context_value = self.deferred_context
        return executor

    def let_go(self) -> None:
        """Nothing runs any more. What it has begun holds it, and it holds all of that."""
        vars(self).clear()

    def prime_soon(self, computation: Computation[Any]) -> None:
        """Begin it now: what it is deferred after has been begun, too."""
        self.prime_now(computation)

    def execute_collected_subfields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path,
        grouped_field_set: GroupedFieldSet,
        new_defer_usages: Sequence[DeferUsage],
        delivery_group_map: DeliveryGroupMap | None,
    ) -> Any:
        """The fields of one object; deferred ones with the others when there are too many."""
        if new_defer_usages:
            if len(self._deferred) + len(new_defer_usages) > _MOST_FRAGMENTS:
                grouped_field_set = self._undeferred(grouped_field_set, new_defer_usages)
                new_defer_usages = ()
            self._deferred += new_defer_usages
        return super().execute_collected_subfields(
            parent_type,
            source_value,
            path,
            grouped_field_set,
            new_defer_usages,
            delivery_group_map,
        )

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
        future = Begun(field) if isinstance(field, Coroutine) else asyncio.ensure_future(field)
        self.track_incremental_future(future)
        future.add_done_callback(_heard)
        return future

    def _undeferred(self, fields: GroupedFieldSet, usages: Sequence[DeferUsage]) -> GroupedFieldSet:
        """The same fields as if ``usages``, which begin here, did not stand in the document."""
        known = self._whole.get(id(fields))
        if known is None:
            whole = {
                key: [each._replace(defer_usage=_outer(each.defer_usage, usages)) for each in found]
                for key, found in fields.items()
            }
            # Once for all items of a list; the fields are kept, so that no others have their id.
            known = self._whole[id(fields)] = fields, whole
        return known[1]


def _outer(usage: DeferUsage | None, usages: Sequence[DeferUsage]) -> DeferUsage | None:
    """The nearest around ``usage`` that is none of ``usages``."""
    while usage is not None and any(usage is one for one in usages):
        usage = usage.parent_defer_usage
    return usage


def _heard(future: asyncio.Future[Any]) -> None:
    """Who would await it may have been given up: its error is nobody's then."""
    if not future.cancelled():
        future.exception()
