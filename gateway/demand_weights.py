"""Demand weights: what each field of a schema costs, as its ``@cost`` and ``@listSize`` say.

They are read from the schema that the code makes, and from one that was read from a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_introspection_type,
    value_from_ast_untyped,
)

from resolvers.cost import Cost, ListSize

UNSAID_SIZE = 10
"""How long a list is taken for that does not say it."""


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """``weight`` is paid once, and ``each`` for every object that is given.

    ``size`` is how many these are where no argument of ``slicing`` says it. ``sized`` are the
    fields below that are as long as the arguments say; the field itself is then one object.
    """

    weight: int = 0
    each: int = 0
    size: int = 1
    slicing: tuple[str, ...] = ()
    sized: frozenset[str] = frozenset()


# Of the schema itself objects are cheap, and what multiplies is the lists: one unit each.
_INTROSPECTION: Mapping[tuple[str, str], FieldWeight] = {
    ("__Schema", "types"): FieldWeight(weight=1, size=150),
    ("__Schema", "directives"): FieldWeight(weight=1, size=10),
    ("__Type", "fields"): FieldWeight(weight=1, size=10),
    ("__Type", "interfaces"): FieldWeight(weight=1, size=2),
    ("__Type", "possibleTypes"): FieldWeight(weight=1, size=10),
    ("__Type", "enumValues"): FieldWeight(weight=1, size=10),
    ("__Type", "inputFields"): FieldWeight(weight=1, size=5),
    ("__Field", "args"): FieldWeight(weight=1, size=1),
    ("__Directive", "args"): FieldWeight(weight=1, size=2),
}
# A router's own field, which no directive of the schema speaks of.
_ENTITIES = FieldWeight(weight=10, each=1, size=UNSAID_SIZE, slicing=("representations",))


class Weights:
    """The weights of one schema's fields, each worked out when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], FieldWeight] = {}

    def of(self, parent: GraphQLNamedType, name: str, field: GraphQLField) -> FieldWeight:
        """The weight of the field of that name."""
        key = (parent.name, name)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _weight(parent, name, field)
        return found


@lru_cache(maxsize=8)
def weights_of(_schema: GraphQLSchema) -> Weights:
    """The weights of a schema."""
    return Weights()


def _weight(parent: GraphQLNamedType, name: str, field: GraphQLField) -> FieldWeight:
    child = get_named_type(field.type)
    if name == "_entities":
        return _ENTITIES
    if is_introspection_type(parent) or is_introspection_type(child):
        return _INTROSPECTION.get((parent.name, name), FieldWeight())
    said = _said(field)
    cost, size = said.get("cost", {}), said.get("listSize", {})
    sized = frozenset(size.get("sizedFields") or ())
    is_list = isinstance(get_nullable_type(field.type), GraphQLList)
    return FieldWeight(
        weight=int(cost.get("weight", 0)),
        each=1 if is_composite_type(child) else 0,
        size=size.get("assumedSize") or UNSAID_SIZE if is_list or sized else 1,
        slicing=tuple(size.get("slicingArguments") or ()),
        sized=sized,
    )


def _said(field: GraphQLField) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of the field's directives, by the directives' names."""
    if field.ast_node is not None:
        return {
            one.name.value: {
                argument.name.value: value_from_ast_untyped(argument.value)
                for argument in one.arguments or ()
            }
            for one in field.ast_node.directives or ()
        }
    definition = field.extensions.get("strawberry-definition")
    said: dict[str, Mapping[str, Any]] = {}
    for one in definition.directives if definition is not None else ():
        if isinstance(one, Cost):
            said["cost"] = {"weight": one.weight}
        elif isinstance(one, ListSize):
            said["listSize"] = {
                "assumedSize": one.assumed_size,
                "slicingArguments": one.slicing_arguments,
                "sizedFields": one.sized_fields,
            }
    return said
