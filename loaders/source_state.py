"""Source state: how one source is doing, for whoever looks after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FRESH, SHOWN_STALE, STANDS_IN, ASKED = "fresh", "stale", "stands_in", "asked"
"""How a key is answered: as it is kept, while a newer answer is fetched, because none can be had;
or it is not, and is asked for.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """``is_open``: its breaker lets no call through, or one alone. What is counted is counted since
    the process began. ``reads`` are keys by how they were answered, ``waiting`` keys, ``kept``
    bytes.
    """

    upstream: str
    is_open: bool
    times_opened: int
    retries: int
    splits: int
    under_way: int
    waiting: int
    kept: int
    reads: Mapping[str, int]
