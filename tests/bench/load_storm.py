"""Load storm: how much is answered when more is asked than can be, and how soon all is well again.

A closed loop says what the gateway can do. The storm is an open loop: arrivals come at a rate, each
takes a connection that is free, and one that is refused keeps its connection and asks again when
``Retry-After`` says so. An arrival that finds no connection is lost.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.arrivals import arrivals
from tests.bench.load_client import Client, Told, connected, request_of
from tests.bench.load_stage import Stage

# In which the gateway takes the connections in; after that the load begins.
_SETTLE_SECONDS = 1.0
# In which the gateway hears that the clients of the storm have left.
_LEAVE_SECONDS = 0.05
SMALL = "{ viewer { creatorId } }"


@dataclass(slots=True)
class Tally:
    """What was answered, and what that took."""

    seconds: float = 0.0
    taken: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    small_ms: float = 0.0
    processor: float = 0.0
    memory: float = 0.0

    def add(self, told: Told) -> None:
        """Count one answer."""
        if told.is_whole:
            self.counts["whole"] += 1
        elif told.is_partial:
            self.counts["partial"] += 1
        else:
            self.counts[str(told.status)] += 1
        if told.status == 200:
            self.taken.append(told.seconds)

    @property
    def goodput(self) -> float:
        """Whole pages a second."""
        return self.counts["whole"] / self.seconds

    @property
    def per_processor_second(self) -> float:
        """Whole pages a second of processor time that the gateway was given."""
        return self.goodput / self.processor

    def percentile(self, share: float) -> float:
        """The milliseconds within which that share of the admitted was answered."""
        taken = sorted(self.taken) or [0.0]
        return taken[min(int(len(taken) * share), len(taken) - 1)] * 1000


async def closed_loop(
    stage: Stage, requests: Sequence[bytes], *, many: int, seconds: float
) -> Tally:
    """So many clients, each of which asks again as soon as it has been answered."""
    tally = Tally()
    clients = await connected(stage.port, many=many)
    pending = itertools.cycle(requests)
    began, used = time.perf_counter(), stage.processor_seconds

    async def go_on(client: Client) -> None:
        while time.perf_counter() - began < seconds:
            tally.add(await client.ask(next(pending)))

    await asyncio.gather(*map(go_on, clients))
    tally.seconds = time.perf_counter() - began
    tally.processor = (stage.processor_seconds - used) / tally.seconds
    tally.memory = stage.memory
    for client in clients:
        client.close()
    return tally


async def storm(
    stage: Stage, requests: Sequence[bytes], *, many: int, rate: float, seconds: float
) -> Tally:
    """Arrivals at ``rate`` a second over ``many`` connections; a small query right after.

    The small query is asked when the clients of the storm have just left, answered or not.
    """
    tally = Tally()
    free = deque(await connected(stage.port, many=many))
    everybody = list(free)
    pending = itertools.cycle(requests)
    await asyncio.sleep(_SETTLE_SECONDS)
    began, used = time.perf_counter(), stage.processor_seconds
    ends_at = began + seconds
    visits: set[asyncio.Task[None]] = set()
    for at in arrivals(rate, random.Random(7), seconds=seconds):
        if (wait := began + at - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        if not free:
            tally.counts["lost"] += 1
            continue
        visit = asyncio.create_task(_visit(free.popleft(), next(pending), free, tally, ends_at))
        visits.add(visit)
        visit.add_done_callback(visits.discard)
    tally.seconds = time.perf_counter() - began
    tally.processor = (stage.processor_seconds - used) / tally.seconds
    tally.memory = stage.memory
    for visit in visits:
        visit.cancel()
    for client in everybody:
        client.close()
    await asyncio.sleep(_LEAVE_SECONDS)
    tally.small_ms = await _small(stage)
    await asyncio.gather(*visits, return_exceptions=True)
    return tally


async def _visit(
    client: Client, request: bytes, free: deque[Client], tally: Tally, ends_at: float
) -> None:
    """Ask until there is an answer, as often as the gateway says, while the storm lasts."""
    while True:
        told = await client.ask(request)
        if time.perf_counter() > ends_at:
            return
        tally.add(told)
        if told.status not in {503, 0}:
            break
        await asyncio.sleep(told.retry_after)
    free.append(client)


async def _small(stage: Stage) -> float:
    [client] = await connected(stage.port, many=1)
    told = await client.ask(request_of(SMALL, {}, stage.pages[0].token))
    client.close()
    return told.seconds * 1000 if told.is_whole else float("inf")
