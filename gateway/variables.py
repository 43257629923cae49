"""Variables: those of an operation, as the schema reads them, before anything is run.

Mostly they are plain words and numbers, which are looked at in place. Everything else is
graphql-core's to read, and to say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from graphql import (
    GraphQLBoolean,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    VariableDefinitionNode,
    type_from_ast,
)
from graphql.execution.values import get_variable_values

from gateway.errors import RequestError, shortened

_MOST_ERRORS = 10
_MOST_INT = 2**31
_ABSENT = object()
_CLASSES: dict[Any, type] = {
    GraphQLBoolean: bool,
    GraphQLID: str,
    GraphQLInt: int,
    GraphQLString: str,
}


class _Plain(NamedTuple):
    """A variable of which a value of this class needs no more than a look.

    ``default`` is what it is when it is not given; ``_ABSENT``: nothing.
    """

    name: str
    cls: type
    is_nullable: bool
    default: Any


class Variables:
    """The variables that one operation declares."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        """The document must have been validated."""
        self._schema = schema
        self._definitions = operation.variable_definitions or ()
        plain = [self._plain(definition) for definition in self._definitions]
        self._plain_ones = None if None in plain else cast("list[_Plain]", plain)

    def coerced(self, given: Mapping[str, Any], *, hints: bool = True) -> dict[str, Any]:
        """Their values. ``hints``: errors say which names of the schema may be meant.

        Raises RequestError when they cannot be read.
        """
        values = self._at_a_glance(given)
        if values is not None:
            return values
        read = get_variable_values(
            self._schema,
            self._definitions,
            dict(given),
            max_errors=_MOST_ERRORS,
            hide_suggestions=not hints,
        )
        if isinstance(read, list):
            told: list[dict[str, Any]] = [
                {
                    **error.formatted,
                    "message": shortened(error.message),
                    "extensions": {"code": "BAD_USER_INPUT"},
                }
                for error in read
            ]
            raise RequestError("BAD_USER_INPUT", told[0]["message"], errors=told)
        return read.coerced

    def plain(self, given: Mapping[str, Any]) -> tuple[tuple[str, Any], ...] | None:
        """Their values, to be told from others; None when there is more to them."""
        values = self._at_a_glance(given)
        return None if values is None else tuple(values.items())

    def _at_a_glance(self, given: Mapping[str, Any]) -> dict[str, Any] | None:
        """The values, when all are plain; None when there is more to them."""
        if self._plain_ones is None:
            return None
        values = {}
        for name, cls, is_nullable, default in self._plain_ones:
            value: Any = given.get(name, default)
            if value.__class__ is cls:
                if cls is int and not _fits(value):
                    return None
            elif not is_nullable or (value is not None and value is not _ABSENT):
                return None
            if value is not _ABSENT:
                values[name] = value
        return values

    def _plain(self, definition: VariableDefinitionNode) -> _Plain | None:
        kind = type_from_ast(self._schema, definition.type)
        is_nullable = not isinstance(kind, GraphQLNonNull)
        cls = _CLASSES.get(kind if is_nullable else cast("Any", kind).of_type)
        if cls is None:
            return None
        name = definition.variable.name.value
        default: Any = _ABSENT
        if definition.default_value is not None:
            read = get_variable_values(self._schema, [definition], {})
            if isinstance(read, list):
                return None
            default = read.coerced[name]
        return _Plain(name, cls, is_nullable, default)


def _fits(number: Any) -> bool:
    """Whether it is a number that GraphQL calls an Int."""
    return bool(-_MOST_INT <= number < _MOST_INT)
