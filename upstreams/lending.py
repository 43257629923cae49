"""Keep databases in somebody's replica set: `python -m upstreams.lending`.

It stands where the embedded server's process stands otherwise: it makes databases and users of
names that nobody else has, fills them, waits, and removes them at the end. Started by
`upstreams.launch`.
"""

from __future__ import annotations

import signal
import threading
from typing import Any

from pymongo import MongoClient

from upstreams.child import announce, configuration, when_orphaned
from upstreams.company.collections import create_collections
from upstreams.company.seeding import first_creators, seed_creators, seed_running, write_seed
from upstreams.company.users import create_users, drop_users
from upstreams.company.world import Seed, World
from upstreams.mongodb_uris import uri_as


def main() -> None:
    """Provision, announce, wait for the end, and leave nothing behind."""
    told = configuration()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    when_orphaned(stop.set)
    with MongoClient[dict[str, Any]](told["lender"]) as lender:
        try:
            _provision(lender, told)
            announce()
            while not stop.wait(3600):
                pass
        finally:
            for database in (told["company"], told["own"]):
                lender.drop_database(database)
            drop_users(lender, ending=told["ending"])


def _provision(lender: MongoClient[dict[str, Any]], told: dict[str, Any]) -> None:
    create_users(
        lender,
        told["passwords"],
        company=told["company"],
        own=told["own"],
        ending=told["ending"],
    )
    company = uri_as(
        told["lender"],
        user=f"company{told['ending']}",
        password=told["passwords"]["company"],
        database=told["company"],
    )
    world = World(Seed(**told["seed"]))
    with MongoClient[dict[str, Any]](company) as client:
        create_collections(client)
        write_seed(client, world.seed)
        seed_creators(client, world, first_creators(world))
        seed_running(client, world)


if __name__ == "__main__":
    main()
