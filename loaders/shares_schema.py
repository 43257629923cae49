"""Shares schema: what the gateway's own database must be like, and how it is made so.

It is made by a user of its own: the one that the gateway has may neither make nor drop anything.
Each step makes one thing as it must be, whatever is there; all are taken every time, and the last
word is the version, which a gateway looks for before it says that it is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, MongoClient, WriteConcern
from pymongo.database import Database
from pymongo.errors import ConfigurationError, ConnectionFailure, OperationFailure, PyMongoError

from loaders import schema_version
from loaders.collection_setup import Migration, NotAsWanted, set_up, set_up_indexes, validator_of
from loaders.rate_counts import COLLECTION as RATES
from loaders.rate_counts import INDEXES as RATES_INDEXES
from loaders.revocation import COLLECTION as REVOCATIONS
from loaders.revocations_schema import INDEXES as REVOCATIONS_INDEXES
from loaders.revocations_schema import VALIDATOR as REVOCATIONS_VALIDATOR
from loaders.share import COLLECTION, LONGEST_KEY
from loaders.visits import REMEMBERED_WRITES

_SECONDS = 10.0
_NOT_ALLOWED = frozenset({13, 18, 8000})
_ANOTHER_INDEX = frozenset({67, 85, 86})
_TWICE = frozenset({11000, 11001})
_MAJORITY = WriteConcern("majority")

_ID = {"bsonType": "string", "minLength": 1, "maxLength": 64}
_FIELDS: dict[str, Any] = {
    "_id": {"bsonType": "string", "pattern": "^[A-Za-z0-9_-]{22}$"},
    "creator_id": _ID,
    "live_id": _ID,
    "recording_id": _ID,
    "idempotency_key": {"bsonType": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "is_indexable": {"bsonType": "bool"},
    "created_at": {"bsonType": "date"},
    "expires_at": {"bsonType": "date"},
    "revoked_at": {"bsonType": ["date", "null"]},
    "visits": {"bsonType": "long", "minimum": 0},
    # The last writes of visits, so that none counts twice.
    "counted": {
        "bsonType": "array",
        "maxItems": REMEMBERED_WRITES,
        "items": {"bsonType": "objectId"},
    },
    "purge_at": {"bsonType": "date"},
}
VALIDATOR = validator_of(_FIELDS)
INDEXES = (
    IndexModel(
        [("creator_id", ASCENDING), ("idempotency_key", ASCENDING)],
        name="one_share_a_key",
        unique=True,
    ),
    IndexModel(
        [("creator_id", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)],
        name="newest_of_a_creator",
    ),
    IndexModel([("purge_at", ASCENDING)], name="forgotten", expireAfterSeconds=0),
)


class MigrationFailed(Exception):
    """The database could not be made as it must be. The words hold no address and no secret."""


def migrate(uri: str, database: str) -> Migration:
    """Make the collection of shares as it must be, whatever is there: none, an older one, the same.

    May be called as often as one likes, by several at once. Blocks. Raises MigrationFailed.
    """
    milliseconds = int(_SECONDS * 1000)
    try:
        with MongoClient[dict[str, Any]](
            uri,
            appname="endpage-migrate",
            serverSelectionTimeoutMS=milliseconds,
            connectTimeoutMS=milliseconds,
            socketTimeoutMS=6 * milliseconds,
        ) as client:
            return _migrated(client.get_database(database, write_concern=_MAJORITY))
    # The driver says ValueError to some addresses, with words that hold them.
    except (PyMongoError, ValueError) as error:
        raise MigrationFailed(_reason(error)) from None
    except NotAsWanted as error:
        raise MigrationFailed(str(error)) from None


def _shares(database: Database[dict[str, Any]]) -> Migration:
    return set_up(database, COLLECTION, validator=VALIDATOR, indexes=INDEXES)


def _revocations(database: Database[dict[str, Any]]) -> Migration:
    return set_up(
        database, REVOCATIONS, validator=REVOCATIONS_VALIDATOR, indexes=REVOCATIONS_INDEXES
    )


def _rates(database: Database[dict[str, Any]]) -> Migration:
    # Counts come and go by the thousands: they are spared a validator.
    return Migration(is_new=False, indexes=set_up_indexes(database, RATES, RATES_INDEXES))


def _versions(database: Database[dict[str, Any]]) -> Migration:
    return set_up(database, schema_version.COLLECTION, validator=schema_version.VALIDATOR)


STEPS: dict[str, Callable[[Database[dict[str, Any]]], Migration]] = {
    "shares": _shares,
    "revocations": _revocations,
    "rates": _rates,
    "migrations": _versions,
}
"""What is made, in the order in which it came: a version is how many of these there were."""


def _migrated(database: Database[dict[str, Any]]) -> Migration:
    made = {name: step(database) for name, step in STEPS.items()}
    schema_version.write_version(database, len(STEPS))
    return made["shares"]


def _reason(error: PyMongoError | ValueError) -> str:
    if isinstance(error, ConnectionFailure):
        return f"it cannot be reached within {_SECONDS:g} seconds"
    if isinstance(error, ConfigurationError | ValueError):
        return "its address cannot be used"
    if not isinstance(error, OperationFailure):
        return type(error).__name__
    if error.code in _NOT_ALLOWED:
        return "this user may not, or is not known there"
    if error.code in _ANOTHER_INDEX:
        return "an index of that name is there already, and is another one"
    if error.code in _TWICE:
        return "there are documents that a unique index does not allow"
    return f"it refuses with code {error.code}"
