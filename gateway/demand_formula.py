"""Demand formula: what an operation costs, as far as it hangs on variables; the rest is added up.

Numbers grow no further than ``SATURATED``. A variable that does not fit its type is counted as if
it were not given: the operation is refused for it anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway.demand_size import SATURATED

# A variable, and the value that it must have for the selection to be there.
Condition: TypeAlias = tuple[str, bool]
Conditions: TypeAlias = frozenset[Condition]
ALWAYS: Conditions = frozenset()


@dataclass(frozen=True, slots=True)
class Slice:
    """How many are wanted by a variable: its number, or the length of its list."""

    variable: str
    otherwise: int

    def value(self, variables: Mapping[str, Any]) -> int:
        """How many that is; none are fewer than none."""
        given = variables.get(self.variable)
        if isinstance(given, list):
            return len(given)
        if isinstance(given, int | float) and not isinstance(given, bool):
            return max(int(min(given, SATURATED)), 0)
        return self.otherwise


@dataclass(frozen=True, slots=True)
class Sum:
    """A number and parts."""

    number: int
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """As often as a variable says."""

    size: Slice | int
    each: Formula


@dataclass(frozen=True, slots=True)
class Most:
    """The most of several: an object is of one type alone."""

    of: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Nothing, unless all conditions hold of one of these."""

    either: frozenset[Conditions]
    then: Formula


Formula: TypeAlias = int | Sum | Times | Most | When


def added(parts: Iterable[Formula]) -> Formula:
    """The sum of all."""
    number = 0
    others: list[Formula] = []
    for part in parts:
        match part:
            case int():
                number += part
            case Sum(number=more, parts=inner):
                number += more
                others += inner
            case _:
                others.append(part)
    number = min(number, SATURATED)
    return Sum(number, tuple(others)) if others else number


def times(size: Slice | int, each: Formula) -> Formula:
    """``each``, so often."""
    if each == 0 or size == 0:
        return 0
    if size == 1:
        return each
    if isinstance(size, int) and isinstance(each, int):
        return min(size * each, SATURATED)
    return Times(size, each)


def most(of: Iterable[Formula]) -> Formula:
    """The largest."""
    distinct = dict.fromkeys(of)
    numbers = [one for one in distinct if isinstance(one, int)]
    others = [one for one in distinct if not isinstance(one, int)]
    least = [max(numbers)] if numbers and max(numbers) > 0 else []
    if not others:
        return least[0] if least else 0
    return others[0] if len(others) == 1 and not least else Most((*least, *others))


def when(either: Iterable[Conditions], then: Formula) -> Formula:
    """``then``, when the conditions hold of any."""
    distinct = frozenset(either)
    if then == 0 or ALWAYS in distinct:
        return then
    return When(distinct, then)


def value(formula: Formula, variables: Mapping[str, Any]) -> int:
    """What the formula comes to. The variables have their defaults."""
    found = 0
    match formula:
        case int():
            return formula
        case Sum(number=number, parts=parts):
            found = number + sum(value(part, variables) for part in parts)
        case Times(size=size, each=each):
            often = size if isinstance(size, int) else size.value(variables)
            found = often * value(each, variables)
        case Most(of=of):
            found = max(value(one, variables) for one in of)
        case When(either=either, then=then):
            holds = any(_hold(conditions, variables) for conditions in either)
            found = value(then, variables) if holds else 0
    return min(found, SATURATED)


def _hold(conditions: Conditions, variables: Mapping[str, Any]) -> bool:
    # What is neither is no Boolean: the operation is refused for it.
    return all(variables.get(name) is not (not wanted) for name, wanted in conditions)


def text(formula: Formula) -> str:
    """The formula for people: ``23 + $first × 13``."""
    match formula:
        case int():
            return f"{formula:,}"
        case Sum(number=number, parts=parts):
            return " + ".join([*([text(number)] if number else []), *map(text, parts)])
        case Times(size=size, each=each):
            often = f"{size:,}" if isinstance(size, int) else f"${size.variable}"
            return f"{often} × {f'({text(each)})' if isinstance(each, Sum) else text(each)}"
        case Most(of=of):
            return f"max({', '.join(map(text, of))})"
        case When(either=either, then=then):
            told = " or ".join(sorted(map(_told, either)))
            return f"({text(then)} if {told})"


def _told(conditions: Conditions) -> str:
    return " and ".join(
        f"${name}" if wanted else f"not ${name}" for name, wanted in sorted(conditions)
    )
