"""Collection setup: one collection of the gateway's own database, made as it must be.

May be done as often as one likes, by several at once. All of it blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import OperationFailure

_THERE_ALREADY = 48


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
    indexes: Sequence[IndexModel],
) -> Migration:
    """Make it, whatever is there: none, an older one, the same. Raises PyMongoError."""
    validation: dict[str, Any] = {
        "validator": validator,
        "validationLevel": "strict",
        "validationAction": "error",
    }
    is_new = name not in database.list_collection_names() and _made(database, name, validation)
    if not is_new:
        concern = database.write_concern.document
        database.command("collMod", name, **validation, writeConcern=concern)
    collection = database[name]
    before = set(collection.index_information())
    names = collection.create_indexes(list(indexes))
    return Migration(is_new, tuple(index for index in names if index not in before))


def _made(database: Database[dict[str, Any]], name: str, validation: Mapping[str, Any]) -> bool:
    """Make the collection. False: somebody else has just made it."""
    try:
        database.create_collection(name, check_exists=False, **validation)
    except OperationFailure as error:
        if error.code != _THERE_ALREADY:
            raise
        return False
    return True
