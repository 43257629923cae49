"""Joined: keys of a hand-driven upstream, joined in simulated time."""

from __future__ import annotations

import asyncio

from loaders.breaker import Breaker
from loaders.guarded import Guarded
from loaders.joining import Joining
from loaders.latency import Latency
from loaders.retry_budget import RetryBudget
from tests.loaders.hand_driven import HandDriven, Said, Spoken, asking
from tests.loaders.simulated_time import now, ticks

CAP = 1.0
MEDIAN = 0.05
SLOTS = 2


class Steady(Latency):
    """An upstream whose median never moves."""

    def median(self) -> float:
        """Always the same."""
        return MEDIAN


def joining(
    upstream: HandDriven, *, most_calls: int = 16, most_keys: int = 80, most_waiting: int = 2_000
) -> Joining[str, Said]:
    """Two slots over ``upstream``, which is never asked again by itself."""
    guarded: Guarded[str, Said] = Guarded(
        upstream,
        breaker=Breaker(failures=1_000_000, monotonic=now),
        budget=RetryBudget(most=0),
        monotonic=now,
    )
    guarded.latency = Steady()
    return Joining(
        guarded,
        cap=CAP,
        slots=SLOTS,
        most_calls=most_calls,
        most_keys=most_keys,
        most_waiting=most_waiting,
        monotonic=now,
    )


def reading(joined: Joining[str, Said], *keys: str) -> asyncio.Task[dict[str, Spoken]]:
    """Somebody who reads ``keys`` and has all the time."""
    return asyncio.create_task(joined.read(asking(), keys))


async def one_by_one(
    joined: Joining[str, Said], keys: str
) -> list[asyncio.Task[dict[str, Spoken]]]:
    """Somebody who reads each key, which leaves, where it can, before the next is asked for."""
    readers = []
    for key in keys:
        readers.append(reading(joined, key))
        await ticks()
    return readers
