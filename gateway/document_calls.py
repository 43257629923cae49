"""Document calls: which panels an operation selects, and what will be asked of whom for them.

A panel asks its sources whenever it is selected, for the field groups that its plan needs and, when
those are none, for the header alone. Whatever is selected twice, a source has one call. What hangs
on a variable, or on what kind of object an id is of, is asked for ``perhaps``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
)

from gateway.plan import Plan
from loaders.keys import Group, Part
from loaders.names import MONGODB
from resolvers.collections import COLLECTIONS
from resolvers.needs import needs_of

K = TypeVar("K", bound=Hashable)

_NODE, _PANEL = "Node", "Panel"
_HEADER = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a source, or none when it ``is_perhaps`` made.

    ``groups`` are the field groups by part (of MongoDB: its collections) that are asked for when it
    is made; ``perhaps`` are those that may be, too.
    """

    upstream: str
    is_perhaps: bool
    groups: dict[str, list[str]]
    perhaps: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class DocumentCalls:
    """``panels`` are named by their fields, and those that are fetched by an id by their types."""

    panels: list[str]
    calls: list[Call]


def document_calls(schema: GraphQLSchema, plan: Plan) -> DocumentCalls:
    """What the operation of this plan will have asked. The schema is the one that it runs on."""
    walk = _Walk(schema, plan)
    root = schema.get_root_type(plan.operation.operation)
    assert root is not None
    walk.enter(root, plan.operation.selection_set, is_sure=True)
    found = [_call(MONGODB, {"collections": walk.collections})] if walk.collections else []
    by_upstream: dict[str, dict[str, dict[str, bool]]] = {}
    for (upstream, part), is_sure in walk.parts.items():
        by_upstream.setdefault(upstream, {})[part.value] = {_HEADER: is_sure}
    needed = plan.needed.by_conditions
    for conditions, groups in sorted(needed.items(), key=lambda item: len(item[0])):
        for group in groups:
            named = by_upstream.setdefault(group.upstream, {}).setdefault(group.part.value, {})
            named.setdefault(group.name, not conditions and not walk.goes_by_id)
    found += [_call(upstream, parts) for upstream, parts in sorted(by_upstream.items())]
    return DocumentCalls(list(walk.panels), found)


def _call(upstream: str, parts: dict[str, dict[str, bool]]) -> Call:
    """``parts`` has the names that are asked for, and whether that is sure."""
    in_order = dict(sorted(parts.items(), reverse=True))
    is_perhaps = not any(is_sure for named in parts.values() for is_sure in named.values())

    def names(of: dict[str, bool], *, sure: bool) -> list[str]:
        return sorted(name for name, is_sure in of.items() if name != _HEADER and is_sure is sure)

    return Call(
        upstream=upstream,
        is_perhaps=is_perhaps,
        groups={part: names(of, sure=True) for part, of in in_order.items()},
        perhaps={part: told for part, of in in_order.items() if (told := names(of, sure=False))},
    )


class _Walk:
    """One walk through an operation: the panels, and who is asked for them by which part.

    A fragment is entered once for each type that it stands in.
    """

    def __init__(self, schema: GraphQLSchema, plan: Plan) -> None:
        self._schema = schema
        self._fragments = {
            one.name.value: one
            for one in plan.document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._entered: set[tuple[str, str, bool]] = set()
        self.goes_by_id = False
        self.panels: dict[str, None] = {}
        self.collections: dict[str, bool] = {}
        self.parts: dict[tuple[str, Part], bool] = {}

    def enter(
        self, parent: GraphQLNamedType, selected: SelectionSetNode | None, *, is_sure: bool
    ) -> None:
        """Gather what ``selected`` of ``parent`` asks for; ``is_sure``: whenever it runs."""
        if parent.name in COLLECTIONS:
            _note(self.collections, COLLECTIONS[parent.name], is_sure=is_sure)
        for node in selected.selections if selected else ():
            then = is_sure and not _is_conditional(node)
            if _is_left_out(node):
                continue
            if isinstance(node, FieldNode):
                self._enter_field(parent, node, is_sure=then)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._fragments[node.name.value]
                key = (parent.name, node.name.value, then)
                if key not in self._entered:
                    self._entered.add(key)
                    on = fragment.type_condition.name.value
                    self._narrow(parent, on, fragment.selection_set, is_sure=then)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition.name.value if node.type_condition else parent.name
                self._narrow(parent, on, node.selection_set, is_sure=then)

    def _enter_field(self, parent: GraphQLNamedType, node: FieldNode, *, is_sure: bool) -> None:
        known = getattr(parent, "fields", {}).get(node.name.value)
        if known is None or node.selection_set is None:
            return
        child = get_named_type(known.type)
        if self._is_a(child, _PANEL):
            self._meet(child, node.name.value, is_sure=is_sure)
        if child.name == _NODE:
            # Whatever the id is of is loaded, whether something of it is selected or not.
            self.goes_by_id = True
            for each in self._schema.get_possible_types(child):
                if self._is_a(each, _PANEL):
                    self._ask(each, is_sure=False)
                elif each.name in COLLECTIONS:
                    _note(self.collections, COLLECTIONS[each.name], is_sure=False)
        self.enter(child, node.selection_set, is_sure=is_sure)

    def _narrow(
        self, parent: GraphQLNamedType, on: str, selected: SelectionSetNode, *, is_sure: bool
    ) -> None:
        condition = self._schema.get_type(on)
        if condition is None or condition is parent or isinstance(parent, GraphQLObjectType):
            self.enter(parent, selected, is_sure=is_sure)
            return
        if self._is_a(condition, _PANEL):
            self._meet(condition, on, is_sure=False)
        self.enter(condition, selected, is_sure=False)

    def _meet(self, panel: GraphQLNamedType, name: str, *, is_sure: bool) -> None:
        self.panels[name] = None
        self._ask(panel, is_sure=is_sure)
        if panel.name in COLLECTIONS:
            _note(self.collections, COLLECTIONS[panel.name], is_sure=is_sure)

    def _ask(self, panel: GraphQLNamedType, *, is_sure: bool) -> None:
        shown = {(group.upstream, group.part) for group in self._shown_in(panel)}
        for upstream, part in shown:
            # A creator's part beside that of a LIVE is asked for its groups, never for its header.
            if part is Part.SESSION or (upstream, Part.SESSION) not in shown:
                _note(self.parts, (upstream, part), is_sure=is_sure)

    def _shown_in(self, panel: GraphQLNamedType) -> Iterator[Group]:
        """The groups of everything in a panel: its resolver asks whoever has one of them."""
        waiting, seen = [panel], {panel.name}
        while waiting:
            for known in getattr(waiting.pop(), "fields", {}).values():
                definition = known.extensions.get("strawberry-definition")
                yield from needs_of(definition.metadata) if definition is not None else ()
                child = get_named_type(known.type)
                if child.name not in seen and not self._is_a(child, _NODE):
                    seen.add(child.name)
                    waiting.append(child)

    def _is_a(self, found: GraphQLNamedType, interface: str) -> bool:
        return isinstance(found, GraphQLObjectType | GraphQLInterfaceType) and any(
            one.name == interface for one in found.interfaces
        )


def _note(noted: dict[K, bool], key: K, *, is_sure: bool) -> None:
    noted[key] = noted.get(key, False) or is_sure


def _is_conditional(node: SelectionNode) -> bool:
    return any(one.name.value in {"skip", "include"} for one in node.directives or ())


def _is_left_out(node: SelectionNode) -> bool:
    """Whether a condition that is no variable leaves it out always."""
    for directive in node.directives or ():
        wanted = {"include": True, "skip": False}.get(directive.name.value)
        value = (directive.arguments or ())[0].value if wanted is not None else None
        if isinstance(value, BooleanValueNode) and value.value is not wanted:
            return True
    return False
