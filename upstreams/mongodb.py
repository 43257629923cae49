"""Run the embedded MongoDB: `python -m upstreams.mongodb`, a process of its own.

The database is provisioned and seeded first without authentication and without syncing, which is
quick; then the same files are served with users and with a sync on every commit, so that kill -9
loses nothing that was acknowledged. Started by `upstreams.launch`.
"""

from __future__ import annotations

import logging
import shutil
from typing import Any

from pymongo import MongoClient
from secantus.server import SecantusDBServer  # type: ignore[import-untyped]  # It ships no types.

from upstreams.child import announce, configuration, stopping
from upstreams.company.seeding import seed_company
from upstreams.company.users import create_users
from upstreams.company.world import Seed, World

_CACHE = "64M"
# Enough for a change stream that was away for minutes; more would only cost memory and disk.
_OPLOG_ENTRIES = 30_000


def main() -> None:
    """Serve until stopped or orphaned, then remove what was only for this run."""
    logging.basicConfig(level=logging.WARNING)
    told = configuration()
    stop = stopping()
    try:
        if not told["is_filled"]:
            _provision(told)
        server = _server(told, require_auth=True, sync_on_commit=True, port=told["port"])
        server.start()
        announce(port=server.port)
        while not stop.wait(3600):
            pass
        server.stop()
    finally:
        if told["remove"]:
            shutil.rmtree(told["remove"], ignore_errors=True)


def _provision(told: dict[str, Any]) -> None:
    server = _server(told, require_auth=False, sync_on_commit=False, port=0)
    server.start()
    try:
        client: MongoClient[dict[str, Any]] = MongoClient(server.uri, directConnection=True)
        with client:
            create_users(client, told["passwords"])
            seed_company(client, World(Seed(**told["seed"])))
    finally:
        server.stop()


def _server(
    told: dict[str, Any], *, require_auth: bool, sync_on_commit: bool, port: int
) -> SecantusDBServer:
    return SecantusDBServer(
        host="127.0.0.1",
        port=port,
        storage_path=told["storage"],
        require_auth=require_auth,
        sync_on_commit=sync_on_commit,
        enable_test_commands=False,
        cache_size=_CACHE,
        oplog_max_entries=_OPLOG_ENTRIES,
    )


if __name__ == "__main__":
    main()
