"""Allowances: so much a minute for each name, and never more memory."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from gateway.allowance import SECONDS, Allowance

MINUTE = 100 * SECONDS


class Clock:
    """Unix seconds that a test sets, from the beginning of a minute."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return MINUTE + self.seconds


def test_a_name_may_so_often() -> None:
    """As often as is allowed, and not once more; another name is not touched by that."""
    allowance = Allowance(3, now=Clock())
    assert [allowance.take("192.0.2.1") for _ in range(5)] == [True, True, True, False, False]
    assert not allowance.has_left("192.0.2.1")
    assert allowance.left("192.0.2.2") == 3


def test_what_costs_more_takes_more() -> None:
    """What does not fit takes nothing, and something smaller may still fit."""
    allowance = Allowance(10, now=Clock())
    assert allowance.take("a", 7)
    assert not allowance.take("a", 4)
    assert allowance.take("a", 3)
    assert allowance.left("a") == 0
    allowance.give_back("a", 2)
    assert allowance.left("a") == 2


def test_who_has_less_right_is_refused_earlier() -> None:
    """The rest is there for the others."""
    allowance = Allowance(10, now=Clock())
    assert allowance.take("a", 5, most=5)
    assert not allowance.take("a", most=5)
    assert allowance.take("a")


def test_the_minute_before_counts_as_far_as_it_is_near() -> None:
    """Ten at the end of a minute are still five when half of the next is over."""
    clock = Clock(59.0)
    allowance = Allowance(10, now=clock)
    assert allowance.take("a", 10)
    clock.seconds = 60.0
    assert allowance.left("a") == 0
    clock.seconds = 90.0
    assert allowance.left("a") == 5
    clock.seconds = 120.0
    assert allowance.left("a") == 10


def test_it_is_said_when_there_is_room() -> None:
    """To the second: a second earlier there is none."""
    clock = Clock(20.5)
    allowance = Allowance(4, now=clock)
    assert allowance.take("a", 4)
    assert allowance.seconds_left() == 40
    assert allowance.seconds_until("a") == 40
    assert allowance.seconds_until("a", 4) == 85
    for wait, cost in ((40, 1), (85, 4)):
        clock.seconds = 20.5 + wait - 1
        assert not allowance.take("a", cost)
    clock.seconds = 20.5 + 85
    assert allowance.take("a", 4)


def test_a_clock_that_is_set_gives_everybody_everything() -> None:
    """However far, forward or back."""
    clock = Clock()
    allowance = Allowance(1, now=clock)
    for moved in (600.0, -600.0):
        assert allowance.take("a")
        assert not allowance.take("a")
        clock.seconds += moved


def test_none_is_no_bound() -> None:
    """0 is as much as one likes."""
    allowance = Allowance(0, now=Clock())
    assert all(allowance.take("a", 1_000_000) for _ in range(10))
    assert allowance.has_left("a")


def test_memory_does_not_grow() -> None:
    """However many names come, what is kept is a table of one size, and no name."""
    allowance = Allowance(2, now=Clock())
    before = sys.getsizeof(allowance._taken)
    for number in range(50_000):
        allowance.take(f"2001:db8::{number:x}")
    assert sys.getsizeof(allowance._taken) == before < 1_200_000


def test_a_name_is_not_mistaken_for_one_that_it_meets_once() -> None:
    """Two names that share a place in one table have another in the other."""
    allowance = Allowance(5, now=Clock(), key=b"k" * 32)
    first = allowance.digest("a")
    meeting = first[:2] + bytes(14)
    for _ in range(5):
        allowance.add(first, 1)
    assert allowance.used(first) == 5
    assert allowance.used(meeting) == 0


def test_places_are_no_ones_to_choose() -> None:
    """Which names fall together is another every time, so nobody can use up another's."""
    first, second = Allowance(1), Allowance(1)
    assert first.digest("192.0.2.1") != second.digest("192.0.2.1")


_STEPS = st.lists(
    st.tuples(st.floats(0, 40, allow_nan=False), st.sampled_from("abc"), st.integers(1, 5)),
    max_size=60,
)


@given(_STEPS, st.integers(5, 20))
def test_nobody_gets_twice_as_much(steps: list[tuple[float, str, int]], most: int) -> None:
    """Whoever comes whenever: in no minute of the clock is more let through than there is, and
    who waits as long as is told gets what was asked for.
    """
    clock = Clock()
    allowance = Allowance(most, now=clock, key=b"k" * 32)
    let: dict[tuple[str, int], int] = {}
    for seconds, name, cost in steps:
        clock.seconds += seconds
        if not allowance.take(name, cost):
            clock.seconds += allowance.seconds_until(name, cost)
            assert allowance.take(name, cost)
        minute = name, int(clock()) // SECONDS
        let[minute] = let.get(minute, 0) + cost
    assert all(count <= most for count in let.values())
