"""Deferrals: which ``@defer`` of a document is worth an answer in parts."""

from __future__ import annotations

import pytest
from graphql import DocumentNode, build_schema, parse, print_ast, validate

from gateway.deferrals import Deferrals, deferrals
from gateway.errors import RequestError
from gateway.plan import Plan
from gateway.plans import Plans
from resolvers.schema import schema

PAGE = "endPage(sessionId: 1)"


def deferred(text: str) -> Deferrals | None:
    """What the document defers."""
    document = parse(text)
    assert validate(schema._schema, document) == []
    return deferrals(schema._schema, document)


def plan(text: str) -> Plan:
    return Plans(schema._schema).plan(text, None)


def labels(document: DocumentNode | None, found: Deferrals) -> list[str | None]:
    """The labels, as the client has given them, that are left in a rewritten document."""
    text = "" if document is None else print_ast(document)
    places = [part.partition('"')[0] for part in text.split('label: "')[1:]]
    return [found.fragment(place).label for place in places]


@pytest.mark.parametrize(
    ("text", "every", "honoured"),
    [
        (f'{{ {PAGE} {{ ... @defer(label: "a") {{ rewards {{ id }} }} }} }}', ["a"], ["a"]),
        (f'{{ {PAGE} {{ ... @defer(label: "a") {{ id servedAt }} }} }}', ["a"], []),
        (f"{{ {PAGE} {{ ... @defer {{ rewards {{ id }} }} }} }}", [None], [None]),
        (f"{{ {PAGE} {{ ... @defer(if: true) {{ rewards {{ id }} }} }} }}", [None], [None]),
        (f'{{ {PAGE} {{ rewards {{ ... @defer(label: "a") {{ id }} }} }} }}', ["a"], []),
        (f'{{ ... @defer(label: "a") {{ {PAGE} {{ rewards {{ id }} }} }} }}', ["a"], []),
        (f'{{ {PAGE} {{ session {{ ... @defer(label: "a") {{ title }} }} }} }}', ["a"], []),
        (
            (
                f'{{ {PAGE} {{ ...P @defer(label: "a") }} }}'
                ' fragment P on EndPage { id ... on EndPage @defer(label: "b") { metrics { id } } }'
            ),
            ["a", "b"],
            ["a", "b"],
        ),
        (
            (
                "{ viewer { liveSessions { nodes {"
                ' title ... @defer(label: "a") { endPage { rewards { id } } }'
                ' ... @defer(label: "b") { endPage { id } } } } } }'
            ),
            ["a", "b"],
            ["a"],
        ),
        (
            (
                "{ viewer { liveSessions { edges { node { endPage {"
                ' ... @defer(label: "a") { again: journey { id } } } } } } } }'
            ),
            ["a"],
            ["a"],
        ),
        (
            (
                '{ node(id: 1) { ... on EndPage @defer(label: "a") { metrics { id } }'
                ' ... on Metrics @defer(label: "b") { status } } }'
            ),
            ["a", "b"],
            ["a"],
        ),
    ],
)
def test_which_are_honoured(text: str, every: list[str | None], honoured: list[str | None]) -> None:
    """Those on a page or on a LIVE, with a panel in them; all others come with the rest."""
    found = deferred(text)
    assert found is not None
    assert labels(found.every, found) == every
    assert labels(found.honoured, found) == honoured


@pytest.mark.parametrize(
    "text",
    [
        f"{{ {PAGE} {{ rewards {{ id }} }} }}",
        f"{{ {PAGE} {{ ... @defer(if: false) {{ rewards {{ id }} }} }} }}",
        f"query defer {{ {PAGE} {{ ... {{ rewards {{ id }} }} }} }}",
        f"{{ {PAGE} {{ {'... @defer { rewards { id } } ' * 65} }} }}",
    ],
)
def test_what_defers_nothing(text: str) -> None:
    """No directive, one that is off, or more of them than anybody writes by hand."""
    assert deferred(text) is None


def test_a_fragment_knows_what_it_selects() -> None:
    """Every key below it, through fragments and types, and what is deferred in it."""
    found = deferred(
        f"""{{ {PAGE} {{ ...P @defer(label: "a") }} }}
        fragment P on EndPage {{ id metrics {{ ...M }} all: metrics {{ status }}
          ... @defer(label: "b") {{ metrics {{ id }} }} }}
        fragment M on Metrics {{ headline {{ metric ... on MoneyFigure {{ v: value {{ amount }} }}
          ... on RateFigure {{ v2: value }} }} }}"""
    )
    assert found is not None
    a, b = found.fragments
    headline = {"metric": None, "v": {"amount": None}, "v2": None}
    assert (a.label, b.label) == ("a", "b")
    assert b.shape == {"metrics": {"id": None}}
    assert a.shape == {
        "id": None,
        "metrics": {"headline": headline, "id": None},
        "all": {"status": None},
    }


@pytest.mark.parametrize(
    "text",
    [
        f"{{ {PAGE} {{ ... @defer {{ rewards {{ id }} }} }} }}",
        (
            "subscription { liveSession(sessionId: 1) { session { endPage {"
            " ... @defer { rewards { id } } } } } }"
        ),
    ],
)
def test_only_queries_are_planned_in_parts(text: str) -> None:
    """A subscription may have the APP's fragments with their @defer, and its updates are whole."""
    assert (plan(text).deferrals is None) == text.startswith("subscription")


def test_a_mutation_is_never_in_parts() -> None:
    """What it has done is told at once, whole."""
    shop = build_schema(
        """directive @defer(if: Boolean! = true, label: String) on INLINE_FRAGMENT
        type Query { page: EndPage } type Mutation { buy: EndPage } type EndPage { rewards: Int }"""
    )
    text = "{ page: %s { ... @defer { rewards } } }"
    assert Plans(shop).plan(text % "page", None).deferrals is not None
    assert Plans(shop).plan(f"mutation {text % 'buy'}", None).deferrals is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{{ {PAGE} {{ session {{ history @stream {{ kind }} }} }} }}",
            "@stream is not offered: a list comes whole, and @defer may stand in its items.",
        ),
        (
            f'{{ {PAGE} {{ ... @defer(label: "a") {{ id }} ... @defer(label: "a") {{ id }} }} }}',
            "Defer/Stream directive label argument must be unique.",
        ),
        (
            f"query ($l: String) {{ {PAGE} {{ ... @defer(label: $l) {{ id }} }} }}",
            "Defer directive label argument must be a static string.",
        ),
        (f"{{ {PAGE} @defer {{ id }} }}", "Directive '@defer' may not be used on field."),
        (
            "subscription { ... @defer { liveSession(sessionId: 1) { isLast } } }",
            "Defer directive cannot be used on root subscription type 'Subscription'.",
        ),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    """What the specification forbids, and @stream, with words that help."""
    with pytest.raises(RequestError) as caught:
        plan(text)
    assert caught.value.code == "GRAPHQL_VALIDATION_FAILED"
    assert [error["message"] for error in caught.value.errors] == [message]
