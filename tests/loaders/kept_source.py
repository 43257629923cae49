"""Kept source: a source over a rule, whose answers have a version, in simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from loaders.errors import KnownError
from loaders.freshness import Freshness
from loaders.names import SHOP
from loaders.source import Keeping, Source
from tests.loaders.simulated_time import now

GOOD = Freshness(fresh=1.0, stale=2.0, on_error=10.0)
CAP = 0.8


def utc_now() -> datetime:
    """The simulated moment."""
    return datetime.fromtimestamp(now(), UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to ``key``: the number of the call that gave it."""

    key: str
    version: int
    is_stale: bool = False


class Teller:
    """An upstream that answers each key by the number of the call, or by ``mood``."""

    name = SHOP

    def __init__(self) -> None:
        self.mood: KnownError | None = None
        self.item_mood: KnownError | None = None
        self.takes = 0.0
        self.asked: list[tuple[str, ...]] = []

    async def read(
        self, keys: Sequence[str], *, time_left: float, request_id: str
    ) -> Mapping[str, Told | KnownError]:
        """What ``mood`` says, after ``takes`` seconds."""
        self.asked.append(tuple(keys))
        version, mood = len(self.asked), self.mood
        if self.takes:
            await asyncio.sleep(self.takes)
        if mood is not None:
            raise mood
        return {key: self.item_mood or Told(key, version) for key in keys}


def told_source(
    teller: Teller,
    *,
    freshness: Callable[[str, Told, datetime], Freshness] = lambda *_: GOOD,
    most_bytes: int = 1_000_000,
) -> Source[str, Told]:
    """A source over ``teller``."""
    keeping = Keeping(
        freshness=freshness,
        size=lambda _: 100,
        as_stale=lambda told: replace(told, is_stale=True),
        most_bytes=most_bytes,
    )
    return Source(teller, keeping, cap=CAP, now=utc_now, monotonic=now)
