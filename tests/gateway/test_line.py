"""Line: in the order of coming, a bounded number at a time."""

from __future__ import annotations

import asyncio

from gateway.line import Line
from tests.loaders.simulated_time import in_simulated_time, now


@in_simulated_time
async def test_all_are_called_in_order_a_few_at_a_time() -> None:
    """Whoever comes when nobody is there is called at once; no task is left when all are done."""
    line, begun, working, most = Line(3), list[int](), 0, 0

    async def work(number: int) -> None:
        nonlocal working, most
        begun.append(number)
        working += 1
        most = max(most, working)
        await asyncio.sleep(1)
        working -= 1

    for number in range(10):
        line.join(lambda number=number: work(number))  # type: ignore[misc]  # a default binds it
    began = now()
    await asyncio.sleep(4.5)
    assert begun == list(range(10))
    assert (most, working) == (3, 0)
    line.join(lambda: work(10))
    await asyncio.sleep(0)
    assert begun[-1] == 10
    await asyncio.sleep(2)
    assert now() - began < 7


@in_simulated_time
async def test_who_joins_when_the_last_has_just_gone_is_called() -> None:
    """Not only when somebody else joins after them."""
    line, called = Line(1), list[str]()

    async def first() -> None:
        called.append("first")
        asyncio.get_running_loop().call_soon(line.join, second)

    async def second() -> None:
        called.append("second")

    line.join(first)
    await asyncio.sleep(1)
    assert called == ["first", "second"]


@in_simulated_time
async def test_who_waits_when_it_closes_is_never_called() -> None:
    """And who is at work is stopped."""
    line, begun = Line(1), list[int]()

    async def work() -> None:
        begun.append(1)
        await asyncio.sleep(60)

    line.join(work)
    line.join(work)
    await asyncio.sleep(1)
    await line.close()
    assert begun == [1]
