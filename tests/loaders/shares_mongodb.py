"""An embedded MongoDB for shares alone: ``python -m tests.loaders.shares_mongodb``.

It has the two users that the gateway's own database has: one that sets it up, and the gateway's,
who may find, insert and update shares and nothing else. Started by ``tests.loaders.own_mongodb``.
"""

from __future__ import annotations

import signal
import threading
from typing import Any

from pymongo import MongoClient
from secantus.server import SecantusDBServer  # type: ignore[import-untyped]  # It ships no types.

from upstreams.child import announce, configuration, when_orphaned

DATABASE = "endpage"
# For those who want to set one up themselves.
SPARE = ("spare1", "spare2", "spare3", "spare4", "spare5", "spare6", "spare7", "spare8")


def main() -> None:
    """Serve until stopped or orphaned."""
    told = configuration()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    when_orphaned(stop.set)
    if not told["is_filled"]:
        _make_users(told)
    server = _server(told["storage"], port=told["port"], require_auth=True)
    server.start()
    announce(port=server.port)
    while not stop.wait(3600):
        pass
    server.stop()


def _make_users(told: dict[str, Any]) -> None:
    server = _server(told["storage"], port=0, require_auth=False)
    server.start()
    with MongoClient[dict[str, Any]](server.uri, directConnection=True) as client:
        client.admin.command(
            "createRole",
            "sharesOnly",
            privileges=[
                {"resource": {"db": DATABASE, "collection": collection}, "actions": actions}
                for collection, actions in (
                    ("shares", ["find", "insert", "update"]),
                    ("rates", ["find", "insert", "update"]),
                    ("revocations", ["find"]),
                    ("migrations", ["find"]),
                )
            ],
            roles=[],
        )
        users = {
            "owner": [{"role": "dbOwner", "db": name} for name in (DATABASE, *SPARE)],
            "shares": [{"role": "sharesOnly", "db": "admin"}],
        }
        for user, roles in users.items():
            client.admin.command(
                "createUser",
                user,
                pwd=told["password"],
                roles=roles,
                mechanisms=["SCRAM-SHA-256"],
            )
    server.stop()


def _server(storage: str, *, port: int, require_auth: bool) -> SecantusDBServer:
    return SecantusDBServer(
        host="127.0.0.1",
        port=port,
        storage_path=storage,
        require_auth=require_auth,
        sync_on_commit=require_auth,
        enable_test_commands=False,
        cache_size="64M",
    )


if __name__ == "__main__":
    main()
