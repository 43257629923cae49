"""Lent MongoDB: the replica set that the tests use instead of embedded servers, when one is given.

``TEST_MONGODB_URI`` is its address, with a user who may make users, roles and databases. Whatever a
run makes there has a name that no other run has, and is removed at its end. What is to be killed,
or reached through a wire of the tests' own, has an embedded server all the same.
"""

from __future__ import annotations

import os
import secrets

LENDER = os.environ.get("TEST_MONGODB_URI") or None
_RUN = secrets.token_hex(4)


def name_of(name: str) -> str:
    """What a database, a user or a role of this name is called in this run."""
    return name if LENDER is None else f"{name}_{_RUN}"
