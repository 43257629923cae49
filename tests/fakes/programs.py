"""Programs that are there at once, as those of a gateway are that has run for a while."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.compiled.program import Program
from gateway.compiled.programs import Programs
from gateway.plan import Plan


class ReadyPrograms(Programs):
    """Writes the program of a document before it is run for the first time."""

    def of(self, plan: Plan, values: Mapping[str, Any]) -> Program | None:
        """Its program; None: it is not covered."""
        for _ in range(self.times):
            super().of(plan, values)
        self.finish()
        return super().of(plan, values)
