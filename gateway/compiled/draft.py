"""Draft: what a program is written from: the outline of its answers, and who writes their code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import strawberry
from graphql import GraphQLSchema

from gateway.compiled.arguments import Arguments
from gateway.compiled.names import Names
from gateway.compiled.outline import Outline
from gateway.compiled.selection import Selection
from gateway.compiled.writing import Writing
from gateway.plan import Plan


class Draft:
    """The ``outline`` of one operation, complete once ``draw`` is through, and its ``writing``."""

    def __init__(
        self,
        schema: strawberry.Schema,
        plan: Plan,
        decided: Mapping[str, bool],
        *,
        most_fields: int,
    ) -> None:
        """``decided`` says what the variables of ``@skip``, ``@include`` and ``@defer`` are."""
        # Strawberry builds its executable schema on graphql-core's and offers no other way to it.
        core: GraphQLSchema = schema._schema
        root = core.get_root_type(plan.operation.operation)
        assert root is not None
        self._root = root
        self._plan = plan
        selection = Selection(core, plan.document, decided)
        self.outline = Outline(core, selection, most_fields=most_fields)
        names = Names()
        arguments = Arguments(schema, plan.operation, names)
        self.writing = Writing(core, names, arguments, title=plan.name or "operation")

    def draw(self) -> Iterator[None]:
        """Draw the outline, a little with each step. Raises NotCovered."""
        yield from self.outline.draw(self._root, self._plan.operation.selection_set)
