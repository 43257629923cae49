"""Bombs of the schema: what asks for it, or guesses at it, where it is not told."""

from __future__ import annotations

from graphql import get_introspection_query

from tests.abuse.bomb import Bomb, harmless, invalid

_RING = "fields { type { " * 3 + "name" + " } }" * 3

SCHEMA: tuple[Bomb, ...] = (
    invalid("the whole schema", get_introspection_query()),
    invalid("the schema's name", "{ __schema { queryType { name } } }"),
    invalid("one type", '{ __type(name: "Query") { name } }'),
    invalid("the schema by another name", "{ a: __schema { queryType { name } } }"),
    invalid(
        "the schema in a fragment", "{ ...f } fragment f on Query { __schema { description } }"
    ),
    invalid("the schema in rounds", f"{{ __schema {{ types {{ {_RING} }} }} }}"),
    invalid("a field that is nearly there", "{ viewr { id } }"),
    invalid("a type that is nearly there", '{ node(id: "x") { ... on Creatr { id } } }'),
    invalid("an argument that is nearly there", '{ endPage(sessionID: "x") { id } }'),
    invalid(
        "a word that is nearly there",
        "{ viewer { liveSessions(states: [ENDD]) { nodes { id } } } }",
    ),
    harmless(
        "names of types",
        "{ __typename viewer { __typename } }",
        {"__typename": "Query", "viewer": {"__typename": "Creator"}},
    ),
)
