"""Look-ahead: which field groups of which upstream a document needs, worked out once.

Fields of the schema say what they need; this gathers what the selected ones say, through fragments,
aliases and interfaces. ``@skip`` and ``@include`` with variables become conditions that are decided
when the document runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from loaders.keys import Group
from resolvers.needs import needs_of

# A variable, and the value that it must have for the selection to be there.
Condition = tuple[str, bool]
Conditions = frozenset[Condition]
_ALWAYS: Conditions = frozenset()
_NOTHING: frozenset[Group] = frozenset()
_MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class NeededGroups:
    """The groups that are needed always, and those that hang on variables."""

    by_conditions: Mapping[Conditions, frozenset[Group]]

    def for_variables(self, variables: Mapping[str, Any]) -> frozenset[Group]:
        """The groups that are needed with these (coerced) variables."""
        always = self.by_conditions.get(_ALWAYS, _NOTHING)
        if len(self.by_conditions) == (_ALWAYS in self.by_conditions):
            return always
        return always.union(
            *(
                groups
                for conditions, groups in self.by_conditions.items()
                if all(variables.get(name) is value for name, value in conditions)
            )
        )


class _TooManySteps(Exception):
    pass


class _Walk:
    """One walk through an operation.

    A fragment is entered once for each type that it stands in and each set of conditions.
    """

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, *, minds_conditions: bool
    ) -> None:
        self._schema = schema
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self._minds_conditions = minds_conditions
        self._entered: set[tuple[str, str, Conditions]] = set()
        self._steps = 0
        self.found: dict[Conditions, set[Group]] = {}

    def enter(self, parent: GraphQLNamedType, selected: SelectionSetNode, when: Conditions) -> None:
        """Gather what ``selected`` of ``parent`` needs."""
        for node in selected.selections:
            self._steps += 1
            if self._minds_conditions and self._steps > _MOST_STEPS:
                raise _TooManySteps
            then = self._conditions(node, when)
            if then is not None:
                self._gather(parent, node, then)

    def _gather(self, parent: GraphQLNamedType, node: SelectionNode, when: Conditions) -> None:
        if isinstance(node, FieldNode):
            self._gather_field(parent, node, when)
        elif isinstance(node, FragmentSpreadNode):
            self._gather_fragment(parent, node.name.value, when)
        else:
            inline: Any = node
            condition = inline.type_condition
            narrowed = self._narrowed(parent, condition.name.value) if condition else parent
            if narrowed is not None:
                self.enter(narrowed, inline.selection_set, when)

    def _gather_field(self, parent: GraphQLNamedType, node: FieldNode, when: Conditions) -> None:
        for field in _fields(self._schema, parent, node.name.value):
            definition = field.extensions.get("strawberry-definition")
            groups = needs_of(definition.metadata) if definition is not None else frozenset()
            if groups:
                self.found.setdefault(when, set()).update(groups)
            if node.selection_set is not None:
                child = get_named_type(field.type)
                if is_composite_type(child):
                    self.enter(child, node.selection_set, when)

    def _gather_fragment(self, parent: GraphQLNamedType, name: str, when: Conditions) -> None:
        fragment = self._fragments.get(name)
        if fragment is None:
            return
        narrowed = self._narrowed(parent, fragment.type_condition.name.value)
        if narrowed is None or (name, narrowed.name, when) in self._entered:
            return
        self._entered.add((name, narrowed.name, when))
        self.enter(narrowed, fragment.selection_set, when)

    def _narrowed(self, parent: GraphQLNamedType, on: str) -> GraphQLNamedType | None:
        """The narrower of ``parent`` and the type ``on``; None when nothing can be both.

        A fragment on an interface, of an object, asks for what that object needs and no other.
        """
        condition = self._schema.get_type(on)
        if isinstance(condition, GraphQLInterfaceType) and isinstance(
            parent, GraphQLObjectType | GraphQLInterfaceType
        ):
            return parent if self._schema.is_sub_type(condition, parent) else condition
        if isinstance(parent, GraphQLObjectType) and condition is not parent:
            return None
        return condition

    def _conditions(self, node: SelectionNode, when: Conditions) -> Conditions | None:
        """The conditions under which ``node`` is there; None when it never is."""
        for directive in node.directives or ():
            wanted = {"include": True, "skip": False}.get(directive.name.value)
            if wanted is None:
                continue
            value = (directive.arguments or ())[0].value
            if isinstance(value, BooleanValueNode):
                if value.value is not wanted:
                    return None
            elif isinstance(value, VariableNode) and self._minds_conditions:
                when = when | {(value.name.value, wanted)}
        return when


def look_ahead(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> NeededGroups:
    """What ``operation`` needs. The document must have been validated.

    A document made to have more combinations of conditions than can be told apart is taken as if
    it had none: it then asks for too much, and never for too little.
    """
    try:
        return _walked(schema, document, operation, minds_conditions=True)
    except _TooManySteps:
        return _walked(schema, document, operation, minds_conditions=False)


def _walked(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    *,
    minds_conditions: bool,
) -> NeededGroups:
    walk = _Walk(schema, document, minds_conditions=minds_conditions)
    root = schema.get_root_type(operation.operation)
    if root is not None:
        walk.enter(root, operation.selection_set, _ALWAYS)
    return NeededGroups({when: frozenset(groups) for when, groups in walk.found.items()})


def _fields(schema: GraphQLSchema, parent: GraphQLNamedType, name: str) -> Iterator[Any]:
    """The field of an object; of an interface, that of every object that may stand there."""
    parents: Iterable[GraphQLNamedType] = [parent]
    if isinstance(parent, GraphQLInterfaceType):
        parents = schema.get_possible_types(parent)
    for each in parents:
        if isinstance(each, GraphQLObjectType) and name in each.fields:
            yield each.fields[name]
