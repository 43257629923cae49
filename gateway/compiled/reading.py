"""Reading: how the value of a field is had: an attribute of its object, or by a resolver.

It is what Strawberry does with the field, without what it does not need.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import isasyncgenfunction
from typing import Any

from graphql import GraphQLField
from strawberry.types.field import StrawberryField

from gateway.compiled.selection import NotCovered

DEFINITION = "strawberry-definition"


@dataclass(frozen=True, slots=True)
class Reading:
    """``resolver`` None: the value is the attribute ``attribute``.

    A resolver takes its object as ``source_as`` ("" for the first place, None for not at all), and
    the context as ``info_as``.
    """

    attribute: str = ""
    resolver: Callable[..., Any] | None = None
    is_async: bool = False
    source_as: str | None = None
    info_as: str | None = None


def reading_of(definition: GraphQLField) -> Reading:
    """How the field is read. Raises NotCovered where more than that is to be done for it."""
    field = definition.extensions.get(DEFINITION)
    if not isinstance(field, StrawberryField) or definition.resolve is None:
        raise NotCovered("a field that is not Strawberry's")
    if field.extensions or field.permission_classes or field.is_subscription:
        raise NotCovered("a field with extensions, permissions or a stream of its own")
    resolver = field.base_resolver
    if resolver is None:
        if field.default_resolver is not getattr or not field.python_name.isidentifier():
            raise NotCovered("a field that is read in a way of its own")
        return Reading(attribute=field.python_name)
    if resolver.parent_parameter is not None and resolver.root_parameter is not None:
        raise NotCovered("a resolver that takes its object twice")
    function = resolver.wrapped_func
    if isinstance(function, staticmethod | classmethod) or isasyncgenfunction(function):
        raise NotCovered("a resolver that is bound to nothing yet, or gives a stream")
    named = resolver.parent_parameter or resolver.root_parameter
    if resolver.self_parameter is not None and named is not None:
        raise NotCovered("a resolver that takes its object twice")
    return Reading(
        resolver=function,
        is_async=field.is_async,
        source_as="" if resolver.self_parameter is not None else named.name if named else None,
        info_as=resolver.info_parameter.name if resolver.info_parameter else None,
    )
