"""Admission under any interleaving, in simulated time."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.admission import Overloaded
from gateway.priority import Priority
from tests.gateway.admission_house import (
    OPERATIONS,
    QUEUE,
    WAIT_MS,
    House,
    admission,
    always_idle,
    never_idle,
)
from tests.gateway.simulated_time import simulated

ARRIVALS = st.lists(
    st.tuples(
        st.integers(0, 2_000),  # When it comes, milliseconds.
        st.sampled_from(Priority),
        st.integers(0, 700),  # How long it runs.
        st.integers(1, 900),  # The client's patience.
        st.none() | st.integers(0, 900),  # After how long its client leaves.
        st.booleans(),  # Whether it fails.
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(arrivals=ARRIVALS, idles=st.booleans())
def test_no_turn_is_lost_under_any_interleaving(arrivals: list[Any], idles: bool) -> None:
    """Whoever comes, leaves, fails or is displaced whenever: the bounds hold, everybody is told,
    and afterwards as many can run as before.
    """

    async def story() -> None:
        house = admission(is_idle=always_idle if idles else never_idle)
        most = OPERATIONS + QUEUE if idles else OPERATIONS
        ends: list[str] = []

        async def come(at: int, priority: Priority, runs: int, patience: int, fails: bool) -> None:
            began = 0.0
            try:
                await asyncio.sleep(at / 1000)
                began = asyncio.get_running_loop().time()
                async with house.turn(priority, patience_ms=patience) as waited:
                    assert house.running <= most
                    assert house.running + house.waiting <= OPERATIONS + QUEUE
                    assert waited <= min(patience, WAIT_MS)
                    await asyncio.sleep(runs / 1000)
                    if fails:
                        raise ZeroDivisionError
                ends.append("answered")
            except Overloaded:
                took = asyncio.get_running_loop().time() - began
                assert took <= min(patience, WAIT_MS) / 1000 + 1e-6
                ends.append("refused")
            except ZeroDivisionError:
                ends.append("failed")
            except asyncio.CancelledError:
                ends.append("left")

        async def leave(task: asyncio.Task[None], at: int) -> None:
            await asyncio.sleep(at / 1000)
            task.cancel()

        everybody = []
        for at, priority, runs, patience, leaves, fails in arrivals:
            task = asyncio.create_task(come(at, priority, runs, patience, fails))
            everybody.append(task)
            if leaves is not None:
                everybody.append(asyncio.create_task(leave(task, at + leaves)))
        await asyncio.gather(*everybody)
        await asyncio.sleep(1)
        assert len(ends) == len(arrivals)
        assert (house.running, house.waiting) == (0, 0)
        again = House(house)
        await asyncio.gather(*(again.come(str(n), Priority.PAGE) for n in range(OPERATIONS)))
        assert len(again.ended) == OPERATIONS

    simulated(story())
