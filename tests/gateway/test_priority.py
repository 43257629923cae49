"""Priority: what of a document makes it a page, a list or a tool."""

from __future__ import annotations

import time

import pytest
from graphql import OperationDefinitionNode, parse

from gateway.priority import Priority, priority_of
from tests.house.source_file import ROOT

OPERATIONS = ROOT / "web/operations"


def priority(text: str) -> Priority:
    document = parse(text)
    [operation] = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return priority_of(document, operation)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ endPage(sessionId: 1) { id } }", Priority.PAGE),
        ("{ node(id: 1) { id } liveSession(sessionId: 1) { id } }", Priority.PAGE),
        ("{ __typename }", Priority.PAGE),
        ("{ a: endPage(sessionId: 1) { id } b: endPage(sessionId: 2) { id } }", Priority.LIST),
        ("{ ...A } fragment A on Query { viewer { liveSessions { edges { cursor } } } }", "LIST"),
        ("{ viewer { ... { liveSessions { pageInfo { hasNextPage } } } } }", Priority.LIST),
        ("{ __schema { types { name } } endPage(sessionId: 1) { id } }", Priority.TOOL),
        ('{ ... { __type(name: "A") { name } } }', Priority.TOOL),
    ],
)
def test_the_fields_say_it(query: str, expected: Priority | str) -> None:
    """A page goes first; several LIVEs, or a connection, are a list; introspection is a tool."""
    wanted = Priority[expected] if isinstance(expected, str) else expected
    assert priority(query) is wanted


@pytest.mark.parametrize("file", sorted(OPERATIONS.glob("*.graphql")), ids=lambda file: file.stem)
def test_the_shipped_operations(file: object) -> None:
    """Of the operations that the APP ships, the list of recent LIVEs alone is one."""
    from pathlib import Path

    assert isinstance(file, Path)
    expected = Priority.LIST if file.stem in {"MyShares", "RecentLives"} else Priority.PAGE
    assert priority(file.read_text(encoding="utf-8")) is expected


def test_fragments_that_name_each_other_a_lot_cost_little() -> None:
    """Each fragment is entered once, so twenty levels of pairs are no million steps."""
    pairs = "".join(
        f"fragment F{n} on Query {{ ...F{n + 1} viewer {{ id }} ...F{n + 1} }} " for n in range(30)
    )
    began = time.process_time()
    assert priority("{ ...F0 } " + pairs + "fragment F30 on Query { __typename }")
    assert time.process_time() - began < 0.5
