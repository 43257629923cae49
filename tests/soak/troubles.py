"""Troubles: one reference service after another goes wrong, in random ways, and is mended.

Between two times of trouble there is one of calm, in which nothing may fail.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from typing import Any

from tests.soak.plan import Plan
from tests.soak.span import Span
from upstreams.controls import set_fault

# A breaker may be open for some seconds after its source is well again.
AFTERMATH_SECONDS = 10.0
_SHORTEST, _LONGEST = 1.0, 5.0


class Troubles:
    """``upstreams`` has the services' addresses by name."""

    def __init__(self, upstreams: Mapping[str, str], plan: Plan, chance: random.Random) -> None:
        self.faults = 0
        self.times = 0
        self._urls = sorted(upstreams.values())
        self._plan = plan
        self._chance = chance
        self._is_active = False
        self._over_at = -AFTERMATH_SECONDS

    def were_on(self, *, since: float) -> bool:
        """Whether a fault, or what comes after one, was there since that monotonic second."""
        return self._is_active or self._over_at + AFTERMATH_SECONDS >= since

    async def go_on(self, span: Span) -> None:
        """Calm and trouble in turn until it is over; all is well then."""
        try:
            while await span.rest(self._plan.calm_seconds):
                self._is_active = True
                self.times += 1
                await self._make(span)
                await self._mend()
        finally:
            await self._mend()

    async def _make(self, span: Span) -> None:
        """Break and mend services for a while; some faults overlap."""
        until = time.monotonic() + self._plan.trouble_seconds
        is_on = True
        while is_on and time.monotonic() < until:
            url = self._chance.choice(self._urls)
            fault = (
                self._chance.choice((*self._plan.faults, {}, {}))
                if self.faults
                else {"status": 500}
            )
            self.faults += await asyncio.to_thread(_set, url, fault) and bool(fault)
            is_on = await span.rest(self._chance.uniform(_SHORTEST, _LONGEST))

    async def _mend(self) -> None:
        """Mend all services; one whose port is closed has to open it first."""
        if not self._is_active:
            return
        for url in self._urls:
            async with asyncio.timeout(30):
                # Its port opens by itself; there is no event to wait for.
                while not await asyncio.to_thread(_set, url, {}):  # noqa: ASYNC110
                    await asyncio.sleep(0.2)
        self._is_active = False
        self._over_at = time.monotonic()


def _set(url: str, fault: Mapping[str, Any]) -> bool:
    try:
        set_fault(url, dict(fault))
    except OSError:
        return False  # Its port is closed, by the fault that was set before.
    return True
