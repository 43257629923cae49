"""Slow: what becomes of those who need nothing of it while one upstream is slow.

While the rewards answer late, as many ask for whole pages, which wait for them, as for headlines,
which need shop analytics alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import aiohttp

from tests.bench.gateways import Gateway
from tests.bench.load import Measured
from tests.bench.rounds import Limits, loaded
from tests.bench.scenarios import FULL_PAGE, HEADLINE
from tests.bench.stage import Stage

DELAY_MS = 400
IN_FLIGHT = 32
_WARM_UP = 32


@dataclass(frozen=True, slots=True)
class Slowed:
    """One gateway while the rewards are slow: its whole pages, and the headlines beside them."""

    gateway: str
    pages: Measured
    headlines: Measured


async def slow_upstream(
    stage: Stage, gateways: Sequence[Gateway], limits: Limits, say: Callable[[str], None]
) -> list[Slowed]:
    """Every gateway, once, with slow rewards."""
    found = []
    await _answer_late(stage, DELAY_MS)
    try:
        for gateway in gateways:
            if not gateway.kind.in_turn:
                continue
            pages, headlines = await asyncio.gather(
                _loaded(stage, gateway, limits, is_page=True),
                _loaded(stage, gateway, limits, is_page=False),
            )
            found.append(Slowed(gateway.kind.name, pages, headlines))
            say(
                f"slow rewards  {gateway.kind.name}: headlines {headlines.per_second:.0f}/s, "
                f"p50 {headlines.p50_ms:.1f} ms; pages {pages.per_second:.0f}/s"
            )
    finally:
        await _answer_late(stage, 0)
    return found


async def _loaded(stage: Stage, gateway: Gateway, limits: Limits, *, is_page: bool) -> Measured:
    scenario = replace(FULL_PAGE if is_page else HEADLINE, in_flight=IN_FLIGHT)
    # Enough for the whole time: those who need the slow one come slowly by themselves.
    most = int(limits.seconds * (IN_FLIGHT * 1000 / DELAY_MS if is_page else 1500))
    asked = stage.asking.requests(scenario.operation, _WARM_UP + min(most, limits.requests or most))
    return await loaded(gateway, scenario, asked[:_WARM_UP], asked[_WARM_UP:], limits.seconds)


async def _answer_late(stage: Stage, milliseconds: int) -> None:
    url = f"{stage.environment['ENDPAGE_REWARDS_URL']}/slow/{milliseconds}"
    async with aiohttp.ClientSession() as client, client.get(url) as response:
        response.raise_for_status()
