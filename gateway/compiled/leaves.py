"""Leaves: how the value of a scalar or an enum becomes what stands in the answer.

A value of exactly the class that is expected is looked at in place. Any other goes through the
type's own ``coerce_output_value``, as with graphql-core, which knows what to make of it or raises.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
)

from gateway.compiled.names import Names
from gateway.compiled.odd import Odd, refuse_odd


@dataclass(frozen=True, slots=True)
class _Plain:
    """The class of values that need no more than a look: ``condition`` is what else they must be,
    ``shown`` what of them stands in the answer.
    """

    cls: type
    condition: str = ""
    shown: str = "{value}"


# By the function, and not by the name: a schema may have a String of its own.
_PLAIN: dict[Any, _Plain] = {
    GraphQLString.coerce_output_value: _Plain(str),
    GraphQLID.coerce_output_value: _Plain(str),
    GraphQLBoolean.coerce_output_value: _Plain(bool),
    GraphQLInt.coerce_output_value: _Plain(int, " and -2147483649 < {value} < 2147483648"),
    GraphQLFloat.coerce_output_value: _Plain(float, " and {least} < {value} < {most}"),
    # What comes of calling a class with an instance of exactly that class is the instance.
    str: _Plain(str),
    int: _Plain(int),
}


class Leaves:
    """The expressions of one program's leaves."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._completing: dict[GraphQLLeafType, str] = {}
        self._coercing: dict[GraphQLLeafType, tuple[str, str]] = {}
        self._limits = {"least": names.of(-math.inf, "limit"), "most": names.of(math.inf, "limit")}

    def expression(
        self, kind: GraphQLLeafType, first: str, value: str, *, is_nullable: bool
    ) -> str:
        """What stands in the answer. ``first`` is evaluated once, before ``value``, which names
        what came of it.
        """
        plain = _plain_of(kind)
        at_first = value if is_nullable else first
        if plain is None:
            # What comes of a class that has come before needs no more than the type's own function,
            # unless nothing comes of it.
            completed = self._completed(kind)
            coerce, known = self._coercing[kind]
            shown = (
                f"({coerce}({value}) or {completed}({value})) "
                f"if {at_first}.__class__ in {known} else {completed}({value})"
            )
        else:
            condition = plain.condition.format(value=value, **self._limits)
            cls = self._names.of(plain.cls, "class")
            shown = (
                f"{plain.shown.format(value=value)} if {at_first}.__class__ is {cls}{condition} "
                f"else {self._completed(kind)}({value})"
            )
        return f"None if {first} is None else {shown}" if is_nullable else shown

    def _completed(self, kind: GraphQLLeafType) -> str:
        """The name of the function that completes any value of ``kind``."""
        known = self._completing.get(kind)
        if known is None:
            classes: set[type] = set()
            known = self._names.of(completing(kind, classes), "leaf")
            self._completing[kind] = known
            coerce = self._names.of(kind.coerce_output_value, "coerce")
            self._coercing[kind] = coerce, self._names.of(classes, "classes")
        return known


def completing(kind: GraphQLLeafType, known: set[type]) -> Callable[[Any], Any]:
    """A function that gives what stands in the answer for a value, null excepted. It raises what
    the type raises, and Odd. Classes of values that are not odd are added to ``known``.
    """
    coerce = kind.coerce_output_value

    def complete(value: Any) -> Any:
        if value.__class__ not in known:
            refuse_odd(value)
            known.add(value.__class__)
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise Odd
        return coerced

    return complete


def _plain_of(kind: GraphQLLeafType) -> _Plain | None:
    if not isinstance(kind, GraphQLEnumType):
        return _PLAIN.get(kind.coerce_output_value)
    enum = getattr(kind, "wrapped_cls", None)
    if not isinstance(enum, type) or not issubclass(enum, Enum):
        return None
    # Mostly a value is called in the answer what its member is called.
    is_by_name = all(kind.coerce_output_value(member) == member.name for member in enum)
    return _Plain(enum, shown="{value}._name_") if is_by_name else None
