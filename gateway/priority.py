"""Priority: who goes first when there is not room for everybody, worked out once for a document.

A page, which somebody has just opened, goes before a list of old ones, and that before tools.
"""

from __future__ import annotations

from collections import Counter
from enum import IntEnum

from graphql import DocumentNode, OperationDefinitionNode

from resolvers.selected import Selected

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
    selected = Selected(document)
    root = Counter(node.name.value for node in selected.fields(operation.selection_set))
    if _TOOLS & root.keys():
        return Priority.TOOL
    asked = [times for name, times in root.items() if not name.startswith("__")]
    below = selected.below(operation.selection_set)
    if any(times > 1 for times in asked) or any(node.name.value in _OF_A_LIST for node in below):
        return Priority.LIST
    return Priority.PAGE
