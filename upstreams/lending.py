"""Keep databases in somebody's replica set: `python -m upstreams.lending`.

It stands where the embedded server's process stands otherwise: it makes databases and users of
names that nobody else has, fills them, waits, and removes them at the end. Started by
`upstreams.launch`.
"""

from __future__ import annotations

from typing import Any

from pymongo import MongoClient

from upstreams.child import announce, configuration, stopping
from upstreams.company.seeding import seed_company
from upstreams.company.users import create_users, drop_users
from upstreams.company.world import Seed, World


def main() -> None:
    """Provision, announce, wait for the end, and leave nothing behind."""
    told = configuration()
    stop = stopping()
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
    with MongoClient[dict[str, Any]](told["mongodb_uri"]) as client:
        seed_company(client, World(Seed(**told["seed"])))


if __name__ == "__main__":
    main()
