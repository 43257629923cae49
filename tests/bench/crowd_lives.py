"""Crowd lives: LIVEs by the thousand, in the LIVE service's shape, written by another process.

The database does not take thousands of writes in an instant, so what is told is when it began and
when it had them all. The functions here are run in a process of their own, which shares no
processor time with the clients' event loop.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bson.int64 import Int64
from pymongo import MongoClient
from pymongo.collection import Collection

from upstreams.company.collections import database_of
from upstreams.company.identifiers import creator_id

_FIRST_CREATOR = 10**9
_AT_ONCE = 1_000
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """When a write of many LIVEs was begun, and when it had returned (unix time)."""

    began: float
    returned: float

    @property
    def seconds(self) -> float:
        """What it took."""
        return self.returned - self.began


@dataclass(frozen=True, slots=True)
class Live:
    """A LIVE that is on air, and whose it is."""

    session_id: str
    creator_id: str


def lives(many: int, *, series: int) -> list[Live]:
    """The ids of so many LIVEs, each of a creator of its own; of one series, they are the same."""
    return [
        Live(f"73{series:05d}{number:012d}", creator_id(_FIRST_CREATOR + number))
        for number in range(many)
    ]


def begin(uri: str, pattern_id: str, wanted: Sequence[Live]) -> None:
    """Put them on air: each as the LIVE that is there already, with ids of its own."""
    with _sessions(uri) as sessions:
        pattern = sessions.find_one({"_id": pattern_id})
        assert pattern is not None, f"there is no LIVE {pattern_id}"
        now = datetime.now(UTC)
        pattern["last_seen_at"] = now
        pattern["last_tick"]["at"] = now
        for at in range(0, len(wanted), _AT_ONCE):
            sessions.insert_many(
                [
                    {
                        **pattern,
                        "_id": live.session_id,
                        "broadcast_id": live.session_id,
                        "creator_id": live.creator_id,
                    }
                    for live in wanted[at : at + _AT_ONCE]
                ],
                ordered=False,
            )


def end(uri: str, wanted: Sequence[Live]) -> Written:
    """Have the host end each of them, all in one command."""
    return _write(uri, wanted, kind="ENDED", reason="HOST_ENDED")


def tick(uri: str, wanted: Sequence[Live]) -> Written:
    """Write the counters of each anew, all in one command."""
    return _write(uri, wanted, kind=None, reason=None)


def remove(uri: str, wanted: Sequence[Live]) -> None:
    """Leave nothing of them."""
    with _sessions(uri) as sessions:
        sessions.delete_many(_range([live.session_id for live in wanted]))


def _write(uri: str, wanted: Sequence[Live], *, kind: str | None, reason: str | None) -> Written:
    with _sessions(uri) as sessions:
        ids = [live.session_id for live in wanted]
        first = sessions.find_one({"_id": ids[0]})
        assert first is not None, f"there is no LIVE {ids[0]}"
        now, revision = datetime.now(UTC), int(first["revision"]) + 1
        change: Document = {
            "$set": {"revision": Int64(revision), "last_seen_at": now, "last_tick.at": now},
            "$inc": {"last_tick.views": Int64(1)},
        }
        if kind is not None:
            event = {"revision": revision, "at": now, "kind": kind, "reason": reason}
            change["$push"] = {"events": event}
        began = time.time()
        # They are a range: where there is a list, the embedded database reads it for each LIVE.
        result = sessions.update_many(_range(ids), change)
        returned = time.time()
        assert result.modified_count == len(ids), f"{result.modified_count} of {len(ids)}"
        return Written(began, returned)


def _range(ids: Sequence[str]) -> Document:
    return {"_id": {"$gte": ids[0], "$lte": ids[-1]}}


@contextmanager
def _sessions(uri: str) -> Iterator[Collection[Document]]:
    with MongoClient[Document](uri) as client:
        yield database_of(client)["live_sessions"]
