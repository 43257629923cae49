"""Load herd: a hundred creators open their page at the same moment, and one service is silent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.load_client import Told, connected
from tests.bench.load_stage import Stage
from upstreams.controls import calls_of, set_fault

_SILENT_MS = 60_000


@dataclass(frozen=True, slots=True)
class Herd:
    """What became of one herd. ``calls`` were made to the silent service for it."""

    name: str
    answers: list[Told]
    seconds: float
    calls: int

    @property
    def median_ms(self) -> float:
        """Half of them were answered within so many milliseconds."""
        return sorted(told.seconds for told in self.answers)[len(self.answers) // 2] * 1000

    @property
    def worst_ms(self) -> float:
        """The last was answered after so many milliseconds."""
        return max(told.seconds for told in self.answers) * 1000

    @property
    def carried_out(self) -> int:
        """How many were answered with 200."""
        return sum(told.status == 200 for told in self.answers)


async def herds(stage: Stage, requests: Sequence[bytes], *, many: int) -> list[Herd]:
    """Two herds while shop analytics never answers, and one a while after it does again."""
    url = stage.company.upstreams["shop_analytics"]
    found = [await _herd(stage, requests[:many], "all is well", url)]
    await asyncio.to_thread(set_fault, url, {"latency_ms": _SILENT_MS})
    try:
        found.append(await _herd(stage, requests[many : 2 * many], "silent, first", url))
        found.append(await _herd(stage, requests[2 * many : 3 * many], "silent, second", url))
    finally:
        await asyncio.to_thread(set_fault, url, {})
    await asyncio.sleep(2.0)
    found.append(await _herd(stage, requests[3 * many : 4 * many], "2 s after it answers", url))
    return found


async def _herd(stage: Stage, requests: Sequence[bytes], name: str, url: str) -> Herd:
    clients = await connected(stage.port, many=len(requests))
    before = await asyncio.to_thread(calls_of, url)
    began = time.perf_counter()
    answers = await asyncio.gather(
        *(client.ask(request) for client, request in zip(clients, requests, strict=True))
    )
    took = time.perf_counter() - began
    after = await asyncio.to_thread(calls_of, url)
    for client in clients:
        client.close()
    return Herd(name, list(answers), took, after["count"] - before["count"])
