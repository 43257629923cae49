"""Outline: the objects of a document's answers, each with what is selected of it.

An object is open when somewhere in it a resolver is waited for; else its answer can be built by
synchronous code alone. Objects of which the very same is selected are one part of the outline,
wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionSetNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails

from gateway.compiled.reading import Reading, reading_of
from gateway.compiled.selection import NotCovered, Selected, Selection

_TYPE_NAME = "__typename"
# A part is written at one go, in which nothing else is done.
_MOST_OF_A_PART = 200


@dataclass(slots=True, eq=False)
class PartField:
    """A field of a part: its key, how it is had, and the parts that may stand there, by type.

    ``definition`` None: the key shows the name of the object's type.
    """

    key: str
    details: tuple[FieldDetails, ...]
    definition: GraphQLField | None = None
    reading: Reading = field(default_factory=Reading)
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def named_type(self) -> GraphQLNamedType:
        """The type of what stands there, lists and non-null seen through."""
        assert self.definition is not None
        return get_named_type(self.definition.type)

    @property
    def is_beside(self) -> bool:
        """Whether something is waited for: itself, or something in it."""
        return self.reading.is_async or any(part.is_open for part in self.parts.values())


@dataclass(slots=True, eq=False)
class Part:
    """An object of type ``type``; ``number`` tells it from the others."""

    type: GraphQLObjectType
    number: int
    fields: list[PartField] = field(default_factory=list)
    is_open: bool = False


class Outline:
    """The parts of one operation's answers, the root first."""

    def __init__(self, schema: GraphQLSchema, selection: Selection, *, most_fields: int) -> None:
        self._schema = schema
        self._selection = selection
        self._most_fields = most_fields
        self._known: dict[tuple[object, ...], Part] = {}
        self._waiting: list[tuple[Part, list[Selected]]] = []
        self.parts: list[Part] = []
        self.fields = 0

    def draw(self, root: GraphQLObjectType, selected: SelectionSetNode) -> Iterator[None]:
        """Draw it, a little with each step. Raises NotCovered."""
        self._part(root, self._selection.root_fields(root, selected))
        while self._waiting:
            part, fields = self._waiting.pop()
            for each in fields:
                part.fields.append(self._field(part.type, each))
            yield
        while self._has_opened():
            yield

    def _part(self, kind: GraphQLObjectType, fields: list[Selected]) -> Part:
        key = (kind.name, *(each.identity for each in fields))
        known = self._known.get(key)
        if known is None:
            self.fields += len(fields)
            if self.fields > self._most_fields or len(fields) > _MOST_OF_A_PART:
                raise NotCovered("it has more fields than a program may have")
            known = self._known[key] = Part(kind, len(self.parts))
            self.parts.append(known)
            self._waiting.append((known, fields))
        return known

    def _field(self, parent: GraphQLObjectType, selected: Selected) -> PartField:
        if selected.name == _TYPE_NAME:
            return PartField(selected.key, selected.details)
        definition = parent.fields.get(selected.name)
        if definition is None:
            raise NotCovered("introspection")
        drawn = PartField(selected.key, selected.details, definition, reading_of(definition))
        if not is_leaf_type(drawn.named_type):
            for kind in self._objects(drawn.named_type):
                drawn.parts[kind.name] = self._part(kind, self._selection.fields(kind, selected))
        return drawn

    def _objects(self, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
        if isinstance(kind, GraphQLObjectType):
            return [kind]
        assert is_abstract_type(kind)
        return list(self._schema.get_possible_types(kind))

    def _has_opened(self) -> bool:
        """Find parts that are open because one in them is; whether there were any."""
        found = [
            part
            for part in self.parts
            if not part.is_open and any(each.is_beside for each in part.fields)
        ]
        for part in found:
            part.is_open = True
        return bool(found)
