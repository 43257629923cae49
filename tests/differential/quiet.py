"""Quiet: the moment at which nothing in the loop can go on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def run_in_turns(coroutine: Coroutine[Any, Any, T], let_go: Callable[[], None]) -> T:
    """What it comes to, where ``let_go`` lets something that takes time happen.

    That is called only when nothing else can go on: so things happen in one order, however many
    steps somebody takes between two of them.
    """
    task = asyncio.get_running_loop().create_task(coroutine)
    await _quiet()
    while not task.done():
        let_go()
        await _quiet()
    return task.result()


async def _quiet() -> None:
    loop: Any = asyncio.get_running_loop()
    await asyncio.sleep(0)
    # asyncio's own loop has what is ready in a queue, and no public way to ask whether it is empty.
    while loop._ready:  # noqa: ASYNC110  # There is no event for that nothing happens.
        await asyncio.sleep(0)
