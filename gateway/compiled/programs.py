"""Programs: which documents have one: those that come again.

That of a known document is written when it first comes, that of any other when it has come before.
Until its program is written, the reference runs a document. What is not covered is remembered, and
not tried again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import strawberry
import structlog

from gateway.compiled.deciding import deciding_variables
from gateway.compiled.parts_program import PartsProgram
from gateway.compiled.piecemeal import Piecemeal
from gateway.compiled.program import Program
from gateway.compiled.selection import NotCovered
from gateway.plan import Plan
from gateway.segmented import Segmented

_MOST_WAYS = 8
_CHARACTERS_A_FIELD = 100
_log = structlog.get_logger(__name__)

# How a document's variables decide what it selects, in the order of their names.
Way = tuple[bool | None, ...]
# What runs a document whole, or in parts.
Written: TypeAlias = Program | PartsProgram


@dataclass(slots=True)
class _Document:
    """What is known of one: how often it came in each way, and its programs; None: it has none.

    Its program is written when it has come so many ``times``.
    """

    deciding: tuple[str, ...]
    length: int
    times: int
    seen: dict[Way, int] = field(default_factory=dict)
    programs: dict[Way, Written | None] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """How much it takes, in fields: its programs', and what its text would have."""
        written = sum(program.fields for program in self.programs.values() if program)
        return 1 + self.length // _CHARACTERS_A_FIELD + written


class Programs:
    """The programs of one schema's documents, bounded by the fields that they have together."""

    def __init__(
        self,
        schema: strawberry.Schema,
        *,
        most_fields: int = 3_000,
        most_fields_of_all: int = 60_000,
        most_documents: int = 2_000,
        times: int = 2,
    ) -> None:
        """``most_fields``: of one program."""
        self._schema = schema
        self._most_fields = most_fields
        self.times = times
        """So often a document that is not known has come when its program is written."""
        self._documents: Segmented[Plan, _Document] = Segmented(
            most=most_documents, most_weight=most_fields_of_all
        )
        self._writing = Piecemeal()

    @property
    def kept(self) -> int:
        """How many programs there are."""
        kept = (document.programs.values() for document in self._documents.values())
        return sum(program is not None for programs in kept for program in programs)

    @property
    def not_covered(self) -> int:
        """How many ways of documents there are that no program covers."""
        kept = (document.programs.values() for document in self._documents.values())
        return sum(program is None for programs in kept for program in programs)

    def of(self, plan: Plan, values: Mapping[str, Any]) -> Program | None:
        """The program of ``plan`` for these (coerced) variables; None: the reference runs it."""
        found = self._find(plan, values)
        return found if isinstance(found, Program) else None

    def of_parts(self, plan: Plan, values: Mapping[str, Any]) -> PartsProgram | None:
        """The same, where ``plan`` is one of an answer in parts."""
        found = self._find(plan, values)
        return found if isinstance(found, PartsProgram) else None

    def finish(self) -> None:
        """Write at once what is still to be written."""
        self._writing.finish()

    def _find(self, plan: Plan, values: Mapping[str, Any]) -> Written | None:
        document = self._documents.get(plan) or self._seen_first(plan)
        way: Way = tuple([values.get(name) for name in document.deciding])
        if way in document.programs:
            return document.programs[way]
        # What is null decides nothing, and graphql-core has an error for it.
        if None not in way:
            self._see(plan, document, way)
        return None

    def _seen_first(self, plan: Plan) -> _Document:
        location = plan.document.loc
        length = 0 if location is None else location.end
        deciding = deciding_variables(plan.document, plan.operation)
        document = _Document(deciding, length, times=1 if plan.is_known else self.times)
        self._documents.put(plan, document, weight=document.weight)
        return document

    def _see(self, plan: Plan, document: _Document, way: Way) -> None:
        if way not in document.seen and len(document.seen) >= _MOST_WAYS:
            return  # Who asks in so many ways does not ask often in any.
        seen = document.seen.get(way, 0) + 1
        if seen != document.times or self._writing.add(self._write(plan, document, way)):
            document.seen[way] = seen

    def _write(self, plan: Plan, document: _Document, way: Way) -> Iterator[None]:
        decided = {name: value is True for name, value in zip(document.deciding, way, strict=True)}
        kind = PartsProgram if plan.is_in_parts else Program
        program = kind(self._schema, plan, decided, most_fields=self._most_fields)
        try:
            yield from program.write()
        except NotCovered:
            document.programs[way] = None
        except Exception:  # noqa: BLE001  # The reference runs it still, so nobody is to fail for it.
            _log.exception("not_compiled")
            document.programs[way] = None
        else:
            document.programs[way] = program
        if self._documents.get(plan) is document:
            self._documents.put(plan, document, weight=document.weight)
