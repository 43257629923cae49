"""Bombs of names: very many aliases, fields, directives, operations and comments."""

from __future__ import annotations

from tests.abuse.bomb import Bomb, harmless, invalid, no_graphql, passing

_MANY = range(1_500)


def _aliases(count: int) -> str:
    return " ".join(f"a{number}: id" for number in range(count))


NAMES: tuple[Bomb, ...] = (
    passing("aliases", "aliases", f"{{ viewer {{ {_aliases(101)} }} }}", 101),
    passing("tokens", "aliases without end", f"{{ viewer {{ {_aliases(1_500)} }} }}", 2_001),
    passing(
        "aliases",
        "aliases of objects",
        "{" + " ".join(f"a{n}: viewer {{ id }}" for n in range(150)) + "}",
        150,
    ),
    passing(
        "aliases",
        "aliases in fragments",
        "{ viewer { ...f } } fragment f on Creator { " + _aliases(120) + " }",
        120,
    ),
    passing(
        "aliases",
        "aliases of mutations",
        "mutation {"
        + " ".join(
            f'a{n}: revokeShare(input: {{id: "x"}}) {{ share {{ id }} }}' for n in range(110)
        )
        + "}",
        110,
    ),
    passing(
        "rootFields",
        "fields of the root",
        "{" + " ".join(f"a{n}: __typename" for n in range(21)) + "}",
        21,
    ),
    passing(
        "rootFields",
        "fields of the root by fragments",
        "{" + " ...f" * 25 + "} fragment f on Query { __typename }",
        25,
    ),
    passing("tokens", "duplicate fields", "{ viewer { " + "id " * 10_000 + "} }", 2_001),
    passing("comparisons", "duplicate leaves", "{ viewer { " + "id " * 1_400 + "} }", 20_001),
    passing(
        "comparisons",
        "duplicate objects in each other",
        "{ viewer { " + "currentLive { broadcast { airSeconds id } id } " * 100 + "} }",
        20_001,
    ),
    harmless(
        "few duplicate leaves",
        "{ viewer { " + "__typename " * 90 + "} }",
        {"viewer": {"__typename": "Creator"}},
    ),
    passing("directives", "directives", "{ __typename " + "@skip(if: false) " * 101 + "}", 101),
    passing("tokens", "directives without end", "{ __typename " + "@a " * 10_000 + "}", 2_001),
    passing("directives", "unknown directives", "{ __typename " + "@a " * 900 + "}", 900),
    passing(
        "directives",
        "directives at an operation",
        "query " + "@a " * 101 + "{ __typename }",
        101,
    ),
    passing(
        "directives",
        "directives at variables",
        "query(" + " ".join(f"$v{n}: Int @a" for n in range(101)) + ") { __typename }",
        101,
    ),
    passing(
        "directives",
        "deferred without end",
        "{ viewer {" + " ... @defer { id }" * 102 + "} }",
        102,
    ),
    passing("tokens", "comments", "# a\n" * 7_000 + "{ __typename }", 2_001),
    passing("bytes", "a long comment", "#" + "a" * 40_000 + "\n{ __typename }", 40_016),
    passing("bytes", "a long name", "{ " + "a" * 40_000 + " }", 40_004),
    passing("bytes", "nothing at length", " " * 100_000 + "{ __typename }", 100_014),
    passing("bytes", "commas", "," * 40_000 + "{ __typename }", 40_014),
    harmless("many commas", "," * 30_000 + "{ __typename }", {"__typename": "Query"}),
    invalid("a name of some length", "{ " + "a" * 32_000 + " }"),
    invalid("unknown fields", "{ viewer {" + " ".join(f"sharex{n}" for n in range(1_400)) + "} }"),
    passing(
        "operations",
        "operations",
        " ".join(f"query q{n} {{ __typename }}" for n in range(400)),
        400,
    ),
    passing(
        "tokens", "operations without end", " ".join(f"query q{n} {{ a }}" for n in _MANY), 2_001
    ),
    passing(
        "nesting", "inline fragments in each other", "{" + "... {" * 120 + "id" + "}" * 121, 101
    ),
    no_graphql("brackets without end", "{" * 30_000),
    no_graphql("fields in each other without end", "{ a" * 600 + "}" * 600),
    passing("nesting", "fields in each other", "{ a " * 120 + "}" * 120, 101),
    passing(
        "depth",
        "depth",
        "{ viewer { currentLive { " + "endPage { session { " * 12 + "id" + " } }" * 12 + "} } }",
        27,
    ),
    no_graphql("characters of control", "{ \x00\x01\x02 }"),
    no_graphql("no GraphQL at all", "?" * 2_000),
    no_graphql("nothing", "# nothing"),
)
