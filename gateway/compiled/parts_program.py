"""Parts program: what is written for one operation that is answered in parts.

What comes later is decided by graphql-core's incremental executor, for each object in which
something may. What is read there and comes as one, a panel mostly, is projected by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import strawberry
from graphql import GraphQLField, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails, FieldDetailsList, GroupedFieldSet

from gateway.compiled.draft import Draft
from gateway.compiled.one_piece import OnePiece
from gateway.compiled.outline import Part, PartField
from gateway.compiled.parts_memory import PartsMemory
from gateway.compiled.selection import NotCovered
from gateway.compiled.writing import Project, Writing
from gateway.plan import Plan

# Nodes are known by where they stand; the plan keeps them there.
_Nodes: TypeAlias = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class PieceField:
    """A field that comes as one.

    ``show`` gives what stands in the answer for it, of its object and the run. Where its resolver
    is waited for, ``call`` calls it, and ``show`` is of its value.
    """

    definition: GraphQLField | None
    show: Project
    call: Project | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """Fields that are read of one object at once.

    ``keys`` are all of them, in the order of the answer; ``shown`` those that code shows at once,
    and ``others`` all other ones.
    """

    keys: Mapping[str, None]
    shown: tuple[tuple[str, Project], ...]
    others: GroupedFieldSet


class PartsProgram:
    """The code of an operation. ``write`` makes it; until that is through it is not to be run."""

    def __init__(
        self,
        schema: strawberry.Schema,
        plan: Plan,
        decided: Mapping[str, bool],
        *,
        most_fields: int,
    ) -> None:
        self._schema = schema
        self._plan = plan
        self._decided = decided
        self._most_fields = most_fields
        self._pieces: dict[_Nodes, PieceField] = {}
        self._levels: dict[int, tuple[GroupedFieldSet, Level]] = {}
        self.fields = 0
        self.memory = PartsMemory()

    def level(self, parent: GraphQLObjectType, fields: GroupedFieldSet) -> Level:
        """How ``fields`` of a ``parent`` are read."""
        known = self._levels.get(id(fields))
        if known is None:
            # The fields are kept, so that no others have their id.
            known = self._levels[id(fields)] = fields, self._level(parent, fields)
        return known[1]

    def piece(self, parent: GraphQLObjectType, details: FieldDetailsList) -> PieceField | None:
        """The field of a ``parent`` that ``details`` select; None: it does not come as one."""
        return self._pieces.get(_nodes(parent, details))

    def write(self) -> Iterator[None]:
        """Write it, a little with each step. Raises NotCovered."""
        plan = self._plan
        if plan.operation.directives:
            raise NotCovered("an operation with directives")
        draft = Draft(self._schema, plan, self._decided, most_fields=self._most_fields)
        yield from draft.draw()
        writing = draft.writing
        pieces = OnePiece(draft.outline.parts)
        for part in pieces.closed():
            writing.part(part)
            yield
        for part in pieces.opened():
            for field in part.fields:
                if pieces.is_one(field):
                    self._pieces[_nodes(part.type, field.details)] = _piece(part, field, writing)
            yield
        self.fields = draft.outline.fields

    def _level(self, parent: GraphQLObjectType, fields: GroupedFieldSet) -> Level:
        found = {key: self._pieces.get(_nodes(parent, of)) for key, of in fields.items()}
        shown = {key: each.show for key, each in found.items() if each and each.call is None}
        return Level(
            keys=dict.fromkeys(fields),
            shown=tuple(shown.items()),
            others={key: of for key, of in fields.items() if key not in shown},
        )


def _nodes(parent: GraphQLObjectType, details: Iterable[FieldDetails]) -> _Nodes:
    return parent.name, tuple([id(each.node) for each in details])


def _piece(part: Part, field: PartField, writing: Writing) -> PieceField:
    if not field.reading.is_async:
        return PieceField(field.definition, writing.shown(part, field))
    return PieceField(field.definition, writing.completed(field), writing.call(field))
