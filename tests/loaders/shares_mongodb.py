"""An embedded MongoDB for shares alone: ``python -m tests.loaders.shares_mongodb``.

It has the two users that the gateway's own database has: one that sets it up, and the gateway's,
who may find, insert and update shares and nothing else. Started by ``tests.loaders.own_mongodb``.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from typing import Any

from pymongo import MongoClient
from secantus.server import SecantusDBServer  # type: ignore[import-untyped]  # It ships no types.

from tests.lent_mongodb import name_of
from upstreams.child import announce, configuration, when_orphaned

DATABASE = name_of("endpage")
# For those who want to set one up themselves.
SPARE = tuple(
    name_of(name)
    for name in ("spare1", "spare2", "spare3", "spare4", "spare5", "spare6", "spare7", "spare8")
)
OWNER, SHARES = name_of("owner"), name_of("shares")


def main() -> None:
    """Serve until stopped or orphaned."""
    told = configuration()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    when_orphaned(stop.set)
    if not told["is_filled"]:
        _provision(told)
    server = _server(told["storage"], port=told["port"], require_auth=True)
    server.start()
    announce(port=server.port)
    while not stop.wait(3600):
        pass
    server.stop()


def _provision(told: dict[str, Any]) -> None:
    server = _server(told["storage"], port=0, require_auth=False)
    server.start()
    with MongoClient[dict[str, Any]](server.uri, directConnection=True) as client:
        make_users(client, password=told["password"], databases=told["databases"])
    server.stop()


def make_users(
    client: MongoClient[dict[str, Any]], *, password: str, databases: Sequence[str]
) -> None:
    """Make the two users; ``databases`` are the gateway's own and the spare ones."""
    client.admin.command(
        "createRole",
        name_of("sharesOnly"),
        privileges=[
            {"resource": {"db": databases[0], "collection": collection}, "actions": actions}
            for collection, actions in (
                ("shares", ["find", "insert", "update"]),
                ("rates", ["find", "insert", "update"]),
                ("revocations", ["find"]),
                ("migrations", ["find"]),
            )
        ],
        roles=[],
    )
    roles = {
        OWNER: [{"role": "dbOwner", "db": name} for name in databases],
        SHARES: [{"role": name_of("sharesOnly"), "db": "admin"}],
    }
    for user, of_user in roles.items():
        client.admin.command(
            "createUser", user, pwd=password, roles=of_user, mechanisms=["SCRAM-SHA-256"]
        )


def remove_all(client: MongoClient[dict[str, Any]], *, databases: Sequence[str]) -> None:
    """Remove the databases and the users."""
    for database in databases:
        client.drop_database(database)
    for command, name in (
        ("dropUser", OWNER),
        ("dropUser", SHARES),
        ("dropRole", name_of("sharesOnly")),
    ):
        client.admin.command(command, name)


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
