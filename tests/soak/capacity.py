"""Capacity: how many pages a second the two gateways give, with all else on the same machine.

Asked is faster and faster, each time at a steady rate and whether it is answered or not, as people
do. A few who ask again as soon as they are answered would find much more than that: what they ask
for at once is read together.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from tests.bench.arrivals import arrivals
from tests.faults.page import Page

_FIRST_RATE = 10.0
_FASTER = 1.3
_IN_SECONDS = 0.5
_MOST_BAD = 0.01


async def most_held(holds: Callable[[float], Awaitable[bool]]) -> float:
    """The last rate that was held of those that were tried, in pages a second; 0: not one was."""
    # What processes do that have just begun is not what they can do.
    await holds(_FIRST_RATE)
    held, rate = 0.0, _FIRST_RATE
    while await holds(rate):
        held, rate = rate, rate * _FASTER
    return held


async def is_held(
    ask: Callable[[], Coroutine[Any, Any, Page]],
    rate: float,
    *,
    seconds: float,
    chance: random.Random,
) -> bool:
    """Whether of the pages that are asked for at this rate all but a few come whole, and soon."""
    began = time.monotonic()
    pages: list[asyncio.Task[Page]] = []
    async with asyncio.TaskGroup() as tasks:
        for at in arrivals(rate, chance, seconds=seconds):
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            pages.append(tasks.create_task(ask()))
    good = sum(_is_good(page.result()) for page in pages)
    return good >= len(pages) * (1 - _MOST_BAD)


def _is_good(page: Page) -> bool:
    return page.status == 200 and page.seconds <= _IN_SECONDS and "errors" not in page.wire
