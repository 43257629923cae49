"""Allowances: so many a minute for each address, and never more memory."""

from __future__ import annotations

import sys
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from gateway.share_page.allowance import Allowance


def test_an_address_may_so_often() -> None:
    """As often as is allowed, and not once more; another address is not touched by that."""
    allowance = Allowance(3, monotonic=lambda: 0.0)
    assert [allowance.take("192.0.2.1") for _ in range(5)] == [True, True, True, False, False]
    assert not allowance.has_left("192.0.2.1")
    assert allowance.has_left("192.0.2.2")


def test_a_minute_later_it_may_again() -> None:
    """All have everything again when the minute is over, and it is said when that is."""
    seconds = [0.0]
    allowance = Allowance(1, monotonic=lambda: seconds[0])
    assert allowance.take("192.0.2.1")
    seconds[0] = 20.5
    assert allowance.seconds_left() == 40
    seconds[0] = 59.99
    assert not allowance.take("192.0.2.1")
    assert allowance.seconds_left() == 1
    seconds[0] = 60.0
    assert allowance.take("192.0.2.1")


def test_memory_does_not_grow() -> None:
    """However many addresses come, what is kept is a table of one size, and no address."""
    allowance = Allowance(2, monotonic=lambda: 0.0)
    before = sys.getsizeof(allowance._taken)
    for number in range(100_000):
        allowance.take(f"2001:db8::{number:x}")
    assert sys.getsizeof(allowance._taken) == before < 1_000_000


def test_places_are_no_ones_to_choose() -> None:
    """Which addresses fall together is another every time, so nobody can use up another's."""
    first, second = Allowance(1), Allowance(1)
    addresses = [f"192.0.2.{number}" for number in range(100)]
    assert [first._place(one) for one in addresses] != [second._place(one) for one in addresses]


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=60), st.integers(1, 10))
def test_nobody_gets_more(comers: list[str], most: int) -> None:
    """Whoever comes in whatever order: what is let through is bounded, and never by others."""
    allowance = Allowance(most, monotonic=lambda: 0.0)
    places = {name: allowance._place(name) for name in "abc"}
    let = Counter(places[name] for name in comers if allowance.take(name))
    asked = Counter(places[name] for name in comers)
    assert let == {place: min(count, most) for place, count in asked.items()}
