"""Run the simulator as a process: `python -m upstreams.simulator`, see `upstreams.launch`."""

from __future__ import annotations

import logging
import threading
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from upstreams.child import announce, configuration, now, stopping
from upstreams.company.world import Seed, World
from upstreams.simulator.run import Simulator

_LOG = logging.getLogger("upstreams.simulator")
_STEP_SECONDS = 0.25
_AFTER_FAILURE_SECONDS = 1.0


def main() -> None:
    """Simulate until stopped or orphaned."""
    logging.basicConfig(level=logging.WARNING)
    told = configuration()
    stop = stopping()
    world = World(Seed(**told["seed"]))
    client: MongoClient[dict[str, Any]] = MongoClient(told["mongodb_uri"], tz_aware=True)
    with client:
        simulator = Simulator(
            client,
            world,
            clock=now,
            per_minute=told["per_minute"],
            live_ends_at=told["live_ends_at"],
        )
        simulator.open()
        announce()
        simulate(simulator, stop)


def simulate(simulator: Simulator, stop: threading.Event) -> None:
    """Step until `stop`; a database that is away for a while is waited for."""
    while not stop.wait(_STEP_SECONDS):
        try:
            simulator.step()
        except PyMongoError:
            if stop.is_set():
                return
            _LOG.exception("the database did not take a step of the simulator")
            simulator.close()
            if stop.wait(_AFTER_FAILURE_SECONDS):
                return
            try:
                simulator.open()
            except PyMongoError:
                _LOG.exception("the database is not back yet")


if __name__ == "__main__":
    main()
