"""Run one reference service: `python -m upstreams.service NAME [--port N] [--trap T]...`.

Started by `upstreams.launch`, which tells the rest on stdin: seed, credential, database.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
from functools import partial
from typing import Any

import uvloop
from pymongo import AsyncMongoClient

from upstreams.child import announce, configuration, now, when_orphaned
from upstreams.company.world import Seed, World
from upstreams.contracts import contract_of
from upstreams.departments import DEPARTMENTS
from upstreams.service.answers import Answers
from upstreams.service.application import Application
from upstreams.service.department import Delays
from upstreams.service.live_book import LiveBook
from upstreams.service.port import Port
from upstreams.service.traps import TRAPS


def main() -> None:
    """Serve until stopped or orphaned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(DEPARTMENTS))
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--trap", action="append", default=[], choices=sorted(TRAPS))
    arguments = parser.parse_args()
    told = configuration()
    uvloop.run(_serve(arguments.name, arguments.port, tuple(arguments.trap), told))


async def _serve(name: str, number: int, traps: tuple[str, ...], told: dict[str, Any]) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_number, stop.set)
    when_orphaned(partial(_soon, loop, stop))
    world = World(Seed(**told["seed"]))
    # Closing takes as long as looking for a server that has gone: a stop must not wait for it.
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        told["mongodb_uri"], tz_aware=True, serverSelectionTimeoutMS=2000
    )
    port = Port(number)
    application = Application(
        answers=Answers(
            department=DEPARTMENTS[name],
            world=world,
            book=LiveBook(client, world),
            delays=Delays(**told["delays"]),
        ),
        contract=contract_of(name),
        credential=told["credential"],
        clock=now,
        traps=traps,
        on_closed=port.close_for,
    )
    await port.open(application)
    announce(port=port.number)
    await stop.wait()
    port.close()
    await client.close()


def _soon(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    loop.call_soon_threadsafe(stop.set)


if __name__ == "__main__":
    main()
