"""Database checkup: what a database and its user are like, for who looks whether a gateway could
work with them. All of it blocks, and none of it writes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError

from loaders.schema_version import read_version

_MILLISECONDS = 10_000
_NOT_ALLOWED = 13
_NOT_KNOWN = frozenset({18, 8000})


class CheckupFailed(Exception):
    """The database could not be asked. The words hold no address and no secret."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What it says of itself, after ``ms`` milliseconds; its clock is ``skew`` seconds ahead."""

    ms: float
    skew: float
    has_change_streams: bool


class DatabaseCheckup:
    """One database, by one user."""

    def __init__(self, client: MongoClient[dict[str, Any]], database: str) -> None:
        self._client = client
        self._database = client[database]

    def greeting(self) -> Greeting:
        """Raises CheckupFailed when it does not answer, or not to this user."""
        try:
            self._client.admin.command("ping")
            began = time.time()
            hello = self._client.admin.command("hello")
            ended = time.time()
            # Whoever may not sign in is told so only when something is asked.
            self._database.command("ping")
        except ConnectionFailure:
            raise CheckupFailed("it cannot be reached") from None
        except OperationFailure as error:
            if error.code in _NOT_KNOWN:
                raise CheckupFailed("it does not know this user, or not by this password") from None
            raise CheckupFailed(f"it refuses with code {error.code}") from None
        except PyMongoError as error:
            raise CheckupFailed(type(error).__name__) from None
        theirs = hello["localTime"].replace(tzinfo=UTC).timestamp()
        is_one = "setName" in hello or hello.get("msg") == "isdbgrid"
        return Greeting((ended - began) * 1000, least_skew(theirs, began, ended), is_one)

    def version(self) -> int | None:
        """How far it has been set up; None: this user may not read it."""
        try:
            return read_version(self._database)
        except PyMongoError:
            return None

    def indexes(self, collection: str) -> Mapping[str, Mapping[str, Any]] | None:
        """The indexes of a collection; none of one that is not there. None: this user may not see
        them.
        """
        try:
            return self._database[collection].index_information()
        except PyMongoError as error:
            return None if _is_not_allowed(error) else {}

    def find_one(self, collection: str) -> bool:
        """Whether this user may read it."""
        return self._may({"find": collection, "filter": {}, "limit": 1})

    def update_none(self, collection: str) -> bool:
        """Whether this user may change documents of it; none is changed."""
        nothing = {"q": {"_id": "endpage-doctor"}, "u": {"$set": {"none": 1}}}
        return self._may({"update": collection, "updates": [nothing]})

    def watch(self) -> bool:
        """Whether this user may hear of changes of the whole database."""
        opening = {"aggregate": 1, "pipeline": [{"$changeStream": {}}], "cursor": {"batchSize": 0}}
        try:
            cursor = self._database.command(opening)["cursor"]["id"]
            self._database.command({"killCursors": "$cmd.aggregate", "cursors": [cursor]})
        except PyMongoError:
            return False
        return True

    def rights(self) -> Mapping[str, frozenset[str]] | None:
        """What this user may do with collections of this database, by their names; "" is all of
        them. None: the server does not say.
        """
        try:
            told = self._client.admin.command("connectionStatus", showPrivileges=True)
        except PyMongoError:
            return None
        privileges = told["authInfo"].get("authenticatedUserPrivileges") or []
        rights: dict[str, frozenset[str]] = {}
        for privilege in privileges:
            resource = privilege["resource"]
            if resource.get("db") in (self._database.name, ""):
                of = resource.get("collection", "")
                rights[of] = rights.get(of, frozenset()) | frozenset(privilege["actions"])
        return rights if privileges else None

    def oplog_hours(self) -> float | None:
        """How far back a change stream can go on; None: this user may not see it."""
        oplog = self._client["local"]["oplog.rs"]
        try:
            ends = [oplog.find_one(sort=[("$natural", order)]) for order in (1, -1)]
        except PyMongoError:
            return None
        times = [end["ts"].time for end in ends if end is not None and "ts" in end]
        return (times[1] - times[0]) / 3600 if len(times) == len(ends) else None

    def _may(self, command: dict[str, Any]) -> bool:
        try:
            self._database.command(command)
        except PyMongoError as error:
            return not _is_not_allowed(error)
        return True


@contextmanager
def checkup(uri: str, database: str) -> Iterator[DatabaseCheckup]:
    """The checkup of a database, by the user of the address."""
    with MongoClient[dict[str, Any]](
        uri,
        appname="endpage-doctor",
        serverSelectionTimeoutMS=_MILLISECONDS,
        connectTimeoutMS=_MILLISECONDS,
        socketTimeoutMS=_MILLISECONDS,
    ) as client:
        yield DatabaseCheckup(client, database)


def least_skew(theirs: float, began: float, ended: float) -> float:
    """How far a clock that has told ``theirs`` is ahead of ours at the least, when it was asked at
    ``began`` and the answer was there at ``ended`` (unix seconds): a slow way is no wrong clock.
    """
    if theirs > ended:
        return theirs - ended
    return min(theirs - began, 0.0)


def missing_rights(
    rights: Mapping[str, frozenset[str]], wanted: Mapping[str, Sequence[str]]
) -> list[str]:
    """Which of the wanted actions, by collections, are not among the rights."""
    everywhere = rights.get("", frozenset())
    return [
        f"{action} on {collection}"
        for collection, actions in wanted.items()
        for action in actions
        if action not in rights.get(collection, frozenset()) | everywhere
    ]


def _is_not_allowed(error: PyMongoError) -> bool:
    return isinstance(error, OperationFailure) and error.code == _NOT_ALLOWED
