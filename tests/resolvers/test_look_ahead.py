"""Look-ahead: the work that a document makes grows with its size, however it is nested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from graphql import (
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    parse,
    visit,
)
from graphql.language import Visitor

from gateway.look_ahead import NeededGroups, look_ahead
from loaders.keys import Group
from loaders.shop import ENGAGEMENT, SALES, TRAFFIC
from resolvers.schema import schema
from tests.fakes.documents import LIVE


class CountedSelections(tuple[SelectionNode, ...]):
    """Selections that count how often somebody walks over one of them."""

    steps: list[int]

    def __iter__(self) -> Iterator[SelectionNode]:
        for selection in super().__iter__():
            self.steps[0] += 1
            yield selection


class Counting(Visitor):
    """Makes every selection set of a document count into ``steps``."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = [0]

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        """Put counted selections in the place of plain ones."""
        counted = CountedSelections(node.selections)
        counted.steps = self.steps
        return SelectionSetNode(selections=counted)


def walked(text: str) -> tuple[int, NeededGroups]:
    """How many selections are walked over for ``text``, and what it needs."""
    document = parse(text)
    counting = Counting()
    document = visit(document, counting)
    counting.steps[0] = 0
    (operation,) = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    built: GraphQLSchema = schema._schema
    needed = look_ahead(built, document, operation)
    return counting.steps[0], needed


def always(needed: NeededGroups, variables: Mapping[str, bool] | None = None) -> set[Group]:
    return set(needed.for_variables(variables or {}))


def doubling(depth: int, directives: str = "") -> str:
    """Fragments that each spread the next one twice: 2 ** depth ways to the innermost."""
    chain = [
        f"fragment F{n} on Metrics {{ ...F{n + 1} {directives.format(n=n)} ...F{n + 1} }}"
        for n in range(depth)
    ]
    last = f"fragment F{depth} on Metrics {{ sales {{ skuOrders {{ value }} }} }}"
    names = ", ".join(f"$v{n}: Boolean!" for n in range(depth)) if directives else ""
    head = f"query Q({names})" if names else "query Q"
    page = f'{head} {{ endPage(sessionId: "{LIVE}") {{ metrics {{ ...F0 }} }} }}'
    return "\n".join([page, *chain, last])


def test_nested_fragments_are_walked_once() -> None:
    """Fragments with 2 ** 100 ways through them cost a few steps for each fragment."""
    few, _ = walked(doubling(25))
    many, needed = walked(doubling(100))
    assert always(needed) == {SALES}
    assert many - few == 75 * 2


def test_conditions_that_explode_are_given_up() -> None:
    """With more combinations than can be told apart, too much is asked for and never too little."""
    steps, needed = walked(doubling(40, "@include(if: $v{n})"))
    assert steps < 25_000
    assert always(needed) == {SALES}


def test_few_conditions_are_told_apart() -> None:
    """Each combination of variables is decided when the document runs."""
    _, needed = walked(doubling(3, "@include(if: $v{n})"))
    assert set(needed.by_conditions) > {frozenset(), frozenset({("v0", True)})}
    assert always(needed) == {SALES}


LIKES = {ENGAGEMENT}
NODE = 'query {{ node(id: "x") {{ {selection} }} }}'


@pytest.mark.parametrize(
    ("selection", "groups"),
    [
        ("id", set()),
        ("... on Metrics { sales { skuOrders { value } } }", {SALES}),
        ("... on EndPage { metrics { traffic { views { value } } } }", {TRAFFIC}),
        ("... on Node { ... on Panel { ... on Metrics { sales { rateDate } } } }", {SALES}),
        ("... on Metrics { ... on Panel { status } }", set()),
        ("... on LiveSession { endPage { metrics { engagement { likes { value } } } } }", LIKES),
        ("... on Metrics { ... on Node { ... on RoomImprovements { outcome } } }", set()),
    ],
)
def test_what_can_stand_behind_an_interface_is_walked(selection: str, groups: set[Group]) -> None:
    """An object of the interface is narrowed to; what it can never be is left out."""
    _, needed = walked(NODE.format(selection=selection))
    assert always(needed) == groups


def test_an_interface_itself_needs_what_any_of_its_objects_does() -> None:
    """A refetched panel may be any: what its status needs is asked for, whichever it is."""
    _, needed = walked(NODE.format(selection="... on Panel { status }"))
    names = {group.name for group in always(needed)}
    assert names == {"room_improvements", "account_improvements", "earned"}
