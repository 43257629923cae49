"""A lent database as the company sees it: some databases and users in a replica set of somebody's,
which are this company's alone and go with it.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Any

from upstreams.company.collections import DATABASE
from upstreams.company.users import GATEWAY_DATABASE, USERS
from upstreams.company.world import Seed
from upstreams.mongodb_uris import MongodbUris, uri_as
from upstreams.process import Child

_READY_SECONDS = 120.0


class LentMongodb:
    """`lender` is the address of the replica set, with a user who may make users and databases."""

    module = "upstreams.lending"

    def __init__(self, seed: Seed, *, lender: str) -> None:
        self.seed = seed
        ending = f"_{secrets.token_hex(4)}"
        company, own = DATABASE + ending, GATEWAY_DATABASE + ending
        databases = {"company": company, "gateway": company, "shares": own, "owner": own}
        passwords = {user: secrets.token_urlsafe(18) for user in USERS}
        self._uris = MongodbUris(
            **{
                user: uri_as(
                    lender,
                    user=user + ending,
                    password=passwords[user],
                    database=databases[user],
                )
                for user in USERS
            }
        )
        self._told: dict[str, Any] = {
            "lender": lender,
            "mongodb_uri": self._uris.company,
            "seed": asdict(seed),
            "ending": ending,
            "company": company,
            "own": own,
            "passwords": passwords,
        }

    async def begin(self, child: Child) -> MongodbUris:
        """Make and fill the databases; return the address for each user."""
        await child.configured(self._told, within=_READY_SECONDS)
        return self._uris
