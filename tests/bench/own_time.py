"""Own time: what of a request's time is the gateway's own, with one request in flight.

The gateway runs once more as in development, because there its answers tell how long each upstream
call took. The session is read first and everything else after it, all at once; so the upstreams'
time is that of the first read and of the longest of the others, and what is left is our own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

import aiohttp
import msgspec

from tests.bench.equality import NotEqualError
from tests.bench.gateways import OURS, gateway
from tests.bench.scenarios import ONE_BY_ONE
from tests.bench.stage import Stage

_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class OwnTime:
    """Medians in milliseconds: what a client waits, and of that the upstreams' part and ours."""

    wall: float
    session_read: float
    longest_read: float
    own: float
    by_upstream: dict[str, float]


async def own_time(stage: Stage, *, requests: int) -> OwnTime:
    """Ask our gateway for full pages, one by one."""
    environment = {**stage.environment, "ENDPAGE_ENVIRONMENT": "development"}
    asked = stage.asking.requests(ONE_BY_ONE.operation, _WARM_UP + requests)
    found: list[tuple[float, list[dict[str, Any]]]] = []
    async with (
        gateway(OURS, environment, stage.cores, stage.folder) as running,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as client,
    ):
        for request in asked:
            headers = {
                "content-type": "application/json",
                "authorization": f"Bearer {request.token}",
            }
            body = request.body.encode()
            began = time.perf_counter()
            async with client.post(running.url, data=body, headers=headers) as response:
                content = await response.read()
            wall = (time.perf_counter() - began) * 1000
            found.append((wall, _calls(content)))
    return _summed(found[_WARM_UP:])


def _calls(content: bytes) -> list[dict[str, Any]]:
    answer = msgspec.json.decode(content)
    if "errors" in answer:
        raise NotEqualError(f"{OURS.name} answers with errors: {answer['errors']}")
    calls: list[dict[str, Any]] = answer["extensions"]["upstreams"]
    return calls


def _summed(found: list[tuple[float, list[dict[str, Any]]]]) -> OwnTime:
    firsts = [calls[0]["ms"] for _, calls in found]
    longest = [max(call["ms"] for call in calls[1:]) for _, calls in found]
    own = [
        wall - first - long for (wall, _), first, long in zip(found, firsts, longest, strict=True)
    ]
    names = dict.fromkeys(call["upstream"] for _, calls in found for call in calls[1:])
    return OwnTime(
        wall=median(wall for wall, _ in found),
        session_read=median(firsts),
        longest_read=median(longest),
        own=median(own),
        by_upstream={
            name: median(
                call["ms"] for _, calls in found for call in calls[1:] if call["upstream"] == name
            )
            for name in names
        },
    )
