"""Deciding: the variables of an operation on which it hangs what it selects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from gateway.compiled.selection import fragments_of


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
