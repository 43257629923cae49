"""Programs that are there at once, as those of a gateway are that has run for a while."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.compiled.parts_program import PartsProgram
from gateway.compiled.program import Program
from gateway.compiled.programs import Programs
from gateway.plan import Plan


class ReadyPrograms(Programs):
    """Writes the program of a document before it is run for the first time."""

    def of(self, plan: Plan, values: Mapping[str, Any]) -> Program | None:
        """Its program; None: it is not covered."""
        self._make_ready(plan, values)
        return super().of(plan, values)

    def of_parts(self, plan: Plan, values: Mapping[str, Any]) -> PartsProgram | None:
        """The same, where it is answered in parts."""
        self._make_ready(plan, values)
        return super().of_parts(plan, values)

    def _make_ready(self, plan: Plan, values: Mapping[str, Any]) -> None:
        for _ in range(self.times):
            super()._find(plan, values)
        self.finish()
