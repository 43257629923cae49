"""Troubles: one reference service after another goes wrong, in random ways, and is mended."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from typing import Any

from upstreams.controls import set_fault

_SHORTEST, _LONGEST = 1.0, 5.0

FAULTS: tuple[dict[str, Any], ...] = (
    {"latency_ms": 200, "jitter_ms": 400},
    {"latency_ms": 5_000},
    {"status": 500},
    {"status": 503, "error_rate": 0.3},
    {"status": 429},
    {"status": 404},
    {"mode": "garbage"},
    {"mode": "truncate"},
    {"mode": "drip"},
    {"mode": "huge"},
    {"mode": "refuse"},
    {"mode": "reset", "error_rate": 0.5},
    {"mode": "closed", "seconds": 2.0},
    {"traps": ["data-null"]},
    {"traps": ["error-in-200"]},
)


async def make_trouble(upstreams: Mapping[str, str], chance: random.Random) -> None:
    """Break and mend services until this is cancelled; some faults overlap."""
    while True:
        url = chance.choice(sorted(upstreams.values()))
        fault = chance.choice((*FAULTS, {}, {}))
        await asyncio.to_thread(_set, url, fault)
        await asyncio.sleep(chance.uniform(_SHORTEST, _LONGEST))


async def mend(upstreams: Mapping[str, str]) -> None:
    """Mend all services; one whose port is closed has to open it first."""
    for url in upstreams.values():
        async with asyncio.timeout(30):
            while True:
                if await asyncio.to_thread(_set, url, {}):
                    break
                await asyncio.sleep(0.2)


def _set(url: str, fault: dict[str, Any]) -> bool:
    try:
        set_fault(url, fault)
    except OSError:
        return False  # Its port is closed, by the fault that was set before.
    return True
