"""Demand cost: from an operation to the formula of what it costs.

    cost of a field = its @cost + how many objects it gives x (1 + the cost of what it selects)

Fields of the same name in the same place are one, as they are when the operation runs. Of the
fragments on an interface those of one object alone are counted, of whichever costs most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    value_from_ast_untyped,
)

from gateway.demand_arguments import Size, conditions_of, size_asked
from gateway.demand_formula import (
    ALWAYS,
    Conditions,
    Formula,
    added,
    most,
    times,
    value,
    when,
)
from gateway.demand_limits import DemandExceeded
from gateway.demand_size import DemandSize
from gateway.demand_weights import weights_of

_MOST_STEPS = 20_000
# A selection set, and the conditions under which it counts.
Piece: TypeAlias = tuple[SelectionSetNode, Conditions]


@dataclass(frozen=True, slots=True)
class Demand:
    """What one operation asks for. ``defaults`` are the values of variables that are not given."""

    size: DemandSize
    formula: Formula
    defaults: Mapping[str, Any]

    def cost(self, variables: Mapping[str, Any]) -> int:
        """What a run with these variables costs, as they were given; of an update, each one."""
        if isinstance(self.formula, int):
            return self.formula
        return value(self.formula, {**self.defaults, **variables})


def demand_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    size: DemandSize,
) -> Demand:
    """What ``operation`` asks for. The document must have been validated. Raises DemandExceeded."""
    root = schema.get_root_type(operation.operation)
    assert root is not None
    formula = _Walk(schema, document).cost([(operation.selection_set, ALWAYS)], root, {})
    defaults = {
        one.variable.name.value: value_from_ast_untyped(one.default_value)
        for one in operation.variable_definitions or ()
        if one.default_value is not None
    }
    return Demand(size, formula, defaults)


class _Gathered:
    """The fields of one place by their names, and what is there for some types alone."""

    def __init__(self) -> None:
        self.fields: dict[str, list[tuple[FieldNode, Conditions]]] = {}
        self.narrower: list[tuple[GraphQLNamedType, Piece]] = []
        self.entered: set[tuple[str, Conditions]] = set()


class _Walk:
    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self._schema = schema
        self._weights = weights_of(schema)
        self._steps = 0
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }

    def cost(
        self, pieces: Iterable[Piece], parent: GraphQLNamedType, sized: Mapping[str, Size]
    ) -> Formula:
        """What is selected of one ``parent``; ``sized`` are its lists whose length is known."""
        found = _Gathered()
        for selected, conditions in pieces:
            self._gather(selected, conditions, parent, found)
        always = [self._field(nodes, parent, sized) for nodes in found.fields.values()]
        return added([*always, self._narrowed(found.narrower, parent, sized)])

    def _gather(
        self,
        selected: SelectionSetNode,
        conditions: Conditions,
        parent: GraphQLNamedType,
        found: _Gathered,
    ) -> None:
        for node in selected.selections:
            self._step()
            then = conditions_of(node, conditions)
            if then is None:
                continue
            if isinstance(node, FieldNode):
                name = (node.alias or node.name).value
                found.fields.setdefault(name, []).append((node, then))
            elif isinstance(node, FragmentSpreadNode):
                key = (node.name.value, then)
                if key not in found.entered:
                    found.entered.add(key)
                    self._enter(self._fragments[node.name.value], then, parent, found)
            elif isinstance(node, InlineFragmentNode):
                self._enter(node, then, parent, found)

    def _enter(
        self,
        node: FragmentDefinitionNode | InlineFragmentNode,
        conditions: Conditions,
        parent: GraphQLNamedType,
        found: _Gathered,
    ) -> None:
        named = node.type_condition
        on = parent if named is None else self._schema.get_type(named.name.value)
        if on is None:
            return
        if on is parent or self._is_a(parent, on):
            self._gather(node.selection_set, conditions, parent, found)
        elif is_abstract_type(parent):
            found.narrower.append((on, (node.selection_set, conditions)))

    def _narrowed(
        self,
        narrower: list[tuple[GraphQLNamedType, Piece]],
        parent: GraphQLNamedType,
        sized: Mapping[str, Size],
    ) -> Formula:
        if not narrower or not is_abstract_type(parent):
            return 0
        found: list[Formula] = []
        for each in self._schema.get_possible_types(parent):
            pieces = [piece for on, piece in narrower if on is each or self._is_a(each, on)]
            if pieces:
                found.append(self.cost(pieces, each, sized))
        return most(found)

    def _field(
        self,
        nodes: list[tuple[FieldNode, Conditions]],
        parent: GraphQLNamedType,
        sized: Mapping[str, Size],
    ) -> Formula:
        first, name = nodes[0][0], nodes[0][0].name.value
        known = self._schema.get_field(parent, name)  # type: ignore[arg-type]  # It is composite.
        if known is None or name == "__typename":
            return 0
        weight = self._weights.of(parent, name, known)
        size = size_asked(weight, known, first)
        often = sized.get(name, size) if not weight.sized else 1
        child = get_named_type(known.type)
        either = [conditions for _, conditions in nodes]
        # All under the same conditions: these stand around the whole, and not around its parts too.
        are_same = len(set(either)) == 1
        pieces = [
            (node.selection_set, ALWAYS if are_same else conditions)
            for node, conditions in nodes
            if node.selection_set is not None
        ]
        below = dict.fromkeys(weight.sized, size)
        each = self.cost(pieces, child, below) if is_composite_type(child) else 0
        return when(either, added([weight.weight, times(often, added([weight.each, each]))]))

    def _is_a(self, kind: GraphQLNamedType, on: GraphQLNamedType) -> bool:
        return (
            is_abstract_type(on)
            and isinstance(kind, GraphQLObjectType | type(on))
            and self._schema.is_sub_type(on, kind)
        )

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise DemandExceeded("fields", requested=self._steps, most=_MOST_STEPS)
