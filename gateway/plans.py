"""Plans: those of documents that are asked for by their text, which nobody has made known."""

from __future__ import annotations

from graphql import GraphQLSchema

from gateway.demand_limits import Limits
from gateway.plan import Plan, PlannedDocument
from gateway.segmented import Segmented


class Plans:
    """The plans of the documents that come again, and of those that came last: bounded by number
    and by characters.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        most: int = 1_000,
        most_characters: int = 16_000_000,
        limits: Limits | None = None,
    ) -> None:
        """``limits`` are those of the documents; None: the ones for everybody."""
        self._schema = schema
        self._limits = limits or Limits()
        self._kept: Segmented[tuple[str, str | None], Plan] = Segmented(
            most=most, most_weight=most_characters
        )

    def plan(self, text: str, operation_name: str | None, *, hints: bool = True) -> Plan:
        """The plan of an operation of the document ``text``. ``hints`` are those of its errors.

        Raises RequestError when it cannot be parsed, is not valid, or it is unclear which
        operation is meant.
        """
        key = (text, operation_name)
        plan = self._kept.get(key)
        if plan is None:
            document = PlannedDocument(self._schema, text, limits=self._limits, hints=hints)
            plan = document.plan(operation_name)
            self._kept.put(key, plan, weight=len(text))
        return plan

    def __len__(self) -> int:
        """How many plans are kept."""
        return len(self._kept)
