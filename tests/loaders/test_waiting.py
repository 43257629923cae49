"""Waiting: all of them or the time, whichever comes first, and nobody else is touched."""

from __future__ import annotations

import asyncio

import pytest

from loaders.waiting import until_done


def futures(count: int) -> list[asyncio.Future[int]]:
    return [asyncio.get_running_loop().create_future() for _ in range(count)]


async def test_it_ends_when_all_are_done() -> None:
    """The last one ends it, whether with a result, an exception or a cancellation."""
    waited_for = futures(3)
    waiting = asyncio.create_task(until_done(waited_for, seconds=60))
    await asyncio.sleep(0)
    waited_for[0].set_result(1)
    waited_for[1].set_exception(ValueError())
    for _ in range(3):
        await asyncio.sleep(0)
    assert not waiting.done()
    waited_for[2].cancel()
    await waiting
    assert isinstance(waited_for[1].exception(), ValueError)


async def test_it_ends_when_the_time_is_over() -> None:
    """What is not done by then is left, and can be done later."""
    waited_for = futures(2)
    waited_for[0].set_result(1)
    await until_done(waited_for, seconds=0.001)
    assert not waited_for[1].done()
    waited_for[1].set_result(2)


async def test_what_is_done_already_is_not_waited_for() -> None:
    """Nothing is left to wait for, so nothing is."""
    waited_for = futures(1)
    waited_for[0].set_result(1)
    await until_done(waited_for, seconds=60)
    await until_done([], seconds=60)


async def test_who_is_cancelled_takes_nobody_along() -> None:
    """The futures are others', too."""
    waited_for = futures(2)
    waiting = asyncio.create_task(until_done(waited_for, seconds=60))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    for future in waited_for:
        assert not future.cancelled()
        future.set_result(1)
