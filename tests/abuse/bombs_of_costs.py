"""Bombs of costs: short documents whose answers would be long."""

from __future__ import annotations

from tests.abuse.bomb import Bomb, passing


def _rounds(count: int, inside: str = "id") -> str:
    for _ in range(count):
        inside = f"broadcast {{ sessions {{ {inside} }} }}"
    return inside


_LISTS = "viewer { liveSessions(first: %s) { nodes { history { at } %s } } }"
_BY_VARIABLE = "query($n: Int! = 1) { " + _LISTS % ("$n", _rounds(1)) + " }"

COSTS: tuple[Bomb, ...] = (
    passing(
        "cost", "three times round", f'{{ liveSession(sessionId: "1") {{ {_rounds(3)} }} }}', 13_062
    ),
    passing(
        "cost",
        "eight times round",
        f'{{ liveSession(sessionId: "1") {{ {_rounds(8)} }} }}',
        2**31 - 1,
    ),
    passing("cost", "lists in lists", "{ " + _LISTS % (50, _rounds(1)) + " }", 6_612),
    passing("cost", "lists in lists by a variable", _BY_VARIABLE, 6_612, n=50),
    passing("cost", "a page beyond all", _BY_VARIABLE, 2**31 - 1, n=2**31 - 1),
    passing("cost", "a page beyond all numbers", _BY_VARIABLE, 2**31 - 1, n=2**62),
    passing(
        "cost",
        "both edges and nodes",
        "{ viewer { liveSessions(first: 50) { nodes { history { at } } edges { node { "
        "history { at } } } } } }",
        10_162,
    ),
    passing(
        "cost",
        "pages of pages",
        "{ viewer { liveSessions(first: 50) { nodes { endPage { metrics { id } benchmarks { id } "
        "roomImprovements { id } accountImprovements { id } rewards { items { title } } journey "
        "{ milestones { title } } recordings { id } } } } } }",
        7_462,
    ),
    passing(
        "cost",
        "links of many recordings",
        "mutation {"
        + " ".join(
            f'a{n}: createRecordingLinks(input: {{id: "x"}}) {{ links {{ downloads {{ url }} }} }}'
            for n in range(20)
        )
        + "}",
        5_720,
    ),
    passing(
        "cost",
        "the same list by many names",
        "{ viewer {"
        + " ".join(
            f"a{n}: liveSessions(first: 50) {{ nodes {{ history {{ at }} }} }}" for n in range(90)
        )
        + "} }",
        455_491,
    ),
    passing(
        "cost",
        "rounds in a subscription",
        f'subscription {{ liveSession(sessionId: "1") {{ session {{ {_rounds(3)} }} }} }}',
        13_063,
    ),
    passing(
        "cost",
        "rounds in a node",
        f'{{ node(id: "x") {{ ... on LiveSession {{ {_rounds(3)} }} ... on EndPage {{ id }} }} }}',
        13_072,
    ),
    passing(
        "cost",
        "rounds that are deferred",
        f'{{ liveSession(sessionId: "1") {{ ... @defer {{ {_rounds(3)} }} }} }}',
        13_062,
    ),
    passing(
        "cost",
        "rounds that a variable includes",
        f'query($x: Boolean!) {{ liveSession(sessionId: "1") {{ ... @include(if: $x) '
        f"{{ {_rounds(3)} }} }} }}",
        13_062,
        x=True,
    ),
)
