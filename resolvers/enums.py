"""Enums: closed sets of words, every value described, open to words that are not known yet."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TypeVar

import strawberry
import structlog
from strawberry.types.enum import StrawberryEnumDefinition

E = TypeVar("E", bound=Enum)
_log = structlog.get_logger(__name__)


def describe(enum: type[Enum], description: str, **values: str) -> None:
    """Make ``enum`` a GraphQL enum; ``values`` describes each of its values by name.

    The words of the loaders are plain enums, which know nothing of GraphQL: so the descriptions
    are given here. Raises ValueError when a value is left out or is not one of the enum's.
    """
    if values.keys() != enum.__members__.keys():
        raise ValueError(f"{enum.__name__}: describe each value, and no other")
    strawberry.enum(enum, description=description)
    definition: StrawberryEnumDefinition = enum.__strawberry_definition__  # type: ignore[attr-defined]  # strawberry.enum has put it there
    for value in definition.values:
        value.description = values[value.name]


def read_word(enum: type[E], word: str | None) -> E:
    """The member that ``word`` names; one that is not known yet becomes UNKNOWN, and is logged."""
    words: dict[str, E] = _words(enum)
    member = words.get(word or "")
    if member is None:
        _log.warning("unknown_enum_value", enum=enum.__name__, value=(word or "")[:80])
        return words["UNKNOWN"]
    return member


@cache
def _words(enum: type[E]) -> dict[str, E]:
    return dict(enum.__members__)


def description_of(member: Enum) -> str:
    """The description that ``describe`` gave ``member``."""
    definition: StrawberryEnumDefinition = type(member).__strawberry_definition__  # type: ignore[attr-defined]  # strawberry.enum has put it there
    return next(value.description or "" for value in definition.values if value.name == member.name)
