"""What is left in cycles goes soon, however few objects it is."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gateway.collector import Collector
from tests.no_collector import no_collector


class _Held:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def looks() -> Iterator[asyncio.Queue[int]]:
    """The generation of each look, which only the collector under test makes."""
    seen: asyncio.Queue[int] = asyncio.Queue()

    def look(phase: str, info: dict[str, Any]) -> None:
        if phase == "stop":
            seen.put_nowait(info["generation"])

    with no_collector():
        gc.callbacks.append(look)
        yield seen
        gc.callbacks.remove(look)


async def test_a_cycle_goes_with_the_next_look(looks: asyncio.Queue[int]) -> None:
    """Nobody has to make two hundred thousand objects for that."""
    held: Callable[[], object] = weakref.ref(_Held())
    assert held() is not None
    collector = Collector(seconds=0.001)
    collector.begin()
    assert await looks.get() == 0
    collector.close()
    assert held() is None


async def test_it_looks_at_what_is_older_less_often(looks: asyncio.Queue[int]) -> None:
    """And never by itself at all there is."""
    collector = Collector(seconds=0.0001)
    collector.begin()
    often = gc.get_threshold()[1] + 1
    generations = [await looks.get() for _ in range(2 * often + 2)]
    collector.close()
    assert generations == [*[0] * often, 1] * 2


async def test_it_looks_no_more_when_it_is_closed(looks: asyncio.Queue[int]) -> None:
    """Until another one looks, which is less often, nobody does."""
    closed, another = Collector(seconds=0.0001), Collector(seconds=0.02)
    closed.begin()
    await looks.get()
    closed.close()
    while not looks.empty():
        looks.get_nowait()
    another.begin()
    await looks.get()
    another.close()
    assert looks.empty()
