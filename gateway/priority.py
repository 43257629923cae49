"""Priority: who goes first when there is not room for everybody, worked out once for a document.

A page, which somebody has just opened, goes before a list of old ones, and that before tools.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

_TOOLS = frozenset({"__schema", "__type"})
# By the connections' own specification every list of pages has them, and nothing else does.
_OF_A_LIST = frozenset({"edges", "pageInfo"})


class Priority(IntEnum):
    """The lower number goes first."""

    PAGE = 0
    LIST = 1
    TOOL = 2


def priority_of(document: DocumentNode, operation: OperationDefinitionNode) -> Priority:
    """The priority of ``operation``. The document must have been validated.

    Introspection makes it a tool's; a connection, or a root field that is asked for more than once,
    makes it a list. ``@skip`` and ``@include`` are not looked at.
    """
    walk = _Walk(document)
    root = Counter(node.name.value for node in walk.fields(operation.selection_set, set()))
    if _TOOLS & root.keys():
        return Priority.TOOL
    asked = [times for name, times in root.items() if not name.startswith("__")]
    if any(times > 1 for times in asked) or walk.selects(operation.selection_set, _OF_A_LIST):
        return Priority.LIST
    return Priority.PAGE


class _Walk:
    """Walks through one document; each fragment is entered once, so that it stays linear."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            definition.name.value: definition.selection_set
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def fields(self, selected: SelectionSetNode, entered: set[str]) -> Iterator[FieldNode]:
        """The fields of one level, through fragments."""
        for node in selected.selections:
            if isinstance(node, FieldNode):
                yield node
            elif not isinstance(node, FragmentSpreadNode):
                yield from self.fields(node.selection_set, entered)  # type: ignore[attr-defined]
            elif (name := node.name.value) not in entered:
                entered.add(name)
                if name in self._fragments:
                    yield from self.fields(self._fragments[name], entered)

    def selects(self, selected: SelectionSetNode, names: frozenset[str]) -> bool:
        """Whether a field of one of these names is selected, however deep."""
        waiting, entered = [selected], set[str]()
        while waiting:
            for node in self.fields(waiting.pop(), entered):
                if node.name.value in names:
                    return True
                if node.selection_set is not None:
                    waiting.append(node.selection_set)
        return False
