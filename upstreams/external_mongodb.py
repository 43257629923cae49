"""Keep somebody else's MongoDB: `python -m upstreams.external_mongodb`.

It stands where the embedded server's process stands otherwise: it provisions and seeds a replica
set that is there already, and then only waits. A database that holds a company goes on with that
company's seed, because its sessions and the services' figures must follow from the same one.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pymongo import MongoClient

from upstreams.child import announce, configuration, stopping
from upstreams.company.collections import create_collections
from upstreams.company.seeding import (
    first_creators,
    read_seed,
    remove_outdated,
    seed_creators,
    seed_running,
    write_seed,
)
from upstreams.company.world import Seed, World


def main() -> None:
    """Provision, announce the seed that holds, and wait for the end."""
    told = configuration()
    stop = stopping()
    client: MongoClient[dict[str, Any]] = MongoClient(told["mongodb_uri"])
    with client:
        seed = _provision(client, Seed(**told["seed"]))
    announce(seed=asdict(seed))
    while not stop.wait(3600):
        pass


def _provision(client: MongoClient[dict[str, Any]], wanted: Seed) -> Seed:
    seed = read_seed(client) or wanted
    world = World(seed)
    create_collections(client)
    remove_outdated(client)
    seed_creators(client, world, first_creators(world))
    seed_running(client, world)
    # Last, so that a start that was interrupted is done again from the beginning.
    write_seed(client, seed)
    return seed


if __name__ == "__main__":
    main()
