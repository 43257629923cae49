"""Pace: small operations run by the dozen, large ones few at a time, by what they have taken."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from gateway.pace import Pace
from gateway.priority import Priority
from tests.gateway.admission_house import House, admission
from tests.gateway.simulated_time import simulated


class Clock:
    """Shows what a test says."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def paced(each: float, *, ended: int = 200) -> Pace:
    """A pace that has seen so many operations end, which took so many seconds each."""
    clock = Clock()
    pace = Pace(seconds=0.12, monotonic=clock)
    for _ in range(ended):
        clock.seconds += each
        pace.end(is_busy=True)
    return pace


def test_nothing_is_known_at_first() -> None:
    """As many run as the setting says, until some have ended while others waited."""
    assert paced(0.0001, ended=16).operations(8) == 8


def test_as_many_run_as_fit_into_the_time() -> None:
    """Of 4 ms each thirty fit into 120 ms, of 40 ms three, and then there are eight."""
    assert paced(0.00399).operations(8) == 30
    assert paced(0.04).operations(8) == 8
    assert paced(0.0002).operations(8) == 64
    assert paced(0.0).operations(8) == 64


def test_it_follows_what_operations_come_to_take() -> None:
    """A few dozen of another kind, and as many run as fit of those."""
    clock = Clock()
    pace = Pace(seconds=0.12, monotonic=clock)
    for each, fitting in ((0.00199, 60), (0.00999, 12)):
        for _ in range(400):
            clock.seconds += each
            pace.end(is_busy=True)
        assert pace.operations(8) == fitting


def test_quiet_times_are_not_counted() -> None:
    """Where nobody waits, what lies between two ends is no operation's."""
    clock = Clock()
    pace = Pace(seconds=0.12, monotonic=clock)
    for _ in range(200):
        clock.seconds += 60.0
        pace.end(is_busy=False)
        for _ in range(17):
            clock.seconds += 0.00199
            pace.end(is_busy=True)
    assert pace.operations(8) == 60


@given(st.lists(st.floats(min_value=0, max_value=10), max_size=100), st.integers(1, 50))
def test_it_is_bounded_whatever_happens(took: list[float], least: int) -> None:
    """Never fewer than the setting says, and never more than eight times that."""
    clock = Clock()
    pace = Pace(monotonic=clock)
    for each in took:
        clock.seconds += each
        pace.end(is_busy=each < 9)
        assert least <= pace.operations(least) <= 8 * least


def test_admission_lets_as_many_in() -> None:
    """Of a house for two, whose operations are small, sixteen run at once; the next one waits."""

    async def story() -> House:
        house = House(admission(operations=2, queue=40, pace=paced(0.0)))
        coming = [house.come(str(number), Priority.PAGE, seconds=0.1) for number in range(20)]
        await asyncio.gather(*coming)
        return house

    house = simulated(story())
    assert house.most_running == 16
    assert house.began == [str(number) for number in range(20)]
    assert house.refused == []


def test_what_was_learned_long_ago_is_forgotten() -> None:
    """When it was quiet for some seconds: who comes then may ask for something else."""
    clock = Clock()
    pace = Pace(monotonic=clock)
    for _ in range(200):
        clock.seconds += 0.001
        pace.end(is_busy=True)
    clock.seconds += 4
    pace.end(is_busy=False)
    assert pace.operations(8) == 64
    clock.seconds += 2
    pace.end(is_busy=False)
    assert pace.operations(8) == 8
