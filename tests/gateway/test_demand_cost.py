"""What an operation costs, with its arguments and variables, by what the schema says."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    GraphQLList,
    GraphQLSchema,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
)
from hypothesis import given
from hypothesis import strategies as st

from gateway.demand_cost import Demand
from gateway.demand_formula import text
from gateway.demand_size import SATURATED
from gateway.demand_weights import weights_of
from gateway.plans import Plans
from resolvers.schema import schema
from tests.contract.described import own_types
from tests.house.source_file import ROOT

LITTLE = build_schema("""
directive @cost(weight: String!) on FIELD_DEFINITION
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!],
  requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
type Query {
  one: Thing @cost(weight: "10")
  few: [Thing!]! @listSize(assumedSize: 3)
  some: [Thing!]!
  many(first: Int = 5): Page @cost(weight: "7")
    @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
  any: Kind
}
type Page { nodes: [Thing!]! total: Int! }
interface Kind { name: String! one: Thing @cost(weight: "2") }
type Thing implements Kind { name: String! one: Thing @cost(weight: "2") }
type Other implements Kind { name: String! one: Thing @cost(weight: "2") rest: [Thing!]!
  @listSize(assumedSize: 9) }
""")


def demand(query: str, of: GraphQLSchema = LITTLE) -> Demand:
    """What the operation asks for."""
    return Plans(of).plan(query, None).demand


@pytest.mark.parametrize(
    ("query", "cost"),
    [
        ("{ __typename }", 0),
        ("{ one { name } }", 11),
        ("{ a: one { name } b: one { name } }", 22),
        ("{ one { name } one { one { name } } }", 11 + 3),
        ("{ one { one { one { name } } } }", 11 + 3 + 3),
        ("{ few { name } }", 3),
        ("{ few { one { name } } }", 3 + 3 * 3),
        ("{ some { name } }", 10),
        ("{ many { total } }", 8),
        ("{ many { nodes { name } } }", 8 + 5),
        ("{ many(first: 20) { nodes { one { name } } } }", 8 + 20 * 4),
        ("{ many(first: 20) { a: nodes { name } b: nodes { name } } }", 8 + 40),
        ("{ many(first: -4) { nodes { name } } }", 8),
        ("{ many(first: null) { nodes { name } } }", 8 + 5),
        ("{ any { name } }", 1),
        ("{ any { ... on Thing { one { name } } ... on Other { rest { name } } } }", 1 + 9),
        ("{ any { ... on Kind { one { name } } ... on Other { rest { name } } } }", 1 + 3 + 9),
        ("{ ...f ...f } fragment f on Query { one { name } }", 11),
        ("{ ... @skip(if: true) { one { name } } }", 0),
        ("{ one @include(if: false) { name } few { name } }", 3),
        ("{ few { one { few: one { one { one { name } } } } } }", 3 + 3 * 12),
    ],
)
def test_a_field_costs_its_own_and_what_it_gives(query: str, cost: int) -> None:
    """Its weight once, and each object with what is selected of it."""
    found = demand(query)
    assert found.formula == cost
    assert found.cost({"unknown": 1}) == cost


PAGES = (
    "query($n: Int = 2, $x: Boolean! = true) "
    "{ many(first: $n) { nodes { one @include(if: $x) { name } } } }"
)


@pytest.mark.parametrize(
    ("variables", "cost"),
    [
        ({}, 8 + 2 * 4),
        ({"n": 10}, 8 + 10 * 4),
        ({"n": 10, "x": False}, 8 + 10),
        ({"n": 0}, 8),
        ({"n": -5}, 8),
        ({"n": 3.0}, 8 + 3 * 4),
        ({"n": None}, 8 + 5 * 4),
        ({"n": "many"}, 8 + 5 * 4),
        ({"n": True}, 8 + 5 * 4),
        ({"n": 2**70}, SATURATED),
        ({"n": 1e300}, SATURATED),
        ({"n": 1, "x": "yes"}, 8 + 4),
    ],
)
def test_variables_are_counted_as_they_are_given(variables: dict[str, Any], cost: int) -> None:
    """With their defaults; what does not fit is counted as if it were not there."""
    assert demand(PAGES).cost(variables) == cost


def test_the_formula_can_be_read() -> None:
    """By people, who want to know what hangs on what."""
    assert text(demand(PAGES).formula) == "8 + $n × (1 + (3 if $x))"
    both = (
        "query($x: Boolean!, $y: Boolean!) { one @skip(if: $x) { one @include(if: $y) { name } } }"
    )
    assert text(demand(both).formula) == "(11 + (3 if $y) if not $x)"
    either = (
        "query($x: Boolean!) { any { ... on Thing { one @skip(if: $x) { name } } "
        "... on Other { rest { name } } } }"
    )
    assert text(demand(either).formula) == "1 + max(9, (3 if not $x))"
    assert text(demand("{ many(first: 2000) { nodes { name } } }").formula) == "2,008"


def test_either_of_two_conditions_is_enough() -> None:
    """A field that two fragments ask for is there when one of them is."""
    query = (
        "query($x: Boolean!, $y: Boolean!) { ... @include(if: $x) { one { name } } "
        "... @include(if: $y) { one { one { name } } } }"
    )
    costs = [demand(query).cost({"x": x, "y": y}) for x in (False, True) for y in (False, True)]
    assert costs == [0, 14, 11, 14]


def test_conditions_that_have_no_value_are_taken_to_hold() -> None:
    """The operation is refused for them later."""
    assert demand("query($x: Boolean!) { one @include(if: $x) { name } }").cost({}) == 11


@given(st.integers(0, 2**40), st.integers(0, 2**40), st.booleans())
def test_more_is_never_cheaper(one: int, other: int, shows: bool) -> None:
    """The cost rises with every variable that asks for more."""
    found = demand(PAGES)
    less, more = sorted((one, other))
    assert found.cost({"n": less, "x": shows}) <= found.cost({"n": more, "x": shows})
    assert found.cost({"n": less, "x": False}) <= found.cost({"n": less, "x": True})


def test_the_file_says_what_the_code_does() -> None:
    """Each field has the same weight, read from the schema's text or from the code."""
    told = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    ours = schema._schema
    count = 0
    for name, kind in own_types(told).items():
        for field_name, field in getattr(kind, "fields", {}).items():
            if not hasattr(field, "args"):
                continue
            mine: Any = ours.type_map[name]
            said = weights_of(told).of(kind, field_name, field)
            assert said == weights_of(ours).of(mine, field_name, mine.fields[field_name])
            count += said.weight > 0
    assert count >= 20


def test_every_list_of_objects_says_how_long_it_may_be() -> None:
    """By itself, or by the field that gives the object that it stands in."""
    told = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    kinds = own_types(told)
    sized = {
        (get_named_type(field.type).name, one)
        for kind in kinds.values()
        for name, field in getattr(kind, "fields", {}).items()
        if hasattr(field, "args")
        for one in weights_of(told).of(kind, name, field).sized
    }
    silent = [
        f"{kind.name}.{name}"
        for kind in kinds.values()
        for name, field in getattr(kind, "fields", {}).items()
        if isinstance(get_nullable_type(field.type), GraphQLList)
        and is_composite_type(get_named_type(field.type))
        and (kind.name, name) not in sized
        and "@listSize" not in _directives(field)
    ]
    assert silent == []


def _directives(field: Any) -> set[str]:
    return {f"@{one.name.value}" for one in field.ast_node.directives}


def test_a_router_pays_for_every_entity() -> None:
    """As many as it asks for, of the kind that costs most."""
    query = (
        "query($r: [_Any!]!) { _entities(representations: $r) { "
        "... on Creator { id } ... on EndPage { rewards { id } } } }"
    )
    found = demand(query, schema.as_subgraph()._schema)
    assert found.cost({"r": [{}] * 7}) == 10 + 7 * (1 + 11)


def test_asking_for_the_schema_in_rounds_costs_more_than_asking_for_it_once() -> None:
    """What every tool asks is well within the limit."""
    from graphql import get_introspection_query

    ours = schema._schema
    assert demand(get_introspection_query(), ours).cost({}) == 2_262
    lists = (
        "{ __schema { types { possibleTypes { enumValues { name } } fields { args { name } } } } }"
    )
    assert demand(lists, ours).cost({}) == 1 + 150 + 1_500 + 150 + 1_500
