"""Retry budget: what may be asked again, over any run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.retry_budget import RetryBudget


@given(
    st.lists(st.sampled_from([0, 0, 0, 1, 2]), max_size=300),
    st.sampled_from([0.0, 0.1, 0.5]),
    st.sampled_from([0.0, 4.0, 20.0]),
)
def test_retries_are_a_part_of_the_calls(moves: list[int], ratio: float, most: float) -> None:
    """However it goes, at most ``ratio`` of the calls and the first savings are asked again, and in
    a row never more than may be saved up. A move is a call, or a wish for so many retries.
    """
    budget = RetryBudget(ratio=ratio, most=most)
    calls = retries = in_a_row = 0
    for wished in moves:
        if wished and budget.spend(wished):
            retries += wished
            in_a_row += wished
        elif not wished:
            budget.earn()
            calls += 1
            in_a_row = 0
        assert retries <= most / 2 + ratio * calls + 1e-9
        assert in_a_row <= most


def test_what_is_not_there_is_not_taken() -> None:
    """A refusal costs nothing, so that a smaller wish can be granted."""
    budget = RetryBudget(most=2.0)
    assert not budget.spend(2)
    assert budget.spend()
    assert not budget.spend()


def test_ten_calls_earn_one_retry() -> None:
    """A tenth of each call, once the first savings are gone."""
    budget = RetryBudget(most=2.0)
    assert budget.spend()
    for _ in range(11):
        budget.earn()
    assert budget.spend()
    assert not budget.spend()
