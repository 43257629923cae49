"""Compiled: runs operations by their programs, and by the reference where they have none."""

from __future__ import annotations

from gateway.compiled.odd import Odd
from gateway.compiled.programs import Programs
from gateway.compiled.run import Run
from gateway.prepared import Prepared
from gateway.reference import Executed, Reference
from loaders.operation import Operation


class Compiled:
    """Takes the place of the reference: its answers are the same."""

    def __init__(self, programs: Programs, reference: Reference) -> None:
        self._programs = programs
        self._reference = reference

    async def execute(self, prepared: Prepared, operation: Operation) -> Executed:
        """Run it. Resolvers are handed ``operation`` as their context."""
        program = self._programs.of(prepared.plan, prepared.values)
        if program is not None:
            run = Run(
                program,
                operation,
                variables=prepared.variables,
                values=prepared.values,
                executor=prepared.executor,
            )
            try:
                data = await run.answer()
                if operation.watch is not None:
                    operation.watch.is_compiled = True
                return Executed(data, run.errors)
            except Odd:
                pass  # Nothing has begun yet: the reference begins it.
            finally:
                run.close()
        return await self._reference.execute(prepared, operation)
