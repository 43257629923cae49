"""Parts executor: the early executor, which shows by code what comes as one.

What comes when, and in which part, is the early executor's business as ever. So is whatever is not
as the code expects: it is completed there, from what its resolver has given.
"""

from __future__ import annotations

from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from typing import Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import DeferUsage, FieldDetailsList, GroupedFieldSet
from graphql.execution.incremental.build_execution_plan import DeferUsageSet
from graphql.execution.incremental.incremental_executor import DeliveryGroupMap, IncrementalExecutor
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from gateway.compiled.parts_program import PartsProgram, PieceField
from gateway.compiled.run import ResolverInfo
from gateway.early_executor import EarlyExecutor


class _Reading:
    """What written code uses of a run."""

    __slots__ = ("info", "values", "variable_values")

    def __init__(
        self, context: Any, values: Mapping[str, Any], variable_values: VariableValues
    ) -> None:
        self.info = ResolverInfo(context)
        self.values = values
        self.variable_values = variable_values


class PartsExecutor(EarlyExecutor):
    """An early executor that ``runs`` a program."""

    _program: PartsProgram
    _reading: _Reading
    _deferred_reading: _Reading

    def runs(self, program: PartsProgram, values: Mapping[str, Any]) -> None:
        """It is to run ``program``, of these (coerced) variables. All else is set already."""
        program.memory.lend(self)
        self._program = program
        self._reading = _Reading(self.context_value, values, self.variable_values)
        self._deferred_reading = _Reading(self.deferred_context, values, self.variable_values)

    def create_sub_executor(
        self, defer_usage_set: DeferUsageSet | None = None
    ) -> IncrementalExecutor:
        """An executor of something that is deferred."""
        executor = super().create_sub_executor(defer_usage_set)
        assert isinstance(executor, PartsExecutor)
        executor._reading = self._deferred_reading
        return executor

    def execute_collected_root_fields(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,  # graphql-core's signature.
        new_defer_usages: Sequence[DeferUsage],
    ) -> Any:
        """The fields of the root, as they were collected when the program ran first."""
        memory = self._program.memory
        if memory.root is None:
            memory.root = grouped_field_set, list(new_defer_usages)
        fields, usages = memory.root
        return super().execute_collected_root_fields(
            root_type, root_value, fields, serially, usages
        )

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: DeliveryGroupMap | None,
    ) -> Any:
        """Fields of one object: those that code shows at once, and the others as ever."""
        level = self._program.level(parent_type, grouped_field_set)
        reading = self._reading
        data: dict[str, Any] = dict(level.keys)
        try:
            for key, show in level.shown:
                data[key] = show(source_value, reading)
        except Exception:  # noqa: BLE001  # graphql-core says what it means.
            return super().execute_fields(
                parent_type, source_value, path, grouped_field_set, position_context
            )
        if not level.others:
            return data
        others = super().execute_fields(
            parent_type, source_value, path, level.others, position_context
        )
        if not isinstance(others, dict):
            return _joined(data, others)
        data.update(others)
        return data

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: DeliveryGroupMap | None,
    ) -> Any:
        """The field's value, or a task that is begun in the next tick, with all others."""
        piece = self._program.piece(parent_type, field_details_list)
        if piece is None or piece.call is None:
            return super().execute_field(
                parent_type, source, field_details_list, path, position_context
            )
        try:
            value = piece.call(source, self._reading)
        except Exception:  # noqa: BLE001  # The same.
            return super().execute_field(
                parent_type, source, field_details_list, path, position_context
            )
        return self._begun(
            self._shown(piece, value, parent_type, field_details_list, path, position_context)
        )

    async def _shown(
        self,
        piece: PieceField,
        coming: Coroutine[Any, Any, Any],
        parent: GraphQLObjectType,
        details: FieldDetailsList,
        path: Path,
        position: DeliveryGroupMap | None,
    ) -> Any:
        result: Coroutine[Any, Any, Any]
        try:
            value = await coming
        except Exception as error:  # noqa: BLE001  # The same.
            result = _raising(error)
        else:
            try:
                return piece.show(value, self._reading)
            except Exception:  # noqa: BLE001  # The same.
                result = _giving(value)
        definition = piece.definition
        assert definition is not None
        info = self.build_resolve_info(definition, [each.node for each in details], parent, path)
        return await self.complete_awaitable_value(
            definition.type, details, info, path, result, position
        )


async def _joined(data: dict[str, Any], others: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    data.update(await others)
    return data


async def _giving(value: Any) -> Any:
    return value


async def _raising(error: Exception) -> Any:
    raise error
