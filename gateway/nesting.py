"""Nesting: how deep a document may go, so that its answer cannot grow without bound.

Some objects lead back to themselves: a LIVE to its broadcast, a broadcast to its LIVEs. Each time
round multiplies the answer, so a path may go round a few times only.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_composite_type,
)

from gateway.errors import RequestError

MOST_LEVELS = 16
MOST_OF_A_TYPE = 4
MOST_LISTS_OF_A_TYPE = 2
_MOST_STEPS = 20_000


@dataclass(slots=True)
class _Path:
    """What stands above a selection: how many levels, which types, and which lists of them."""

    levels: int = 0
    types: Counter[str] = field(default_factory=Counter)
    lists: Counter[str] = field(default_factory=Counter)

    def below(self, child: GraphQLNamedType, *, is_list: bool) -> _Path:
        """The path one level further down, at ``child``."""
        lists = self.lists + Counter({child.name: 1}) if is_list else self.lists
        return _Path(self.levels + 1, self.types + Counter({child.name: 1}), lists)

    def is_too_long(self) -> bool:
        """Whether the path has gone round too often, or down too far."""
        return (
            self.levels > MOST_LEVELS
            or max(self.types.values(), default=0) > MOST_OF_A_TYPE
            or max(self.lists.values(), default=0) > MOST_LISTS_OF_A_TYPE
        )


def check_nesting(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> None:
    """Refuse an operation that is nested too deep. The document must have been validated.

    Raises RequestError.
    """
    root = schema.get_root_type(operation.operation)
    if root is not None:
        _Walk(schema, document).enter(root, operation.selection_set, _Path())


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._steps = 0
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def enter(self, parent: GraphQLNamedType, selected: SelectionSetNode, path: _Path) -> None:
        for node in selected.selections:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise _too_deep("The document's fragments unfold into too much.")
            if isinstance(node, FieldNode):
                self._enter_field(parent, node, path)
                continue
            inside: Any = node
            if isinstance(node, FragmentSpreadNode):
                inside = self._fragments[node.name.value]
            condition = inside.type_condition
            narrowed = self._schema.get_type(condition.name.value) if condition else parent
            if narrowed is not None:
                self.enter(narrowed, inside.selection_set, path)

    def _enter_field(self, parent: GraphQLNamedType, node: FieldNode, path: _Path) -> None:
        fields = getattr(parent, "fields", {})
        # Introspection has no field here; validation bounds its depth.
        if node.selection_set is None or node.name.value not in fields:
            return
        kind: GraphQLOutputType = fields[node.name.value].type
        child = get_named_type(kind)
        if not is_composite_type(child):
            return
        below = path.below(child, is_list=_is_list(kind))
        if below.is_too_long():
            raise _too_deep(f"The document is nested too deep at {parent.name}.{node.name.value}.")
        self.enter(child, node.selection_set, below)


def _is_list(kind: GraphQLOutputType) -> bool:
    if isinstance(kind, GraphQLNonNull):
        kind = kind.of_type
    return isinstance(kind, GraphQLList)


def _too_deep(message: str) -> RequestError:
    return RequestError("GRAPHQL_VALIDATION_FAILED", message)
