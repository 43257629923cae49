"""Counters as a function of air time."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from upstreams.company.counters import Counters, counted
from upstreams.company.dice import Dice
from upstreams.company.pace import Pace, drawn_pace
from upstreams.company.stages import STAGES

_PACES = st.builds(
    lambda number, stage: drawn_pace(Dice.of("test", number), stage),
    st.integers(0, 10_000),
    st.sampled_from(STAGES),
)
_AIR = st.floats(min_value=0, max_value=60 * 3600)
_NOT_MONOTONE = {"acu", "watch_seconds"}


@given(_PACES, _AIR, _AIR)
def test_no_count_ever_falls(pace: Pace, one: float, other: float) -> None:
    """Every total is monotone in air time: what a creator has seen is never taken back."""
    early, late = counted(pace, min(one, other)), counted(pace, max(one, other))
    for field in fields(Counters):
        if field.name not in _NOT_MONOTONE:
            assert getattr(early, field.name) <= getattr(late, field.name), field.name


@given(_PACES, _AIR)
def test_counts_keep_their_order(pace: Pace, air: float) -> None:
    """At every second a part is at most its whole."""
    counters = counted(pace, air)
    assert counters.viewers <= counters.views <= counters.impressions
    assert counters.customers <= counters.main_orders <= counters.sku_orders
    assert counters.sku_orders <= counters.items_sold
    assert counters.sku_orders <= counters.created_sku_orders
    assert counters.sku_orders <= counters.add_to_carts
    assert counters.sku_orders <= counters.product_clicks <= counters.product_impressions
    assert (counters.sku_orders == 0) == (counters.gmv_dollars == 0)
    assert (counters.views == 0) == (counters.viewers == 0)


@given(_PACES, _AIR)
def test_average_concurrency_is_watch_time_over_air_time(pace: Pace, air: float) -> None:
    """ACU = views x watch seconds per view / air seconds, and the peak is never below it."""
    counters = counted(pace, air)
    if air:
        exact = counters.views * min(pace.watch_seconds_per_view, air * 0.6) / air
        assert abs(counters.acu - exact) <= 0.051
    assert counters.acu <= counters.pcu + 0.05
    assert counters.pcu <= counters.viewers


@given(_PACES, _AIR)
def test_a_live_without_products_sells_nothing(pace: Pace, air: float) -> None:
    """Without a shelf there are no clicks, carts or orders, and the audience is the same."""
    plain, shop = counted(pace, air, is_shoppable=False), counted(pace, air)
    assert (plain.product_impressions, plain.product_clicks, plain.sku_orders) == (0, 0, 0)
    assert plain.gmv_dollars == 0
    assert plain.views == shop.views
