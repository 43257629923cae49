"""Selection: which fields of an object a document selects, in the order of its answer.

Collected as graphql-core's executor collects them, but with ``@skip``, ``@include`` and the ``if``
of ``@defer`` decided. What is deferred is selected like everything else; that it is has to be known
all the same, because a fragment is entered again where it is deferred otherwise than before.

This file is long because one walk knows all of it: splitting it would part what decides together.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    is_abstract_type,
)
from graphql.execution.collect_fields import DeferUsage, FieldDetails

# A document may be made so that collecting it takes long: it is then not worth a program.
_MOST_STEPS = 20_000
# Of each, whether the selection is there when the variable is true.
_DECIDING = {"include": True, "skip": False}
_DEFER = "defer"


class NotCovered(Exception):
    """No program can be written for this document; the reference runs it."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A field of an object's answer: the key that it stands under, and every node that selects it.

    The nodes select the same field, as validation has made sure of. With each stands what defers
    it, which is a ``@defer`` around it.
    """

    key: str
    details: tuple[FieldDetails, ...]

    @property
    def name(self) -> str:
        """The field's name."""
        return self.details[0].node.name.value

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from all others of the document."""
        # Nodes are compared by what they are, which takes long; by where they stand is enough.
        return (
            self.key,
            *(
                (id(each.node), each.defer_usage and id(each.defer_usage.directive_node))
                for each in self.details
            ),
        )


class Selection:
    """What a document selects, for one way in which its variables decide."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, decided: Mapping[str, bool]
    ) -> None:
        self._schema = schema
        self._fragments = fragments_of(document)
        self._decided = decided
        self._steps = 0

    def root_fields(self, root: GraphQLObjectType, selected: SelectionSetNode) -> list[Selected]:
        """The fields that ``selected`` selects of the root. Raises NotCovered."""
        collecting = _Collecting()
        self._collect(root, selected, collecting, None)
        return collecting.fields()

    def fields(self, parent: GraphQLObjectType, of: Selected) -> list[Selected]:
        """The fields that are selected of a ``parent``, where it is the value of the field ``of``.
        Raises NotCovered.
        """
        collecting = _Collecting()
        for node, usage, _ in of.details:
            if node.selection_set is not None:
                self._collect(parent, node.selection_set, collecting, usage)
        return collecting.fields()

    def _collect(
        self,
        parent: GraphQLObjectType,
        selected: SelectionSetNode,
        collecting: _Collecting,
        usage: DeferUsage | None,
    ) -> None:
        for node in selected.selections:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise NotCovered("its fragments unfold into too much")
            if not self._is_there(node):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                collecting.found.setdefault(key, []).append(FieldDetails(node, usage))
                continue
            fragment = self._fragment(node)
            if not self._is_of(fragment, parent):
                continue
            inner = self._usage(node) or usage
            if isinstance(node, InlineFragmentNode) or collecting.enters(fragment, inner):
                self._collect(parent, fragment.selection_set, collecting, inner)

    def _usage(self, node: SelectionNode) -> DeferUsage | None:
        """What defers the fragment; None: nothing does, or not with these variables."""
        defer = next((one for one in node.directives or () if one.name.value == _DEFER), None)
        if defer is None:
            return None
        for argument in defer.arguments or ():
            if argument.name.value == "if" and not self._is_true(argument.value):
                return None
        return DeferUsage(defer, None, None)

    def _fragment(self, node: SelectionNode) -> FragmentDefinitionNode | InlineFragmentNode:
        """What ``node``, which is no field, stands for."""
        if isinstance(node, InlineFragmentNode):
            return node
        assert isinstance(node, FragmentSpreadNode)
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
        if directive.name.value == _DEFER:
            return True
        wanted = _DECIDING.get(directive.name.value)
        if wanted is None:
            raise NotCovered(f"the directive {directive.name.value}")
        return self._is_true((directive.arguments or ())[0].value) is wanted

    def _is_true(self, value: ValueNode) -> bool:
        if isinstance(value, BooleanValueNode):
            return value.value
        if isinstance(value, VariableNode):
            return self._decided[value.name.value]
        raise NotCovered("a condition that is neither a variable nor a word")


class _Collecting:
    """What has been found of one object, and which fragments have been entered for it."""

    def __init__(self) -> None:
        self.found: dict[str, list[FieldDetails]] = {}
        self._entered: dict[str, set[int | None]] = {}

    def fields(self) -> list[Selected]:
        """All of it."""
        return [Selected(key, tuple(details)) for key, details in self.found.items()]

    def enters(
        self, fragment: FragmentDefinitionNode | InlineFragmentNode, usage: DeferUsage | None
    ) -> bool:
        """Whether a named fragment is to be entered: once is enough for what is not deferred, and
        for what is deferred by the same ``@defer``.
        """
        assert isinstance(fragment, FragmentDefinitionNode)
        entered = self._entered.setdefault(fragment.name.value, set())
        by = None if usage is None else id(usage.directive_node)
        if None in entered or by in entered:
            return False
        entered.add(by)
        return True


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of ``document`` by their names."""
    return {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
