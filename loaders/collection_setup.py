"""Collection setup: one collection of the gateway's own database, made as it must be.

May be done as often as one likes, by several at once. All of it blocks. What was made is looked at
once more: a server that has taken an index and not built it is not as it must be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import OperationFailure

from loaders.index_check import faults_of_indexes

_THERE_ALREADY = 48


class NotAsWanted(Exception):
    """Something is not there although the server has said that it is made."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What was made: the collection, or nothing but some ``indexes`` of it, by name."""

    is_new: bool
    indexes: tuple[str, ...]


def validator_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A validator under which documents have these fields and no others."""
    return {
        "$jsonSchema": {
            "bsonType": "object",
            "required": list(fields),
            "additionalProperties": False,
            "properties": fields,
        }
    }


def set_up(
    database: Database[dict[str, Any]],
    name: str,
    *,
    validator: Mapping[str, Any],
    indexes: Sequence[IndexModel] = (),
) -> Migration:
    """Make it, whatever is there: none, an older one, the same.

    Raises PyMongoError and NotAsWanted.
    """
    validation: dict[str, Any] = {
        "validator": validator,
        "validationLevel": "strict",
        "validationAction": "error",
    }
    is_new = name not in database.list_collection_names() and _made(database, name, validation)
    if not is_new:
        concern = database.write_concern.document
        database.command("collMod", name, **validation, writeConcern=concern)
    return Migration(is_new, set_up_indexes(database, name, indexes))


def set_up_indexes(
    database: Database[dict[str, Any]], name: str, indexes: Sequence[IndexModel]
) -> tuple[str, ...]:
    """Make the indexes that are not there, and name them. Raises PyMongoError, NotAsWanted."""
    if not indexes:
        return ()
    collection = database[name]
    before = set(collection.index_information())
    names = collection.create_indexes(list(indexes))
    if faults := faults_of_indexes(collection.index_information(), indexes):
        raise NotAsWanted(f"of the indexes of {name}, {'; '.join(faults)}")
    return tuple(index for index in names if index not in before)


def _made(database: Database[dict[str, Any]], name: str, validation: Mapping[str, Any]) -> bool:
    """Make the collection. False: somebody else has just made it."""
    try:
        database.create_collection(name, check_exists=False, **validation)
    except OperationFailure as error:
        if error.code != _THERE_ALREADY:
            raise
        return False
    return True
