"""Subscribers held: the memory and the processor time of those who wait and hear nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from tests.bench.crowd import crowd
from tests.bench.crowd_client import Subscriber
from tests.bench.subscribers_stand import Stand

_WARM_UP = 500
_SETTLE_SECONDS = 3.0
_IDLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Holding:
    """What ``many`` subscribers cost above a gateway that has seen some hundreds come and go."""

    name: str
    many: int
    baseline_mb: float
    held_mb: float
    subscribe_seconds: float
    idle_share: float
    lost: int

    @property
    def kilobytes(self) -> float:
        """The memory of one."""
        return (self.held_mb - self.baseline_mb) * 1e6 / 1024 / self.many

    @property
    def subscribe_us(self) -> float:
        """The processor time that it takes to subscribe one, the first update included."""
        return self.subscribe_seconds * 1e6 / self.many


async def hold(on: Stand, kind: type[Subscriber], *, many: int) -> Holding:
    """Hold so many subscribers of one kind, each of a LIVE of its own."""
    async with on.lives(many) as lives, on.gateway() as gateway:
        asked = on.asked(lives)
        async with crowd(kind, gateway.port, asked[:_WARM_UP]):
            pass
        baseline, used = gateway.memory, gateway.processor_seconds
        async with crowd(kind, gateway.port, asked) as held:
            subscribing = gateway.processor_seconds - used
            await asyncio.sleep(_SETTLE_SECONDS)
            used = gateway.processor_seconds
            await asyncio.sleep(_IDLE_SECONDS)
            return Holding(
                name=kind.name,
                many=many,
                baseline_mb=baseline,
                held_mb=gateway.memory,
                subscribe_seconds=subscribing,
                idle_share=(gateway.processor_seconds - used) / _IDLE_SECONDS,
                lost=held.lost,
            )
