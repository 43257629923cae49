"""Admission, in simulated time: who runs, who waits, who is refused, and that no turn is lost."""

from __future__ import annotations

import asyncio

import pytest

from gateway.admission import Overloaded
from gateway.priority import Priority
from tests.gateway.admission_house import (
    OPERATIONS,
    WAIT_MS,
    House,
    admission,
    always_idle,
)
from tests.gateway.simulated_time import simulated


def test_those_of_one_priority_go_in_turn() -> None:
    """As many run as may; the others follow in the order in which they came."""

    async def story() -> House:
        house = House(admission())
        coming = [house.come(str(number), Priority.PAGE, seconds=0.1) for number in range(5)]
        await asyncio.gather(*coming)
        return house

    house = simulated(story())
    assert house.began == ["0", "1", "2", "3", "4"]
    assert house.most_running == OPERATIONS


def test_a_page_goes_before_a_list_and_a_list_before_a_tool() -> None:
    """Who waits goes by priority, whoever came first."""

    async def story() -> House:
        house = House(admission())
        names = ["first", "second", "tool", "list", "page"]
        priorities = [Priority.PAGE, Priority.PAGE, Priority.TOOL, Priority.LIST, Priority.PAGE]
        both = zip(names, priorities, strict=True)
        await asyncio.gather(*(house.come(name, one, seconds=0.1) for name, one in both))
        return house

    assert simulated(story()).began == ["first", "second", "page", "list", "tool"]


def test_a_page_takes_the_place_of_the_last_tool() -> None:
    """With no place left, the last that came of the lowest priority is told to come back."""

    async def story() -> House:
        house = House(admission())
        coming = [house.come(name, Priority.PAGE, seconds=0.1) for name in ("a", "b")]
        coming += [house.come(name, Priority.TOOL, seconds=0.1) for name in ("t1", "t2")]
        coming += [house.come("list", Priority.LIST, seconds=0.1)]
        coming += [house.come(name, Priority.PAGE, seconds=0.1) for name in ("c", "d", "e", "f")]
        await asyncio.gather(*coming)
        return house

    house = simulated(story())
    assert house.began == ["a", "b", "c", "d", "e"]
    assert house.refused == ["f", "t2", "t1", "list"]
    assert house.admission.shed == {"full": 1, "displaced": 3}


def test_the_door_is_shut_only_when_nobody_could_come_in() -> None:
    """A full house refuses before anything is known, unless there is somebody to be displaced."""

    async def story() -> list[bool]:
        house = House(admission())
        shut = []
        coming = []
        for priority in [Priority.PAGE] * 4 + [Priority.LIST, Priority.PAGE]:
            coming.append(asyncio.create_task(house.come("", priority)))
            await asyncio.sleep(0)
            try:
                house.admission.check()
                shut.append(False)
            except Overloaded:
                shut.append(True)
        await asyncio.gather(*coming)
        return shut

    assert simulated(story()) == [False, False, False, False, False, True]


def test_nobody_waits_for_ever() -> None:
    """Who has waited as long as the setting or the client's patience says is told to come back."""

    async def story() -> tuple[House, list[float]]:
        house = House(admission())
        loop = asyncio.get_running_loop()
        told: list[float] = []

        async def come(patience_ms: int) -> None:
            await house.come("late", Priority.PAGE, patience_ms=patience_ms)
            told.append(loop.time())

        long = [house.come(name, Priority.PAGE, seconds=9) for name in ("a", "b")]
        await asyncio.gather(*long, come(10_000), come(200))
        return house, told

    house, told = simulated(story())
    assert house.refused == ["late", "late"]
    assert [round(at, 3) for at in told] == [0.2, 0.5]
    assert house.admission.shed == {"waited": 2}
    assert sorted(house.ended) == ["a", "b"]


def test_operations_that_hang_do_not_hold_up_the_others() -> None:
    """While the processor is idle more run than usual, and never more than may be in the house."""

    async def story() -> House:
        house = House(admission(is_idle=always_idle, queue=20))
        coming = [house.come(str(number), Priority.PAGE, seconds=60) for number in range(30)]
        await asyncio.gather(*coming)
        return house

    house = simulated(story())
    assert house.most_running == OPERATIONS + 20
    assert len(house.ended) == OPERATIONS + 20
    assert len(house.refused) == 8


def test_a_refusal_says_when_to_ask_again() -> None:
    """It has its code and a jittered time of a second or more."""

    async def story() -> set[int]:
        full = admission(operations=1, queue=0)
        said = set()
        async with full.turn(Priority.PAGE, patience_ms=1):
            for _ in range(100):
                with pytest.raises(Overloaded) as refusal:
                    full.check()
                [told] = refusal.value.errors
                after = refusal.value.retry_after_ms
                assert told["extensions"] == {"code": "OVERLOADED", "retryAfterMs": after}
                said.add(after)
        return said

    said = simulated(story())
    assert min(said) >= 1_000
    assert len(said) > 50


def test_who_would_wait_in_vain_is_refused_at_once() -> None:
    """After some have waited too long fewer may wait; when nobody waits all is as it was."""

    async def story() -> list[int]:
        house = House(admission(operations=1, queue=40))
        refused: list[int] = []

        async def storm() -> list[asyncio.Task[None]]:
            before = len(house.refused)
            coming = []
            for number in range(100):
                coming.append(asyncio.create_task(house.come(str(number), Priority.PAGE)))
                await asyncio.sleep(0)
            refused.append(len(house.refused) - before)
            return coming

        first = await storm()
        await asyncio.sleep(WAIT_MS / 1000 + 0.1)
        second = await storm()
        await asyncio.gather(*first, *second)
        await asyncio.gather(*await storm())
        return refused

    first, later, afterwards = simulated(story())
    assert first == 59
    assert later > 90
    assert afterwards == first
