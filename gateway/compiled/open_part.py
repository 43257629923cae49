"""Open part: an object in which something is waited for.

Its answer is begun with what can be said of it at once. What has to be waited for is noted, to be
begun when all around it stands: so nothing has begun yet where graphql-core has to step in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from graphql import GraphQLField, GraphQLObjectType
from graphql.pyutils import Path

from gateway.compiled.waited import Details, Guarded, Late, Noted, Place

if TYPE_CHECKING:
    from gateway.compiled.run import Run

Project: TypeAlias = Callable[[Any, Any], Any]
# Of a value, the run, what is noted within it, and the value's path.
Complete: TypeAlias = "Callable[[Any, Run, list[Noted], Path | None], Any]"


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field of an open object in which something is waited for.

    ``call`` reads it. ``complete`` is for a value in which something is waited for, and ``project``
    for any other: one of the two is there.
    """

    key: str
    parent: GraphQLObjectType
    definition: GraphQLField
    details: Details
    call: Project
    is_waited_for: bool
    project: Project | None = None
    complete: Complete | None = None


class OpenPart:
    """Builds the answer of such an object. ``project`` gives it with places for ``fields``."""

    __slots__ = ("_fields", "_project")

    def __init__(self, project: Project, fields: Sequence[OpenField]) -> None:
        self._project = project
        self._fields = fields

    def __call__(
        self, source: Any, run: Run, noted: list[Noted], path: Path | None
    ) -> dict[str, Any]:
        """The answer of ``source``, but for what is ``noted``."""
        data: dict[str, Any] = self._project(source, run)
        for field in self._fields:
            if field.is_waited_for:
                noted.append(Late(field, source, data, path))
                continue
            assert field.complete is not None
            own = Path(path, field.key, field.parent.name)
            inside: list[Noted] = []
            value = field.call(source, run)
            data[field.key] = field.complete(value, run, inside, own)
            if inside:
                place = Place(data, field.key, field.definition.type, field.details, own)
                noted.append(Guarded(inside, place))
        return data
