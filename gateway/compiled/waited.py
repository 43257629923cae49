"""Waited: what is noted while an answer is begun, and waited for when all around it stands.

It has the form that graphql-core's executor gives it: what is noted within an object or a list is
waited for together, and is one thing to who stands around it. So things happen in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from graphql import GraphQLOutputType
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path

if TYPE_CHECKING:
    from gateway.compiled.open_part import OpenField

# The nodes that select a field, each with what defers it.
Details: TypeAlias = tuple[FieldDetails, ...]


class Place(NamedTuple):
    """``container[key]``, where a value of ``kind`` stands at ``path``, selected by ``details``."""

    container: Any
    key: str | int
    kind: GraphQLOutputType
    details: Details
    path: Path


@dataclass(frozen=True, slots=True)
class Late:
    """A field whose resolver is waited for: of ``source``, whose answer ``data`` is at ``path``."""

    field: OpenField
    source: Any
    data: dict[str, Any]
    path: Path | None


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is noted within a value that stands already, and may become null by it."""

    noted: list[Noted]
    place: Place


Noted: TypeAlias = "Late | Guarded"
