"""Selected: the fields of a document, level by level, through its fragments."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    SelectionSetNode,
)


class Selected:
    """Walks through one document. ``@skip``, ``@include`` and type conditions are not looked at."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            definition.name.value: definition.selection_set
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def fields(
        self, selected: SelectionSetNode | None, entered: set[str] | None = None
    ) -> Iterator[FieldNode]:
        """The fields of one level. No fragment is entered that is in ``entered``, to which those
        are added that are: so that the walk stays linear.
        """
        entered = set() if entered is None else entered
        for node in selected.selections if selected else ():
            if isinstance(node, FieldNode):
                yield node
            elif not isinstance(node, FragmentSpreadNode):
                yield from self.fields(node.selection_set, entered)  # type: ignore[attr-defined]
            elif (name := node.name.value) not in entered:
                entered.add(name)
                yield from self.fields(self._fragments.get(name), entered)

    def below(self, selected: SelectionSetNode | None) -> Iterator[FieldNode]:
        """The fields of every level; each fragment is entered once."""
        waiting, entered = [selected], set[str]()
        while waiting:
            for node in self.fields(waiting.pop(), entered):
                yield node
                waiting.append(node.selection_set)


def response_key(node: FieldNode) -> str:
    """The name under which the field stands in the answer."""
    return node.alias.value if node.alias else node.name.value
