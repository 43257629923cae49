"""Source state: how one source is doing, for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """``is_open``: its breaker lets no call through, or one alone. What is counted is counted since
    the process began. ``waiting`` are keys, ``kept`` bytes.
    """

    upstream: str
    is_open: bool
    times_opened: int
    retries: int
    splits: int
    under_way: int
    waiting: int
    kept: int
