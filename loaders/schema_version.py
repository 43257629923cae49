"""Schema version: how far the gateway's own database has been set up, and whether that is enough.

`endpage migrate` writes it last of all, when everything is there; the gateway's own user reads it
and nothing else of what a database is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Protocol

from pymongo.database import Database

from loaders.collection_setup import validator_of
from loaders.errors import SourceError

COLLECTION = "migrations"
NEEDED = 4
"""The version that this gateway needs: how many steps there are in ``loaders.shares_schema``."""
VALIDATOR = validator_of(
    {
        "_id": {"bsonType": "string"},
        "version": {"bsonType": "int", "minimum": 1},
        "migrated_at": {"bsonType": "date"},
    }
)
_ID = "version"
_NOT_ALLOWED = 13


class SchemaState(Enum):
    """What a gateway knows of its own database."""

    CURRENT = "current"
    """It is as this gateway needs it, or newer."""
    OLDER = "older"
    """`endpage migrate` of this version has not been run."""
    NOT_ALLOWED = "not allowed"
    """The gateway's user may not read the version."""
    UNKNOWN = "unknown"
    """The database does not answer now."""


class Found(Protocol):
    """Where the version stands: ``loaders.own_database``."""

    async def find(
        self, collection: str, question: Mapping[str, Any], *, limit: int = 0
    ) -> list[dict[str, Any]]:
        """The documents that answer ``question``."""
        ...


class SchemaVersion:
    """The version, as the gateway asks for it."""

    def __init__(self, database: Found) -> None:
        self._database = database

    async def state(self) -> SchemaState:
        """What the database is like now. Raises nothing."""
        try:
            found = await self._database.find(COLLECTION, {"_id": _ID}, limit=1)
        except SourceError as error:
            if getattr(error.__cause__, "code", None) == _NOT_ALLOWED:
                return SchemaState.NOT_ALLOWED
            return SchemaState.UNKNOWN
        return SchemaState.CURRENT if version_of(found) >= NEEDED else SchemaState.OLDER


def version_of(found: Sequence[Mapping[str, Any]]) -> int:
    """The version that the documents found tell; 0: none is told."""
    version = found[0].get("version") if found else None
    return version if isinstance(version, int) else 0


def read_version(database: Database[dict[str, Any]]) -> int:
    """The version; 0 before there was one. Blocks. Raises PyMongoError."""
    return version_of(list(database[COLLECTION].find({"_id": _ID}).limit(1)))


def write_version(database: Database[dict[str, Any]], version: int) -> None:
    """Write it, if what is there is no newer one. Blocks. Raises PyMongoError."""
    if read_version(database) >= version:
        return
    changes = {"$max": {"version": version}, "$currentDate": {"migrated_at": True}}
    database[COLLECTION].update_one({"_id": _ID}, changes, upsert=True)
