"""Users of the database, each with the rights that it needs and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo import MongoClient

from upstreams.company.collections import DATABASE

GATEWAY_DATABASE = "endpage"
SHARES = "shares"
REVOCATIONS = "revocations"
RATES = "rates"
MIGRATIONS = "migrations"
# A share is never removed by hand: it ends, and the database itself removes it later.
_SHARE_KEEPER = "shareKeeper"
_OF_A_SHARE_KEEPER = ["find", "insert", "update"]

_ROLES: dict[str, list[dict[str, str]]] = {
    # The company writes its facts, with collections, validators and indexes.
    "company": [{"role": "dbOwner", "db": DATABASE}],
    # The gateway reads those facts and writes nothing,
    "gateway": [{"role": "read", "db": DATABASE}],
    # but for the shares that creators make and what was asked for, as another user,
    "shares": [{"role": _SHARE_KEEPER, "db": "admin"}],
    # in a database that whoever installs it sets up.
    "owner": [{"role": "dbOwner", "db": GATEWAY_DATABASE}],
}
USERS = tuple(_ROLES)


def create_users(client: MongoClient[dict[str, Any]], passwords: Mapping[str, str]) -> None:
    """Create all `USERS` with a password each, and the role that there is not by itself."""
    client.admin.command(
        "createRole",
        _SHARE_KEEPER,
        privileges=[
            {"resource": {"db": GATEWAY_DATABASE, "collection": collection}, "actions": actions}
            for collection, actions in (
                (SHARES, _OF_A_SHARE_KEEPER),
                (RATES, _OF_A_SHARE_KEEPER),
                # It reads which tokens are good no more.
                (REVOCATIONS, ["find"]),
                # And how far the database has been set up.
                (MIGRATIONS, ["find"]),
            )
        ],
        roles=[],
    )
    for user, roles in _ROLES.items():
        client.admin.command(
            "createUser", user, pwd=passwords[user], roles=roles, mechanisms=["SCRAM-SHA-256"]
        )
