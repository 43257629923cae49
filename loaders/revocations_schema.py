"""Revocations schema: what the collection of revocations must be like, and how one is written.

Both are done by the database's owner: the gateway's own user may read it and nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, IndexModel, MongoClient
from pymongo.errors import PyMongoError
from pymongo.write_concern import WriteConcern

from loaders.collection_setup import validator_of
from loaders.revocation import (
    COLLECTION,
    KEPT_FOR,
    LONGEST_TOKEN_ID,
    id_of_creator,
    id_of_token,
)

_MILLISECONDS = 10_000
_MAJORITY = WriteConcern("majority", wtimeout=_MILLISECONDS, j=True)
_LONGEST_ID = LONGEST_TOKEN_ID + len(id_of_creator(""))

_FIELDS: dict[str, Any] = {
    "_id": {"bsonType": "string", "minLength": 1, "maxLength": _LONGEST_ID},
    "not_before": {"bsonType": ["date", "null"]},
    "changed_at": {"bsonType": "date"},
    "purge_at": {"bsonType": "date"},
}
VALIDATOR = validator_of(_FIELDS)
INDEXES = (
    IndexModel([("changed_at", ASCENDING)], name="newest"),
    IndexModel([("purge_at", ASCENDING)], name="forgotten", expireAfterSeconds=0),
)


class NotRevoked(Exception):
    """It could not be written. The words hold no address and no secret."""


def revoke(
    uri: str,
    database: str,
    *,
    token_id: str | None = None,
    creator_id: str | None = None,
    not_before: datetime | None = None,
) -> None:
    """Revoke one token by its id, or those of a creator that were issued before a moment (UTC).

    To do so again does no harm; a creator's moment only ever moves on. Blocks. Raises NotRevoked.
    """
    now = datetime.now(UTC)
    changes: dict[str, Any] = {
        "$currentDate": {"changed_at": True},
        "$set": {"purge_at": now + KEPT_FOR},
    }
    if token_id is not None:
        id_ = id_of_token(token_id)
        changes["$set"]["not_before"] = None
    else:
        assert creator_id is not None
        id_ = id_of_creator(creator_id)
        changes["$max"] = {"not_before": not_before or now}
    try:
        with MongoClient[dict[str, Any]](
            uri,
            appname="endpage-revoke",
            serverSelectionTimeoutMS=_MILLISECONDS,
            connectTimeoutMS=_MILLISECONDS,
            socketTimeoutMS=_MILLISECONDS,
        ) as client:
            written = client.get_database(database, write_concern=_MAJORITY)[COLLECTION]
            written.update_one({"_id": id_}, changes, upsert=True)
    # The driver says ValueError to some addresses, with words that hold them.
    except (PyMongoError, ValueError) as error:
        raise NotRevoked(type(error).__name__) from None
