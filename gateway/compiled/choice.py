"""Choice: which of the objects that may stand in a place a value is.

It is found out as graphql-core does, by the types' own functions. Where that hangs on the value's
class alone, it is known from then on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    default_type_resolver,
)
from graphql.pyutils import is_awaitable
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.cast import get_strawberry_type_cast

from gateway.compiled.odd import Odd, refuse_odd
from gateway.compiled.reading import DEFINITION

P = TypeVar("P")


class Choice(Generic[P]):
    """Finds what is to be done with a value of ``kind``: ``of`` gives it by the object's name."""

    def __init__(
        self, schema: GraphQLSchema, kind: GraphQLNamedType, of: Callable[[str], P]
    ) -> None:
        self._schema = schema
        self._kind = kind
        self._of = of
        self._info = cast("GraphQLResolveInfo[Any]", _TypeInfo(schema))
        self._possible = {each.name: each for each in _possible(schema, kind)}
        self._hangs_on_class = _hangs_on_class(kind, list(self._possible.values()))
        self.by_class: dict[type, P] = {}

    def find(self, value: Any) -> P:
        """What is to be done with ``value``. Raises Odd, and what the types' functions raise."""
        refuse_odd(value)
        found = self._object(value)
        if found.is_type_of is not None and not _now(found.is_type_of(value, self._info)):
            raise Odd
        chosen = self._of(found.name)
        # Who stands in for another by a cast says so himself, and not by his class.
        is_plain = value.__class__ is _origin(found) and get_strawberry_type_cast(value) is None
        if self._hangs_on_class and is_plain:
            self.by_class[value.__class__] = chosen
        return chosen

    def _object(self, value: Any) -> GraphQLObjectType:
        if isinstance(self._kind, GraphQLObjectType):
            return self._kind
        assert isinstance(self._kind, GraphQLInterfaceType | GraphQLUnionType)
        resolve = self._kind.resolve_type or default_type_resolver
        name = _now(resolve(value, self._info, self._kind))
        if not isinstance(name, str) or name not in self._possible:
            raise Odd
        return self._possible[name]


class _TypeInfo:
    """What a type's function may ask of the ``info`` that it is handed. More than that is odd."""

    __slots__ = ("field_name", "is_awaitable", "schema")

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.field_name = ""
        self.is_awaitable = is_awaitable


def _now(found: Any) -> Any:
    """``found``, which is not to be waited for."""
    if found is not None:
        refuse_odd(found)
    return found


def _possible(schema: GraphQLSchema, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
    if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
        return list(schema.get_possible_types(kind))
    assert isinstance(kind, GraphQLObjectType)
    return [kind]


def _hangs_on_class(kind: GraphQLNamedType, possible: list[GraphQLObjectType]) -> bool:
    """Whether the functions are Strawberry's own, which look at a value's class."""
    types: list[GraphQLNamedType] = [kind, *possible]
    definitions = [each.extensions.get(DEFINITION) for each in types]
    return all(
        definition is not None
        and getattr(definition, "is_type_of", None) is None
        and getattr(definition, "resolve_type", None) is None
        and not getattr(definition, "concrete_of", None)
        for definition in definitions
    )


def _origin(kind: GraphQLObjectType) -> type | None:
    definition = kind.extensions.get(DEFINITION)
    return definition.origin if isinstance(definition, StrawberryObjectDefinition) else None
