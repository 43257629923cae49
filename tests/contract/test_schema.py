"""The printed schema: up to date, described to the last value, and built by the house's habits."""

from __future__ import annotations

import re

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    build_schema,
    get_named_type,
)

from gateway.contract import printed
from resolvers.schema import schema as built
from tests.contract.described import descriptions, own_types
from tests.house.source_file import ROOT

FILE = ROOT / "schema.graphql"
UNDESCRIBED = '''
"""The ways in."""
type Query {
  a("""How many""" first: Int, after: String): E!
  """in lower case."""
  b: Int!
}
enum E { """Fine.""" X Y }
"""Input."""
input I { c: Int }
"""A directive."""
directive @d(e: Int) on FIELD
'''


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema(FILE.read_text(encoding="utf-8"))


def undescribed(schema: GraphQLSchema) -> list[str]:
    """The coordinates of what has no sentence of its own."""
    return [
        coordinate
        for coordinate, description in descriptions(schema)
        if not re.fullmatch(r"[A-Z].*\.", description or "", re.DOTALL)
    ]


def test_the_file_is_what_the_code_prints() -> None:
    """The contract that people review is the one that is served."""
    assert FILE.read_text(encoding="utf-8") == printed(built), (
        "schema.graphql is stale: endpage schema --write"
    )


def test_everything_is_described(schema: GraphQLSchema) -> None:
    """Types, fields, arguments and values have a sentence, with a capital and a full stop."""
    assert undescribed(schema) == []
    assert len(list(descriptions(schema))) > 500


def test_what_is_not_described_is_found() -> None:
    """The test above can fail, for each kind of thing."""
    assert undescribed(build_schema(UNDESCRIBED)) == [
        "Query.a",
        "Query.a(first:)",
        "Query.a(after:)",
        "Query.b",
        "E",
        "E.Y",
        "I.c",
        "@d(e:)",
    ]


def fields_of(schema: GraphQLSchema) -> dict[str, tuple[GraphQLOutputType, str]]:
    """The type and description of every field, by its coordinate."""
    return {
        f"{name}.{field_name}": (field.type, field.description or "")
        for name, found in own_types(schema).items()
        if isinstance(found, GraphQLObjectType | GraphQLInterfaceType)
        for field_name, field in found.fields.items()
    }


def test_what_null_means_is_said(schema: GraphQLSchema) -> None:
    """A field that may be null says in its description what that means."""
    silent = [
        coordinate
        for coordinate, (kind, description) in fields_of(schema).items()
        if not isinstance(kind, GraphQLNonNull) and "Null" not in description
    ]
    assert silent == []


def test_lists_have_no_holes(schema: GraphQLSchema) -> None:
    """Every list is there, and so is each of its elements."""
    holed = []
    for coordinate, (kind, _) in fields_of(schema).items():
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if isinstance(inner, GraphQLList):
            is_whole = isinstance(kind, GraphQLNonNull)
            if not (is_whole and isinstance(inner.of_type, GraphQLNonNull)):
                holed.append(coordinate)
    assert holed == []


def test_a_bounded_list_says_its_bound(schema: GraphQLSchema) -> None:
    """A list says how long it may be, or is one that a LIVE or an argument bounds."""
    numbers = "twenty|fifty|ten|nine|five|three|at most|one a"
    by_something_else = {
        "Broadcast.sessions",
        "LiveSession.history",
        "LiveSessionConnection.edges",
        "LiveSessionConnection.nodes",
        "Recording.segments",
        "ShareConnection.edges",
        "ShareConnection.nodes",
    }
    unbounded = [
        coordinate
        for coordinate, (kind, description) in fields_of(schema).items()
        if isinstance(getattr(kind, "of_type", None), GraphQLList)
        and coordinate not in by_something_else
        and not re.search(numbers, description)
    ]
    assert unbounded == []


def test_yes_or_no_is_never_null(schema: GraphQLSchema) -> None:
    """A Boolean is one of two answers."""
    for coordinate, (kind, _) in fields_of(schema).items():
        if get_named_type(kind).name == "Boolean":
            assert isinstance(kind, GraphQLNonNull), coordinate


def test_no_scalar_hides_a_structure(schema: GraphQLSchema) -> None:
    """Few scalars, and none for arbitrary JSON."""
    scalars = {name for name, found in own_types(schema).items() if "Scalar" in str(type(found))}
    assert scalars == {"CurrencyCode", "Date", "DateTime", "Decimal", "Long", "URL"}
