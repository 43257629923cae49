"""Bombs of values: long, deep, wide and large ones, in the document and in its variables."""

from __future__ import annotations

from typing import Any

from tests.abuse.bomb import Bomb, harmless, invalid, no_graphql, passing, unfit

_INPUT = "mutation($i: CreateShareInput!) { createShare(input: $i) { share { id } } }"
_FIRST = "query($n: Int!) { viewer { shares(first: $n) { nodes { id } } } }"
_STATES = "query($s: [State!]) { viewer { liveSessions(first: 1, states: $s) { nodes { id } } } }"


def _nested(depth: int, inside: Any) -> Any:
    for _ in range(depth):
        inside = [inside]
    return inside


VALUES: tuple[Bomb, ...] = (
    passing("bytes", "a long text", '{ node(id: "' + "a" * 40_000 + '") { id } }', 40_023),
    passing("bytes", "a long block", '{ node(id: """' + "a\n" * 20_000 + '""") { id } }', 40_027),
    passing("bytes", "escapes", '{ node(id: "' + "\\u0041" * 6_000 + '") { id } }', 36_023),
    passing("bytes", "faces", '{ node(id: "' + "\U0001f600" * 9_000 + '") { id } }', 36_023),
    no_graphql("half a face", '{ node(id: "\\uD83D") { id } }'),
    no_graphql("a text without its end", '{ node(id: "' + "a" * 30_000),
    no_graphql("a block without its end", '{ node(id: """' + "a\n" * 10_000),
    invalid("a huge number", "{ viewer { shares(first: " + "9" * 30_000 + ") { nodes { id } } } }"),
    invalid("a number past 32 bits", "{ viewer { shares(first: 2147483648) { nodes { id } } } }"),
    invalid("a number without end", "{ viewer { shares(first: 1e400) { nodes { id } } } }"),
    invalid("a deep list", "{ node(id: " + "[" * 90 + "]" * 90 + ") { id } }"),
    no_graphql("a list without end", "{ node(id: " + "[" * 900 + "]" * 900 + ") { id } }"),
    invalid("a wide list", "{ node(id: [" + "1 " * 1_900 + "]) { id } }"),
    invalid(
        "a wide object",
        "mutation { createShare(input: {"
        + " ".join(f"a{n}: 1" for n in range(600))
        + "}) { share { id } } }",
    ),
    invalid(
        "a deep object",
        "mutation { createShare(input: " + "{a: " * 90 + "1" + "}" * 90 + ") { share { id } } }",
    ),
    invalid(
        "wide arguments",
        '{ node(id: "x" ' + " ".join(f"a{n}: 1" for n in range(600)) + ") { id } }",
    ),
    invalid("the same argument", "{ node(" + 'id: "x" ' * 600 + ") { id } }"),
    invalid(
        "unknown words",
        "{ viewer { liveSessions(states: [" + "ENDEX " * 1_900 + "]) { nodes { id } } } }",
    ),
    invalid(
        "variables", "query(" + " ".join(f"$v{n}: Int" for n in range(490)) + ") { __typename }"
    ),
    passing(
        "tokens",
        "variables without end",
        "query(" + " ".join(f"$v{n}: Int" for n in range(1_500)) + ") { __typename }",
        2_001,
    ),
    invalid("the same variable", "query(" + "$v: Int " * 490 + ") { __typename }"),
    invalid("an unknown variable", "{ node(id: $nothing) { id } }"),
    invalid(
        "a huge default",
        "query($s: [State!] = [" + "ENDED " * 1_900 + "]) { __typename }",
    ),
    invalid(
        "a default of lists in lists",
        "query($s: [State!] = " + "[" * 90 + "]" * 90 + ") { __typename }",
    ),
    unfit("a text for a number", _FIRST, n="9" * 1_000),
    unfit("no number", _FIRST, n=True),
    unfit("a list for a number", _FIRST, n=[1] * 20),
    unfit("unknown words in a variable", _STATES, s=["ENDEX"] * 2_000),
    unfit("lists in lists in a variable", _STATES, s=_nested(20, "ENDED")),
    unfit("a wide object in a variable", _INPUT, i={f"a{n}": 1 for n in range(2_000)}),
    unfit("operators in a variable", _INPUT, i={"recordingId": {"$ne": ""}, "idempotencyKey": "k"}),
    harmless(
        "variables that nobody has asked for",
        "{ __typename }",
        {"__typename": "Query"},
        **{f"v{n}": n for n in range(256)},
    ),
    Bomb(
        "more variables than there may be",
        "{ __typename }",
        "BAD_REQUEST",
        variables={f"v{n}": n for n in range(257)},
    ),
)
