"""Values: arguments that hypothesis makes, as JSON carries them and as a document writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)
from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(slots=True)
class Values:
    """How they are made: of each scalar, what it may be."""

    of: Mapping[str, st.SearchStrategy[Any]]

    def json(self, draw: Draw, kind: GraphQLInputType) -> Any:
        """A value of ``kind`` that JSON can carry."""
        if isinstance(kind, GraphQLNonNull):
            inner: Any = kind.of_type
        elif draw(st.integers(0, 5)) == 0:
            return None
        else:
            inner = kind
        if isinstance(inner, GraphQLList):
            return [self.json(draw, inner.of_type) for _ in range(draw(st.integers(0, 2)))]
        if isinstance(inner, GraphQLEnumType):
            return draw(st.sampled_from(sorted(inner.values)))
        if isinstance(inner, GraphQLInputObjectType):
            return {
                name: self.json(draw, each.type)
                for name, each in inner.fields.items()
                if isinstance(each.type, GraphQLNonNull) or draw(st.booleans())
            }
        return draw(self.of[inner.name])


def literal(value: Any, kind: GraphQLInputType) -> str:
    """``value`` as it is written in a document."""
    if isinstance(kind, GraphQLNonNull):
        return literal(value, kind.of_type)
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case list():
            assert isinstance(kind, GraphQLList)
            return f"[{', '.join(literal(each, kind.of_type) for each in value)}]"
        case dict():
            assert isinstance(kind, GraphQLInputObjectType)
            told = (
                f"{name}: {literal(item, kind.fields[name].type)}" for name, item in value.items()
            )
            return "{" + ", ".join(told) + "}"
        case str() if isinstance(kind, GraphQLEnumType):
            return value
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case _:
            return str(value)
