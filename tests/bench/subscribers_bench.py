"""Subscribers bench: what thousands who wait cost, and what it costs to tell all of them.

    python -m tests.bench.subscribers_bench [--subscribers 5000] [--keep]

Loopback alone, bounded in number and time. The gateway runs as in production, on one core; the
clients, the company and who writes its database share another. It prints what it found, and appends
it to RESULTS-SUBSCRIBERS.md with ``--keep``. Twice as many subscribers are held as are told.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

import uvloop

from tests.bench.crowd_client import SseSubscriber, WebSocketSubscriber
from tests.bench.load_stage import company
from tests.bench.subscribers_deliver import Delivery, deliver
from tests.bench.subscribers_hold import Holding, hold
from tests.bench.subscribers_results import keep, table_of_deliveries, table_of_holdings
from tests.bench.subscribers_stand import Stand, stand

_CREATORS = 20


async def _holdings(on: Stand, many: int) -> list[Holding]:
    return [await hold(on, kind, many=many) for kind in (WebSocketSubscriber, SseSubscriber)]


async def _deliveries(on: Stand, many: int) -> list[Delivery]:
    return [
        await deliver(on, WebSocketSubscriber, many=many, ends=True),
        await deliver(on, SseSubscriber, many=many, ends=True),
        await deliver(on, WebSocketSubscriber, many=many * 2 // 5, ends=False),
    ]


async def _main(subscribers: int, *, keeps: bool) -> None:
    spawn = multiprocessing.get_context("spawn")
    async with company(_CREATORS, simulate=False) as running:
        with ProcessPoolExecutor(1, mp_context=spawn) as writer:
            async with stand(running, writer, most=2 * subscribers) as on:
                told = table_of_holdings(await _holdings(on, 2 * subscribers))
                told += table_of_deliveries(await _deliveries(on, subscribers))
    sys.stdout.write(told)
    if keeps:
        keep(told, subscribers)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--subscribers", type=int, default=5_000)
    options.add_argument("--keep", action="store_true")
    given = options.parse_args()
    uvloop.run(_main(given.subscribers, keeps=given.keep))
