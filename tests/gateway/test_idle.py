"""Idle: a loop that waits is told from one that works."""

from __future__ import annotations

import asyncio
import time

from gateway.idle import is_idle


async def test_a_loop_that_waits_is_idle() -> None:
    """With nothing but tasks that wait, one of a few looks finds it idle."""
    waiting = [asyncio.create_task(asyncio.sleep(60)) for _ in range(100)]
    looks = [await is_idle() for _ in range(50)]
    for task in waiting:
        task.cancel()
    assert any(looks)


async def test_a_loop_that_works_is_not() -> None:
    """A task that always has something to do is noticed by every look."""

    async def work() -> None:
        while True:
            until = time.perf_counter() + 0.002
            while time.perf_counter() < until:
                pass
            await asyncio.sleep(0)

    working = asyncio.create_task(work())
    looks = [await is_idle() for _ in range(20)]
    working.cancel()
    assert not any(looks)
