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
    """Medians in milliseconds: what a client waits, and of that the upstreams' part and ours.

    ``own`` has the way there and back; ``told`` is the gateway's own word for it, from the begin of
    the operation to its end.
    """

    wall: float
    session_read: float
    longest_read: float
    own: float
    told: float
    by_upstream: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One page: what the client waited, its calls in the order of their begin, and ``told``."""

    wall: float
    calls: list[dict[str, Any]]
    told: float

    @property
    def session_read(self) -> float:
        return float(self.calls[0]["ms"])

    @property
    def longest_read(self) -> float:
        return float(max(call["ms"] for call in self.calls[1:]))


async def own_time(stage: Stage, *, requests: int) -> OwnTime:
    """Ask our gateway for full pages, one by one."""
    environment = {**stage.environment, "ENDPAGE_ENVIRONMENT": "development"}
    asked = stage.asking.requests(ONE_BY_ONE.operation, _WARM_UP + requests)
    found: list[_Asked] = []
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
            found.append(_asked(wall, content))
    return _summed(found[_WARM_UP:])


def _asked(wall: float, content: bytes) -> _Asked:
    answer = msgspec.json.decode(content)
    if "errors" in answer:
        raise NotEqualError(f"{OURS.name} answers with errors: {answer['errors']}")
    told = answer["extensions"]
    return _Asked(wall, told["upstreams"], told["gateway"]["ownMs"])


def _summed(found: list[_Asked]) -> OwnTime:
    calls = [call for one in found for call in one.calls[1:]]
    names = dict.fromkeys(call["upstream"] for call in calls)
    return OwnTime(
        wall=median(one.wall for one in found),
        session_read=median(one.session_read for one in found),
        longest_read=median(one.longest_read for one in found),
        own=median(one.wall - one.session_read - one.longest_read for one in found),
        told=median(one.told for one in found),
        by_upstream={
            name: median(call["ms"] for call in calls if call["upstream"] == name) for name in names
        },
    )
