"""Arrivals: when those come who know nothing of each other (a Poisson process)."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator


def arrivals(rate: float, chance: random.Random, *, seconds: float = math.inf) -> Iterator[float]:
    """The seconds after which each comes, ``rate`` of them a second on average."""
    at = chance.expovariate(rate)
    while at < seconds:
        yield at
        at += chance.expovariate(rate)
