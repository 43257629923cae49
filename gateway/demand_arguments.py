"""Demand arguments: what a document's arguments and directives say of how much it asks for."""

from __future__ import annotations

from typing import Any, TypeAlias

from graphql import (
    BooleanValueNode,
    FieldNode,
    GraphQLField,
    IntValueNode,
    ListValueNode,
    SelectionNode,
    ValueNode,
    VariableNode,
    value_from_ast_untyped,
)

from gateway.demand_formula import Conditions, Slice
from gateway.demand_size import SATURATED
from gateway.demand_weights import FieldWeight

Size: TypeAlias = Slice | int


def size_asked(weight: FieldWeight, known: GraphQLField, node: FieldNode) -> Size:
    """How many objects the field gives, or those lists below it that are as long."""
    if not weight.slicing:
        return weight.size
    name = weight.slicing[0]
    given = next((one.value for one in node.arguments or () if one.name.value == name), None)
    otherwise = _default(known, name, weight.size)
    return otherwise if given is None else _given(given, otherwise)


def _default(known: GraphQLField, name: str, otherwise: int) -> int:
    """The argument's default: the code gives it as a value, and a schema's text as a literal."""
    argument = known.args.get(name)
    default: Any = None if argument is None else argument.default_value
    if argument is not None and argument.default is not None and argument.default.literal:
        default = value_from_ast_untyped(argument.default.literal)
    return default if isinstance(default, int) else otherwise


def _given(node: ValueNode, otherwise: int) -> Size:
    if isinstance(node, VariableNode):
        return Slice(node.name.value, otherwise)
    if isinstance(node, IntValueNode):
        return min(max(int(node.value[:12]), 0), SATURATED)
    return len(node.values) if isinstance(node, ListValueNode) else otherwise


def conditions_of(node: SelectionNode, when: Conditions) -> Conditions | None:
    """The conditions under which ``node`` is there; None when it never is."""
    for directive in node.directives or ():
        wanted = {"include": True, "skip": False}.get(directive.name.value)
        if wanted is None:
            continue
        given = (directive.arguments or ())[0].value
        if isinstance(given, BooleanValueNode) and given.value is not wanted:
            return None
        if isinstance(given, VariableNode):
            when = when | {(given.name.value, wanted)}
    return when
