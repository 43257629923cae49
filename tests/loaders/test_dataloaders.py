"""Dataloaders: one read a tick and batch function, and nobody is left waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from loaders.dataloaders import Dataloaders
from loaders.errors import NotFound, OperationClosed


class Batches:
    """An operation that keeps the keys of each batch."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []


async def shouted(operation: Batches, keys: list[str]) -> Sequence[str | Exception]:
    operation.asked.append(keys)
    return [NotFound() if key == "bad" else key.upper() for key in keys]


async def broken(operation: Batches, keys: list[str]) -> Sequence[str | Exception]:
    operation.asked.append(keys)
    raise RuntimeError("bug")


async def cancelled(operation: Batches, keys: list[str]) -> Sequence[str | Exception]:
    operation.asked.append(keys)
    raise asyncio.CancelledError


async def test_keys_of_one_tick_are_one_batch_and_asked_once() -> None:
    """A key that is loaded twice is in the batch once, and both get its value."""
    operation = Batches()
    loaders = Dataloaders(operation)
    values = await asyncio.gather(*(loaders.load(shouted, key) for key in ("a", "b", "a")))
    assert values == ["A", "B", "A"]
    assert operation.asked == [["a", "b"]]


async def test_an_error_in_a_slot_stays_in_its_slot() -> None:
    """The key that failed raises; its neighbours have their values."""
    loaders = Dataloaders(Batches())
    good, bad = await asyncio.gather(
        loaders.load(shouted, "a"), loaders.load(shouted, "bad"), return_exceptions=True
    )
    assert good == "A"
    assert isinstance(bad, NotFound)


async def test_a_batch_that_raises_fails_all_its_keys() -> None:
    """Raising means that the whole batch has failed."""
    loaders = Dataloaders(Batches())
    told = await asyncio.gather(
        loaders.load(broken, "a"), loaders.load(broken, "b"), return_exceptions=True
    )
    assert [str(error) for error in told] == ["bug", "bug"]


async def test_a_cancelled_batch_leaves_nobody_waiting() -> None:
    """A batch that ends in cancellation tells its waiters OPERATION_CLOSED: they would hang."""
    loaders = Dataloaders(Batches())
    async with asyncio.timeout(5):
        told = await asyncio.gather(
            loaders.load(cancelled, "a"), loaders.load(cancelled, "b"), return_exceptions=True
        )
    assert [type(error) for error in told] == [OperationClosed, OperationClosed]


async def test_what_is_primed_is_not_asked_for() -> None:
    """A value that is known already costs no read, and is not replaced by a later one."""
    operation = Batches()
    loaders = Dataloaders(operation)
    loaders.prime(shouted, "a", "known")
    loaders.prime(shouted, "a", "later")
    assert await loaders.load(shouted, "a") == "known"
    assert operation.asked == []


async def test_batch_functions_do_not_share_keys() -> None:
    """The same key of two batch functions is two things."""
    loaders = Dataloaders(Batches())
    assert await loaders.load(shouted, "a") == "A"
    with pytest.raises(RuntimeError, match="bug"):
        await loaders.load(broken, "a")
