"""Odd values: what a resolver may give where a value of a kind is expected, right or wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from tests.differential.world import Mischief, World


class Plain(Enum):
    """An enum that is called in the schema what it is called here."""

    RED = "RED"
    GREEN = "GREEN"


class Renamed(Enum):
    """An enum whose values have other names in the schema."""

    ONE = 1
    TWO = 2


class Text(str):
    """A str that is not one by its class."""

    __slots__ = ()


class Number(float):
    """A float that is not one by its class."""

    __slots__ = ()


_MOMENT = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
_RIGHT: dict[str, tuple[Any, ...]] = {
    "Int": (0, -7, 2**31 - 1, True, 3.0, "12", Decimal(4)),
    "Float": (0.5, -1.25, 3, 10**15, True, "2.5", Decimal("0.1"), Fraction(1, 4), Number(2.5)),
    "String": ("", "words", 'q"\\\n\u2028é', 7, 2.5, True, Text("mine"), Decimal("1.50")),
    "Boolean": (True, False, 1, 0.0, Decimal(0)),
    "ID": ("a", "12", 12, 3.0, Text("b")),
    "Decimal": (Decimal("12.50"), Decimal("1E+3"), 3),
    "DateTime": (_MOMENT, _MOMENT.replace(microsecond=123456)),
    "Long": (2**40, 7, True, "13", 2.9),
    "URL": ("https://example.com/?a=b", Text("app://here"), 7),
    "Shout": ("loud", ""),
    "Shape": ({"a": [1, 2]}, [], 0, None),
    "Plain": (Plain.RED, Plain.GREEN, "RED"),
    "Renamed": (Renamed.ONE, Renamed.TWO, 2),
}
_WRONG: tuple[Any, ...] = (
    None,
    "not a number",
    float("nan"),
    float("inf"),
    2**31,
    10**400,
    [1],
    {"a": 1},
    b"bytes",
    object,
    Plain,
    Decimal("NaN"),
    {1, 2},
)


def odd_leaf(world: World, place: str, kind: str) -> Any:
    """A value of a leaf at ``place``. Raises Mischief where there is none."""
    return mischievous(world, place, lambda dice: dice.choice(_RIGHT[kind]))


def mischievous(world: World, place: str, right: Callable[[random.Random], Any]) -> Any:
    """Mostly what ``right`` gives; else something wrong, an exception as a value, or raised."""
    dice = world.chance(place)
    if dice.randrange(100) >= world.mischief:
        return right(dice)
    match dice.randrange(6):
        case 0:
            raise Mischief(f"raised at {place}")
        case 1:
            return Mischief(f"given at {place}")
        case 2:
            return None
        case _:
            return dice.choice(_WRONG)
