"""Plans: documents are worked out once, and no more of them are kept than there is room for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import RequestError
from gateway.plans import Plans
from resolvers.schema import schema

VIEWER = "{ viewer { id } }"


def plans(*, most: int = 3, most_characters: int = 10_000) -> Plans:
    return Plans(schema._schema, most=most, most_characters=most_characters)


def test_a_document_is_planned_once() -> None:
    """The second time it is the very same plan."""
    kept = plans()
    assert kept.plan(VIEWER, None) is kept.plan(VIEWER, None)
    assert len(kept) == 1


def test_an_operation_is_chosen_by_its_name() -> None:
    """Two operations of one document are two plans."""
    text = "query A { viewer { id } } subscription B { liveSession(sessionId: 1) { isLast } }"
    kept = plans()
    assert (kept.plan(text, "A").name, kept.plan(text, "A").kind) == ("A", "query")
    assert kept.plan(text, "B").kind == "subscription"
    assert len(kept) == 2


@given(st.lists(st.integers(min_value=0, max_value=6), max_size=30), st.integers(1, 4))
def test_the_number_of_plans_is_bounded(asked: list[int], most: int) -> None:
    """There are never more; the one that was asked for last is among them."""
    kept = plans(most=most)
    for number in asked:
        text = f"query Q{number} {VIEWER}"
        assert kept.plan(text, None) is kept.plan(text, None)
        assert len(kept) <= most
    assert len(kept) == min(len(set(asked)), most)


def test_a_plan_that_is_used_is_not_pushed_out() -> None:
    """However many documents come once, one that came again is worked out no second time."""
    kept = plans()
    plan = kept.plan(VIEWER, None)
    assert kept.plan(VIEWER, None) is plan
    for number in range(50):
        kept.plan(f"query Q{number} {VIEWER}", None)
    assert kept.plan(VIEWER, None) is plan
    assert len(kept) == 3


@given(st.lists(st.integers(min_value=0, max_value=300), max_size=20))
def test_the_size_of_plans_is_bounded(lengths: list[int]) -> None:
    """Short documents are always kept at first; one that is longer than all room never is."""
    room = 300
    kept = plans(most=100, most_characters=room)
    for text in [VIEWER + " " * length for length in lengths]:
        plan = kept.plan(text, None)
        assert plan.kind == "query"
        assert len(kept) <= room // len(VIEWER)
        is_kept = kept.plan(text, None) is plan
        assert is_kept or len(text) > room // 5
        assert not is_kept or len(text) <= room


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("{", None, "GRAPHQL_PARSE_FAILED"),
        ("", None, "GRAPHQL_PARSE_FAILED"),
        ("{ viewer { id } }" * 1_000, None, "DEMAND_EXCEEDED"),
        ("{ a " * 900 + "}" * 900, None, "GRAPHQL_PARSE_FAILED"),
        ("{ nobody }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { buy }", None, "GRAPHQL_VALIDATION_FAILED"),
        (VIEWER, "Other", "OPERATION_RESOLUTION_FAILURE"),
        (
            "query A { viewer { id } } query B { viewer { id } }",
            None,
            "OPERATION_RESOLUTION_FAILURE",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_and_not_kept(
    text: str, name: str | None, code: str
) -> None:
    """With a code of the table, and every GraphQL error carries it."""
    kept = plans()
    with pytest.raises(RequestError) as caught:
        kept.plan(text, name)
    assert caught.value.code == code
    assert {error["extensions"]["code"] for error in caught.value.errors} == {code}
    assert len(kept) == 0
