"""Deferrals: the ``@defer`` of a document, and which of them are worth an answer in parts.

A server may give a deferred fragment with the rest. Here one comes later when it stands on an end
page or on a LIVE and has a panel in it: a panel is what takes time. That is a page's slow panels,
and the pages of a list. Everything else is there as soon as the rest is.

Clients of the older format take a fragment for missing until it is told of by its label, so to them
every one is told, those that are there at once, too: see ``gateway.older_format``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from graphql import (
    REMOVE,
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    NameNode,
    SelectionSetNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)

from resolvers.selected import Selected, response_key
from resolvers.subscription import EndPagePanel

# The keys of an answer below a fragment, each with those below it; None: a scalar.
Shape: TypeAlias = Mapping[str, "Shape | None"]
Fragment = TypeVar("Fragment", FragmentSpreadNode, InlineFragmentNode)

_PLACES = frozenset({"EndPage", "LiveSession"})
_PANELS = frozenset(panel.value for panel in EndPagePanel)
_MOST = 64


class DeferredFragment:
    """One ``@defer``: its label, and the fragment that it stands on."""

    __slots__ = ("_selected", "_selection_set", "_shape", "label")

    def __init__(
        self, label: str | None, selected: Selected, selection_set: SelectionSetNode
    ) -> None:
        self.label = label
        self._selected = selected
        self._selection_set = selection_set
        self._shape: Shape | None = None

    @property
    def shape(self) -> Shape:
        """What the fragment selects, of whatever type, with what is deferred in it."""
        # Worked out when it is first asked for, since most clients never need it.
        if self._shape is None:
            self._shape = _shape(self._selected, [self._selection_set])
        return self._shape


@dataclass(frozen=True, slots=True)
class Deferrals:
    """Every ``@defer`` of a document.

    ``every`` is the document with all of them, ``honoured`` with those alone that are worth it;
    None: there are none. In both, a label is the place of its fragment in ``fragments``.
    """

    every: DocumentNode
    honoured: DocumentNode | None
    fragments: list[DeferredFragment] = field(repr=False)

    def fragment(self, label: str | None) -> DeferredFragment:
        """The fragment of a label of those two documents."""
        return self.fragments[int(label or 0)]


def deferrals(schema: GraphQLSchema, document: DocumentNode) -> Deferrals | None:
    """What is deferred in ``document``, which must have been validated; None: nothing.

    Of a document with more than anybody would write by hand nothing is deferred, either: an answer
    in so many parts costs more than a whole one.
    """
    if document.loc is not None and "defer" not in document.loc.source.body:
        return None
    labelled = _Labelled(schema, document)
    every = visit(document, TypeInfoVisitor(labelled.type_info, labelled))
    if not 0 < len(labelled.fragments) <= _MOST:
        return None
    honoured = visit(every, _Kept(labelled.worth_it)) if labelled.worth_it else None
    return Deferrals(every, honoured, labelled.fragments)


class _Labelled(Visitor):
    """Gives every ``@defer`` a label of ours, and takes away those that never are."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        super().__init__()
        self.type_info = TypeInfo(schema)
        self.fragments: list[DeferredFragment] = []
        self.worth_it: set[str] = set()
        self._selected = Selected(document)
        self._definitions = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: Any) -> Any:
        kind = self.type_info.get_type()
        return self._entered(node, node.selection_set, str(kind))

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> Any:
        definition = self._definitions[node.name.value]
        return self._entered(node, definition.selection_set, definition.type_condition.name.value)

    def _entered(self, node: Fragment, selected: SelectionSetNode, kind: str) -> Fragment | None:
        defer = next((one for one in node.directives or () if one.name.value == "defer"), None)
        if defer is None or len(self.fragments) > _MOST:
            return None
        others: tuple[DirectiveNode, ...] = tuple(
            one for one in node.directives or () if one is not defer
        )
        arguments = {one.name.value: one for one in defer.arguments or ()}
        if _is_false(arguments.get("if")):
            return replace(node, directives=others)
        place = str(len(self.fragments))
        label = arguments.pop("label", None)
        told = label.value.value if label and isinstance(label.value, StringValueNode) else None
        self.fragments.append(DeferredFragment(told, self._selected, selected))
        if kind in _PLACES and _has_panel(self._selected, selected):
            self.worth_it.add(place)
        return replace(node, directives=(*others, _defer(arguments.values(), label=place)))


class _Kept(Visitor):
    """Takes away every ``@defer`` but those with these labels."""

    def __init__(self, labels: set[str]) -> None:
        super().__init__()
        self._labels = labels

    def enter_directive(self, node: DirectiveNode, *_: Any) -> Any:
        if node.name.value != "defer":
            return None
        labels = {
            argument.value.value
            for argument in node.arguments or ()
            if isinstance(argument.value, StringValueNode)
        }
        return None if labels & self._labels else REMOVE


def _defer(arguments: Iterable[ArgumentNode], *, label: str) -> DirectiveNode:
    argument = ArgumentNode(name=NameNode(value="label"), value=StringValueNode(value=label))
    return DirectiveNode(name=NameNode(value="defer"), arguments=(*arguments, argument))


def _is_false(argument: ArgumentNode | None) -> bool:
    value = argument.value if argument else None
    return isinstance(value, BooleanValueNode) and not value.value


def _has_panel(selected: Selected, selection_set: SelectionSetNode) -> bool:
    return any(node.name.value in _PANELS for node in selected.below(selection_set))


def _shape(selected: Selected, levels: list[SelectionSetNode]) -> Shape:
    below: dict[str, list[SelectionSetNode]] = {}
    for level in levels:
        for node in selected.fields(level):
            further = below.setdefault(response_key(node), [])
            if node.selection_set is not None:
                further.append(node.selection_set)
    return {key: _shape(selected, further) if further else None for key, further in below.items()}
