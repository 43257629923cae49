"""Subscribers told: as many LIVEs end, or go on, in the same second as there are subscribers."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from tests.bench import crowd_lives
from tests.bench.crowd import crowd
from tests.bench.crowd_client import Subscriber
from tests.bench.crowd_lives import Written
from tests.bench.subscribers_stand import Stand

_WARM_UP = 500
_WITHIN = 60.0
# In which anything that is told twice would have come.
_AFTER_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What it took to tell ``many`` of one change each. Times are unix's.

    ``ends`` is how many were told of how many ends.
    """

    name: str
    many: int
    written: Written
    heard_at: float
    first_at: float
    last_at: float
    processor_seconds: float
    updates: int
    ends: Counter[int]

    @property
    def update_us(self) -> float:
        """The gateway's processor time for one update that was delivered."""
        return self.processor_seconds * 1e6 / self.updates


async def deliver(on: Stand, kind: type[Subscriber], *, many: int, ends: bool) -> Delivery:
    """Tell so many subscribers of different LIVEs of its end, or of one tick."""
    change = crowd_lives.end if ends else crowd_lives.tick
    async with on.gateway() as gateway:
        async with on.lives(_WARM_UP) as lives, crowd(kind, gateway.port, on.asked(lives)) as some:
            await on.write(change, lives)
            await some.until_told(2, within=_WITHIN)
        async with on.lives(many) as lives, crowd(kind, gateway.port, on.asked(lives)) as all_:
            used = gateway.processor_seconds
            written = await on.write(change, lives)
            await all_.until_told(2, within=_WITHIN)
            used = gateway.processor_seconds - used
            heard_at = _heard_at(on.log)
            await asyncio.sleep(_AFTER_SECONDS)
            return Delivery(
                name=f"{'ends' if ends else 'ticks'}, {kind.name}",
                many=many,
                written=written,
                heard_at=heard_at,
                first_at=all_.first_at,
                last_at=all_.last_at,
                processor_seconds=used,
                updates=sum(max(member.updates - 1, 0) for member in all_.members),
                ends=Counter(member.ends for member in all_.members),
            )


def _heard_at(log: Path) -> float:
    """When the gateway read the last event, as it says itself."""
    lines = [line for line in log.read_bytes().splitlines() if b'"changes_heard"' in line]
    told = msgspec.json.decode(lines[-1])
    return datetime.fromisoformat(told["timestamp"]).timestamp()
