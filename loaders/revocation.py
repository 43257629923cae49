"""Revocation: that a token, or every token of a creator up to a moment, is good no more."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

COLLECTION = "revocations"
LONGEST_TOKEN_ID = 256
KEPT_FOR = timedelta(days=31)
"""Longer than any token may be good: what is forgotten then has run out by itself."""

_TOKEN = "token:"
_CREATOR = "creator:"


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the collection.

    ``not_before``: tokens of the creator that were issued earlier are good no more; None: it is one
    token that is revoked. ``changed_at`` is by the database's own clock, so that they all have one.
    """

    id: str = msgspec.field(name="_id")
    not_before: datetime | None
    changed_at: datetime
    purge_at: datetime


def id_of_token(token_id: str) -> str:
    """The document's id for one token, by its ``jti``."""
    return _TOKEN + token_id


def id_of_creator(creator_id: str) -> str:
    """The document's id for the tokens of a creator."""
    return _CREATOR + creator_id
