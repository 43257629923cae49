"""Plan: how long a soak is, and how often each thing happens in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.soak.faults import ALL

_TOKEN_SECONDS = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All times are seconds. ``rate`` is pages a second; None: half of what both gateways give."""

    seconds: float
    seed: int
    rate: float | None = None
    measure_seconds: float = 10
    """Of each rate that is tried, before the soak."""
    slots: int = 6
    """How many LIVEs are on at the same time."""
    ended: int = 600
    """Of how many LIVEs that have just ended pages are asked for: more than a gateway keeps, so
    that what it keeps is full before the warm-up is over, and its growth is no leak."""
    token_seconds: int = _TOKEN_SECONDS
    rotate_seconds: float = 180
    restart_seconds: float = 450
    """From one restart to the next, of the other gateway: each lives twice as long."""
    kill_every: int = 3
    """Of so many restarts the last is a kill, the others are drains."""
    least_restarts: int = 0
    """It goes on until so many have happened, however long they take."""
    calm_seconds: float = 60
    trouble_seconds: float = 60
    faults: tuple[Mapping[str, Any], ...] = ALL
    sample_seconds: float = 10
    warm_seconds: float = 300
    """A process that is younger fills its caches and meets its first two times of trouble, in which
    more operations are under way than ever before: what it grows by then is no leak.
    """
    told_within: float = 30
    """An end is heard by then, also by who has to connect again."""
    in_seconds: float = 1.6
    """The operation's budget, and a little for the way: all share one machine."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Of the gateways' environment, beside the defaults."""

    @classmethod
    def lasting(cls, minutes: float, *, seed: int, rate: float | None = None) -> Plan:
        """A plan of some minutes: what an hour has many of, a short one has a few of."""
        seconds = minutes * 60
        return cls(
            seconds=seconds,
            seed=seed,
            rate=rate,
            measure_seconds=min(10, seconds / 60),
            rotate_seconds=max(_TOKEN_SECONDS + 15, min(180, seconds / 4)),
            restart_seconds=max(20, min(450, seconds / 7)),
            calm_seconds=max(15, min(60, seconds / 8)),
            trouble_seconds=max(15, min(60, seconds / 8)),
        )
