"""Selection: which fields of an object a document selects, in the order of its answer.

Collected as graphql-core's executor collects them, but with ``@skip`` and ``@include`` decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)

# A document may be made so that collecting it takes long: it is then not worth a program.
_MOST_STEPS = 50_000
# Of each, whether the selection is there when the variable is true.
_DECIDING = {"include": True, "skip": False}


class NotCovered(Exception):
    """No program can be written for this document; the reference runs it."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A field of an object's answer: the key that it stands under, and every node that selects it.

    The nodes select the same field, as validation has made sure of.
    """

    key: str
    nodes: tuple[FieldNode, ...]

    @property
    def name(self) -> str:
        """The field's name."""
        return self.nodes[0].name.value

    def selection_sets(self) -> list[SelectionSetNode]:
        """What is selected of its value, by all of its nodes."""
        return [node.selection_set for node in self.nodes if node.selection_set is not None]


class Selection:
    """What a document selects, for one way in which its variables decide."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, decided: Mapping[str, bool]
    ) -> None:
        self._schema = schema
        self._fragments = fragments_of(document)
        self._decided = decided
        self._steps = 0

    def fields(
        self, parent: GraphQLObjectType, selected: Iterable[SelectionSetNode]
    ) -> list[Selected]:
        """The fields that are selected of a ``parent``. Raises NotCovered."""
        found: dict[str, list[FieldNode]] = {}
        entered: set[str] = set()
        for selection_set in selected:
            self._collect(parent, selection_set, found, entered)
        return [Selected(key, tuple(nodes)) for key, nodes in found.items()]

    def _collect(
        self,
        parent: GraphQLObjectType,
        selected: SelectionSetNode,
        found: dict[str, list[FieldNode]],
        entered: set[str],
    ) -> None:
        for node in selected.selections:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise NotCovered("its fragments unfold into too much")
            if not self._is_there(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
                continue
            fragment = self._fragment(node, entered)
            if fragment is not None and self._is_of(fragment, parent):
                if isinstance(node, FragmentSpreadNode):
                    entered.add(node.name.value)
                self._collect(parent, fragment.selection_set, found, entered)

    def _fragment(
        self, node: SelectionNode, entered: set[str]
    ) -> FragmentDefinitionNode | InlineFragmentNode | None:
        """What ``node`` stands for; None when it has been entered already: once is enough."""
        if isinstance(node, InlineFragmentNode):
            return node
        if not isinstance(node, FragmentSpreadNode) or node.name.value in entered:
            return None
        fragment = self._fragments.get(node.name.value)
        if fragment is None or fragment.variable_definitions:
            raise NotCovered("a fragment that is not there or has variables of its own")
        return fragment

    def _is_of(
        self, fragment: FragmentDefinitionNode | InlineFragmentNode, parent: GraphQLObjectType
    ) -> bool:
        if fragment.type_condition is None:
            return True
        condition = self._schema.get_type(fragment.type_condition.name.value)
        if condition is parent:
            return True
        return is_abstract_type(condition) and self._schema.is_sub_type(condition, parent)

    def _is_there(self, node: SelectionNode) -> bool:
        return all(self._is_fulfilled(directive) for directive in node.directives or ())

    def _is_fulfilled(self, directive: DirectiveNode) -> bool:
        wanted = _DECIDING.get(directive.name.value)
        if wanted is None:
            raise NotCovered(f"the directive {directive.name.value}")
        value = (directive.arguments or ())[0].value
        if isinstance(value, BooleanValueNode):
            return value.value is wanted
        if isinstance(value, VariableNode):
            return self._decided[value.name.value] is wanted
        raise NotCovered("a condition that is neither a variable nor a word")


def deciding_variables(
    document: DocumentNode, operation: OperationDefinitionNode
) -> tuple[str, ...]:
    """The variables on which it hangs what ``operation`` selects, in the order of their names."""
    return tuple(sorted(set(_deciding(fragments_of(document), operation.selection_set))))


def _deciding(
    fragments: Mapping[str, FragmentDefinitionNode], selected: SelectionSetNode
) -> Iterator[str]:
    waiting, entered = [selected], set[str]()
    while waiting:
        for node in waiting.pop().selections:
            for directive in node.directives or ():
                for argument in directive.arguments or ():
                    if isinstance(argument.value, VariableNode):
                        yield argument.value.name.value
            inside: FieldNode | InlineFragmentNode | FragmentDefinitionNode | None
            if isinstance(node, FragmentSpreadNode):
                inside = None if node.name.value in entered else fragments.get(node.name.value)
                entered.add(node.name.value)
            else:
                assert isinstance(node, FieldNode | InlineFragmentNode)
                inside = node
            if inside is not None and inside.selection_set is not None:
                waiting.append(inside.selection_set)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of ``document`` by their names."""
    return {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
