"""Program: what is written for one operation, and for one way in which its variables decide it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import strawberry
from graphql import GraphQLSchema, OperationType

from gateway.compiled.choice import Choice
from gateway.compiled.draft import Draft
from gateway.compiled.open_part import Complete, OpenField, OpenPart
from gateway.compiled.open_value import open_value
from gateway.compiled.outline import Part, PartField
from gateway.compiled.selection import NotCovered
from gateway.compiled.writing import Writing
from gateway.plan import Plan

if TYPE_CHECKING:
    from gateway.compiled.run import Run
    from gateway.compiled.waited import Noted


class Program:
    """The code of an operation. ``write`` makes it; until that is through it is not to be run."""

    def __init__(
        self,
        schema: strawberry.Schema,
        plan: Plan,
        decided: Mapping[str, bool],
        *,
        most_fields: int,
    ) -> None:
        # Strawberry builds its executable schema on graphql-core's and offers no other way to it.
        self.schema: GraphQLSchema = schema._schema
        self.plan = plan
        self._strawberry = schema
        self._decided = decided
        self._most_fields = most_fields
        self._parts: dict[int, Complete] = {}
        self.fields = 0

    def root(self, run: Run, noted: list[Noted]) -> dict[str, Any]:
        """The answer of the root object, but for what is ``noted``. Raises whatever is odd."""
        data: dict[str, Any] = self._parts[0](None, run, noted, None)
        return data

    def write(self) -> Iterator[None]:
        """Write it, a little with each step. Raises NotCovered."""
        plan = self.plan
        if plan.operation.operation is OperationType.MUTATION or plan.operation.directives:
            raise NotCovered("a mutation, or an operation with directives")
        draft = Draft(self._strawberry, plan, self._decided, most_fields=self._most_fields)
        yield from draft.draw()
        for part in draft.outline.parts:
            self._parts[part.number] = self._part(part, draft.writing)
            yield
        self.fields = draft.outline.fields

    def _part(self, part: Part, writing: Writing) -> Complete:
        project = writing.part(part)
        if not part.is_open:
            return lambda value, run, *_: project(value, run)
        opened = [each for each in part.fields if each.is_beside]
        return OpenPart(project, [self._open_field(part, each, writing) for each in opened])

    def _open_field(self, part: Part, field: PartField, writing: Writing) -> OpenField:
        assert field.definition is not None
        is_open = any(each.is_open for each in field.parts.values())
        return OpenField(
            field.key,
            part.type,
            field.definition,
            field.details,
            writing.call(field),
            is_waited_for=field.reading.is_async,
            project=None if is_open else writing.completed(field),
            complete=self._completed(field) if is_open else None,
        )

    def _completed(self, field: PartField) -> Complete:
        assert field.definition is not None
        numbers = {kind: part.number for kind, part in field.parts.items()}
        choice = Choice[Complete](
            self.schema, field.named_type, lambda kind: self._parts[numbers[kind]]
        )
        return open_value(field.definition.type, choice, field.details)
