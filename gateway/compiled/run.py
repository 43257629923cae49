"""Run: one answer by a program.

A resolver that is waited for is a plain task. As soon as it has its value, that is projected by the
code for it, and what has to be waited for within it begins.
"""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from typing import Any

from graphql import Executor, GraphQLError
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from gateway.compiled.completion import Completion
from gateway.compiled.odd import Odd
from gateway.compiled.program import Program
from gateway.compiled.together import together
from gateway.compiled.waited import Guarded, Late, Noted, Place
from loaders.operation import Operation


class ResolverInfo:
    """What resolvers use of Strawberry's ``Info``. What asks it for more is odd."""

    __slots__ = ("context",)

    def __init__(self, context: Operation) -> None:
        self.context = context


class Run:
    """One run of ``program``: of ``values``, the coerced variables, which were ``variables``.

    ``executor`` completes what is odd.
    """

    __slots__ = (
        "_built",
        "_completion",
        "_context",
        "_executor",
        "_program",
        "_variables",
        "info",
        "values",
    )

    def __init__(
        self,
        program: Program,
        context: Operation,
        *,
        variables: Mapping[str, Any],
        values: Mapping[str, Any],
        executor: type[Executor[Any]] = Executor,
    ) -> None:
        self.info = ResolverInfo(context)
        self.values = values
        self._program = program
        self._context = context
        self._variables = variables
        self._executor = executor
        self._built: Executor[Any] | None = None
        self._completion: Completion | None = None

    @property
    def variable_values(self) -> VariableValues:
        """The variables as graphql-core hands them on."""
        return self._reference().variable_values

    @property
    def errors(self) -> list[GraphQLError]:
        """The errors, in the order in which they happened."""
        return [] if self._completion is None else self._completion.errors

    async def answer(self) -> dict[str, Any] | None:
        """The data. Raises Odd when the root itself is, before anything has begun."""
        noted: list[Noted] = []
        try:
            data = self._program.root(self, noted)
        except Exception as error:  # graphql-core says what it means.
            raise Odd from error
        try:
            await self._follow(noted)
        except GraphQLError as error:
            self._completing().nothing(error)
            return None
        return data

    def close(self) -> None:
        """Let go of what completed it: it holds itself, by what it hands to resolvers."""
        if self._built is not None:
            del self._built.async_helpers

    async def _follow(self, noted: list[Noted]) -> None:
        """Wait for what is noted: one thing in this task, several each in its own."""
        if len(noted) == 1:
            await self._settle(noted[0])
        elif noted:
            await together([self._settle(each) for each in noted])

    def _settle(self, noted: Noted) -> Coroutine[Any, Any, None]:
        return self._late(noted) if isinstance(noted, Late) else self._guarded(noted)

    async def _late(self, late: Late) -> None:
        """Wait for the field, put its value where it belongs, and wait for what is within it."""
        field = late.field
        try:
            value = await field.call(late.source, self)
        except Odd:
            late.data[field.key] = await self._completing().unread(late)
            return
        except Exception as error:  # noqa: BLE001  # graphql-core says what it means.
            late.data[field.key] = await self._completing().raised(late, error)
            return
        within: list[Noted] = []
        try:
            late.data[field.key] = self._completed(late, value, within)
        except Exception:  # noqa: BLE001  # The same.
            late.data[field.key] = await self._completing().valued(late, value)
            return
        if within:
            own = Path(late.path, field.key, field.parent.name)
            place = Place(late.data, field.key, field.definition.type, field.details, own)
            await self._guarded(Guarded(within, place))

    def _completed(self, late: Late, value: Any, within: list[Noted]) -> Any:
        field = late.field
        if field.complete is None:
            assert field.project is not None
            return field.project(value, self)
        own = Path(late.path, field.key, field.parent.name)
        return field.complete(value, self, within, own)

    async def _guarded(self, guarded: Guarded) -> None:
        """Wait for what is within a value, which is null where that may not be and is."""
        # In a list there is one of these in the other for each of its items.
        noted = guarded.noted
        try:
            await (self._settle(noted[0]) if len(noted) == 1 else self._follow(noted))
        except Exception as error:  # noqa: BLE001  # The same.
            self._completing().nulled(guarded.place, error)
            guarded.place.container[guarded.place.key] = None

    def _completing(self) -> Completion:
        if self._completion is None:
            self._completion = Completion(self._reference())
        return self._completion

    def _reference(self) -> Executor[Any]:
        if self._built is None:
            plan = self._program.plan
            built = self._executor.build(
                self._program.schema,
                plan.document,
                context_value=self._context,
                raw_variable_values=dict(self._variables),
                operation_name=plan.name,
            )
            # The variables have been coerced before, so they can be.
            assert isinstance(built, Executor)
            self._built = built
        return self._built
