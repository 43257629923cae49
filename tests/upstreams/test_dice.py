"""Draws by name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upstreams.company.dice import Dice, poisson_quantile

_UNIFORM = st.floats(min_value=1e-9, max_value=1 - 1e-9)


def test_the_same_name_falls_the_same_way() -> None:
    """A draw depends on its cup and its name alone, not on the draws before it."""
    first, second = Dice.of(7, "creator", 3), Dice.of(7, "creator", 3)
    first.uniform("something else")
    assert first.uniform("stage") == second.uniform("stage")
    assert first.uniform("stage") != Dice.of(8, "creator", 3).uniform("stage")


@given(_UNIFORM, st.lists(st.floats(min_value=0, max_value=5_000), min_size=2, max_size=12))
def test_a_poisson_count_never_falls_as_its_mean_grows(uniform: float, means: list[float]) -> None:
    """At one quantile the count is monotone in the mean, also across the approximation's seam."""
    counts = [poisson_quantile(uniform, mean) for mean in [*sorted(means), 49.99, 50.01]]
    assert counts[:-2] == sorted(counts[:-2])
    assert counts[-2] <= counts[-1]


def test_poisson_counts_average_to_their_mean() -> None:
    """Over evenly spread quantiles the mean of the counts is the mean that was asked for."""
    for mean in (0.4, 6.0, 80.0):
        counts = [poisson_quantile((step + 0.5) / 4000, mean) for step in range(4000)]
        assert abs(sum(counts) / len(counts) - mean) < 0.02 * mean + 0.01


@given(_UNIFORM)
def test_nothing_expected_brings_nothing(uniform: float) -> None:
    """A mean of zero is a count of zero at every quantile."""
    assert poisson_quantile(uniform, 0) == 0
