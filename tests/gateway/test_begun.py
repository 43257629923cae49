"""What is cancelled before it has begun begins what it holds first: none is left unawaited."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from gateway.begun import Begun


class _Held:
    """How far a coroutine has come that another one holds."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    async def inner(self) -> str:
        """Wait for ever, but for being cancelled."""
        self.steps.append("begun")
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.steps.append("cancelled")
        return "never"


async def _outer(inner: Coroutine[Any, Any, str]) -> str:
    return await inner


async def test_cancelled_before_its_first_step() -> None:
    """A plain task would never have entered it, and Python would warn of the inner one."""
    held = _Held()
    task = Begun(_outer(held.inner()))
    assert task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert held.steps == ["begun", "cancelled"]
    assert task.cancelled()


async def test_cancelled_while_it_waits() -> None:
    """As any task."""
    held = _Held()
    task = Begun(_outer(held.inner()))
    await asyncio.sleep(0)
    assert held.steps == ["begun"]
    assert task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert held.steps == ["begun", "cancelled"]


async def test_cancelled_when_it_is_over() -> None:
    """It says that there is nothing to cancel; what it came to stays."""

    async def quick() -> str:
        return "here"

    task = Begun(quick())
    assert await task == "here"
    assert not task.cancel()
    assert task.result() == "here"


async def test_cancelled_before_a_first_step_that_ends_it() -> None:
    """What it came to is nobody's: who cancelled it does not ask."""

    async def quick() -> str:
        return "here"

    task = Begun(quick())
    task.cancel()
    await asyncio.wait([task])
    assert task.result() == "here"
