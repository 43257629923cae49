"""Parts memory: what graphql-core's incremental executor finds out of a document while it runs it.

It hangs on the document, the schema and what decides the document alone, so the next run need not
find it out again. It grows no more once every object has been met.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import (
    CollectedFields,
    DeferUsage,
    FieldDetailsList,
    GroupedFieldSet,
)
from graphql.execution.incremental.build_execution_plan import DeferUsageSet, ExecutionPlan
from graphql.pyutils import RefMap


@dataclass(slots=True)
class PartsMemory:
    """Of one program: ``root`` are the fields of the root, and what is deferred there. The others
    are the executor's own memories, which go by the identity of what is in here.
    """

    root: tuple[GroupedFieldSet, list[DeferUsage]] | None = None
    collected: dict[tuple[GraphQLObjectType, int], tuple[FieldDetailsList, CollectedFields]] = (
        field(default_factory=dict)
    )
    first: RefMap[GroupedFieldSet, ExecutionPlan] = field(default_factory=RefMap)
    deferred: RefMap[GroupedFieldSet, list[tuple[DeferUsageSet, ExecutionPlan]]] = field(
        default_factory=RefMap
    )
    whole: dict[int, tuple[GroupedFieldSet, GroupedFieldSet]] = field(default_factory=dict)

    def lend(self, executor: Any) -> None:
        """Have ``executor`` remember here."""
        executor._relevant_sub_fields = self.collected
        executor._initial_execution_plans = self.first
        executor._deferred_execution_plans = self.deferred
        executor._whole = self.whole
