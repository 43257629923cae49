"""Seed the creators that were left for later: `python -m upstreams.company`, quietly, then end."""

from __future__ import annotations

import os
from typing import Any

from pymongo import MongoClient

from upstreams.child import announce, configuration, when_orphaned
from upstreams.company.seeding import later_creators, seed_creators
from upstreams.company.world import Seed, World

# Everything else comes first.
_NICENESS = 10


def main() -> None:
    """Seed, announce, end."""
    told = configuration()
    when_orphaned(lambda: os._exit(0))
    os.nice(_NICENESS)
    world = World(Seed(**told["seed"]))
    client: MongoClient[dict[str, Any]] = MongoClient(told["mongodb_uri"])
    with client:
        seed_creators(client, world, later_creators(world))
    announce(creators=world.size)


if __name__ == "__main__":
    main()
