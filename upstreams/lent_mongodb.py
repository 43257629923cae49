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

    def __init__(self, seed: Seed, *, lender: str) -> None:
        self._lender = lender
        ending = f"_{secrets.token_hex(4)}"
        self._told: dict[str, Any] = {
            "lender": lender,
            "seed": asdict(seed),
            "ending": ending,
            "company": DATABASE + ending,
            "own": GATEWAY_DATABASE + ending,
            "passwords": {user: secrets.token_urlsafe(18) for user in USERS},
        }

    async def begin(self, child: Child) -> MongodbUris:
        """Make and fill the databases; return the address for each user."""
        await child.configured(self._told, within=_READY_SECONDS)
        company, own = self._told["company"], self._told["own"]
        databases = {"company": company, "gateway": company, "shares": own, "owner": own}
        return MongodbUris(
            **{
                user: uri_as(
                    self._lender,
                    user=user + self._told["ending"],
                    password=self._told["passwords"][user],
                    database=databases[user],
                )
                for user in USERS
            },
            company_database=company,
            own_database=own,
        )
