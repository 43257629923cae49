"""Pace: small operations run by the dozen, large ones few at a time, by what they have taken."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from gateway.pace import Pace
from gateway.priority import Priority
from tests.gateway.admission_house import House, admission
from tests.gateway.simulated_time import simulated


class Processor:
    """The seconds that a thread has had, as a test says."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def paced(each: float, *, ended: int = 200, least: int = 8) -> Pace:
    """A pace that has seen so many operations end, which took so many seconds each."""
    processor = Processor()
    pace = Pace(least=least, seconds=0.12, processor=processor)
    for _ in range(ended):
        processor.seconds += each
        pace.end()
    return pace


def test_nothing_is_known_at_first() -> None:
    """The first operations are the slowest, and so is whatever the process did before them."""
    assert paced(0.0001, ended=16).operations == 8


def test_as_many_run_as_fit_into_the_time() -> None:
    """Of 4 ms each thirty fit into 120 ms, of 40 ms three, and then there are eight."""
    assert paced(0.00399).operations == 30
    assert paced(0.04).operations == 8
    assert paced(0.0002).operations == 64
    assert paced(0.0).operations == 64


def test_it_follows_what_operations_come_to_take() -> None:
    """A few dozen of another kind, and as many run as fit of those."""
    processor = Processor()
    pace = Pace(least=8, seconds=0.12, processor=processor)
    for each, fitting in ((0.00199, 60), (0.00999, 12)):
        for _ in range(400):
            processor.seconds += each
            pace.end()
        assert pace.operations == fitting


@given(st.lists(st.floats(min_value=0, max_value=10), max_size=100), st.integers(1, 50))
def test_it_is_bounded_whatever_happens(took: list[float], least: int) -> None:
    """Never fewer than the setting says, and never more than eight times that."""
    processor = Processor()
    pace = Pace(least=least, processor=processor)
    for each in took:
        processor.seconds += each
        pace.end()
        assert least <= pace.operations <= 8 * least


def test_admission_lets_as_many_in() -> None:
    """Of a house for two, whose operations are small, sixteen run at once; the next one waits."""

    async def story() -> House:
        house = House(admission(operations=2, queue=40, pace=paced(0.0, least=2)))
        coming = [house.come(str(number), Priority.PAGE, seconds=0.1) for number in range(20)]
        await asyncio.gather(*coming)
        return house

    house = simulated(story())
    assert house.most_running == 16
    assert house.began == [str(number) for number in range(20)]
    assert house.refused == []
