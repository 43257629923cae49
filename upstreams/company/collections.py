"""The collections of the company's database: their validators and indexes."""

from __future__ import annotations

from importlib import resources
from typing import Any, cast

import msgspec
from pymongo import ASCENDING, DESCENDING, IndexModel, MongoClient
from pymongo.database import Database

DATABASE = "company"

_INDEXES: dict[str, list[IndexModel]] = {
    "live_sessions": [
        IndexModel([("creator_id", ASCENDING), ("created_at", DESCENDING), ("_id", DESCENDING)]),
        IndexModel([("broadcast_id", ASCENDING)]),
    ],
    "recordings": [
        IndexModel([("live_id", ASCENDING)]),
        IndexModel([("purge_at", ASCENDING)], expireAfterSeconds=0),
    ],
}


def database_of(client: MongoClient[dict[str, Any]]) -> Database[dict[str, Any]]:
    """Return the company's database: the one that the client's address names, if it names one."""
    return client.get_default_database(DATABASE)


def schema_of(collection: str) -> dict[str, Any]:
    """Return the written JSON Schema of a collection."""
    text = resources.files(__package__).joinpath(f"{collection}.schema.json").read_bytes()
    return cast(dict[str, Any], msgspec.json.decode(text))


def create_collections(client: MongoClient[dict[str, Any]]) -> None:
    """Create the collections that are not there, with validators and indexes."""
    database = database_of(client)
    there = set(database.list_collection_names())
    for name, indexes in _INDEXES.items():
        validator = {"$jsonSchema": schema_of(name)}
        if name in there:
            database.command("collMod", name, validator=validator)
        else:
            database.create_collection(name, validator=validator)
        database[name].create_indexes(indexes)
