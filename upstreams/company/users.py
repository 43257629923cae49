"""Users of the database, each with the rights that it needs and no other."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from upstreams.company.collections import DATABASE

GATEWAY_DATABASE = "endpage"
SHARES = "shares"
REVOCATIONS = "revocations"
RATES = "rates"
MIGRATIONS = "migrations"
# A share is never removed by hand: it ends, and the database itself removes it later.
_SHARE_KEEPER = "shareKeeper"
_OF_A_SHARE_KEEPER = ["find", "insert", "update"]

USERS = ("company", "gateway", "shares", "owner")


def create_users(
    client: MongoClient[dict[str, Any]],
    passwords: Mapping[str, str],
    *,
    company: str = DATABASE,
    own: str = GATEWAY_DATABASE,
    ending: str = "",
) -> None:
    """Create all `USERS` with a password each, and the role that there is not by itself.

    `company` and `own` are the databases of the company and the gateway; every name gets the
    `ending`, where others have theirs in the same server.
    """
    keeper = _SHARE_KEEPER + ending
    client.admin.command("createRole", keeper, privileges=_privileges(own), roles=[])
    for user, roles in _roles(company, own, keeper).items():
        client.admin.command(
            "createUser",
            user + ending,
            pwd=passwords[user],
            roles=roles,
            mechanisms=["SCRAM-SHA-256"],
        )


def drop_users(client: MongoClient[dict[str, Any]], *, ending: str) -> None:
    """Remove what `create_users` has made with that ending, as far as it is there."""
    for command, name in (
        *(("dropUser", user) for user in USERS),
        ("dropRole", _SHARE_KEEPER),
    ):
        with suppress(OperationFailure):
            client.admin.command(command, name + ending)


def _privileges(own: str) -> list[dict[str, Any]]:
    return [
        {"resource": {"db": own, "collection": collection}, "actions": actions}
        for collection, actions in (
            (SHARES, _OF_A_SHARE_KEEPER),
            (RATES, _OF_A_SHARE_KEEPER),
            # It reads which tokens are good no more.
            (REVOCATIONS, ["find"]),
            # And how far the database has been set up.
            (MIGRATIONS, ["find"]),
        )
    ]


def _roles(company: str, own: str, keeper: str) -> dict[str, list[dict[str, str]]]:
    return {
        # The company writes its facts, with collections, validators and indexes.
        "company": [{"role": "dbOwner", "db": company}],
        # The gateway reads those facts and writes nothing,
        "gateway": [{"role": "read", "db": company}],
        # but for the shares that creators make and what was asked for, as another user,
        "shares": [{"role": keeper, "db": "admin"}],
        # in a database that whoever installs it sets up.
        "owner": [{"role": "dbOwner", "db": own}],
    }
