"""Database: the company's collections in memory, that may be away, and its stream of changes.

It is long, because it has the whole face of a database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, cast

from loaders.asking import Asking
from loaders.changes import Changes
from loaders.errors import KnownError, SourceUnavailable
from loaders.mongo import Mongo
from loaders.names import MONGODB
from loaders.operation import Operation
from loaders.recording_finds import RecordingFinds, RecordingSource, keeping_recordings
from loaders.session import Session
from loaders.session_finds import SessionFinds, SessionKey, keeping_sessions
from loaders.session_state import Lifecycle
from loaders.source import K, Source, V
from loaders.sources import Sources, SourceSettings
from loaders.viewer import Viewer
from tests.loaders.kept_source import utc_now
from tests.loaders.simulated_time import Ticking

CREATOR = "6800000000000000001"
SOMEBODY_ELSE = "6800000000000000002"
LIVE = "7200000000000000001"
OUTAGE = 600.0


class Database:
    """Documents by collection; ``is_away`` makes all finds fail and breaks the stream."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, dict[str, Any]]] = {}
        self.is_away = False
        self.finds: list[tuple[str, Mapping[str, Any]]] = []
        self.streams: list[FakeStream] = []
        self.opening = 0.0

    @property
    def mongo(self) -> Mongo:
        """The same, for those who expect the real one."""
        return cast("Mongo", self)

    def put(self, collection: str, document: dict[str, Any], *, is_told: bool = True) -> None:
        """Write ``document``; streams that are open tell of it."""
        self.documents.setdefault(collection, {})[document["_id"]] = document
        if is_told:
            self.tell(event(collection, document["_id"], live_id=document.get("live_id")))

    def delete(self, collection: str, id_: str) -> None:
        """Remove a document; streams that are open tell of it."""
        del self.documents[collection][id_]
        self.tell(event(collection, id_, "delete"))

    def tell(self, change: Mapping[str, Any] | Exception) -> None:
        """Every open stream says so, or breaks."""
        for stream in self.streams:
            stream.events.put_nowait(change)

    def go_away(self) -> None:
        """Nothing can be read any more."""
        self.is_away = True
        self.tell(SourceUnavailable(upstream=MONGODB))

    async def find(self, collection: str, question: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The documents whose one field is among those asked for."""
        self.finds.append((collection, question))
        if self.is_away:
            raise SourceUnavailable(upstream=MONGODB)
        ((name, among),) = question.items()
        found = self.documents.get(collection, {}).values()
        return [document for document in found if document[name] in among["$in"]]

    def changes(self, collections: Sequence[str]) -> FakeStream:
        """The stream of changes, which is still to be opened."""
        del collections
        return FakeStream(self)


class FakeStream:
    """Has what ``loaders.change_stream.ChangeStream`` has; it never goes on where it was left."""

    def __init__(self, database: Database) -> None:
        self.events: asyncio.Queue[Mapping[str, Any] | Exception] = asyncio.Queue()
        self._database = database

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """While this is entered, the stream is open."""
        await asyncio.sleep(self._database.opening)
        if self._database.is_away:
            raise SourceUnavailable(upstream=MONGODB)
        self.events = asyncio.Queue()
        self._database.streams.append(self)
        try:
            yield
        finally:
            self._database.streams.remove(self)

    async def batch(self) -> Sequence[Mapping[str, Any]] | None:
        """Everything that was told since the last time."""
        told = [await self.events.get()]
        while not self.events.empty():
            told.append(self.events.get_nowait())
        for one in told:
            if isinstance(one, Exception):
                raise one
        events = [one for one in told if not isinstance(one, Exception)]
        return events if all("documentKey" in one for one in events) else None


def event(
    collection: str, id_: str, kind: str = "update", *, live_id: str | None = None
) -> dict[str, Any]:
    """What a stream says of one document; its LIVE, where it says that."""
    told = {"operationType": kind, "ns": {"coll": collection}, "documentKey": {"_id": id_}}
    return {**told, "fullDocument": {"live_id": live_id}} if live_id is not None else told


class CountedSource(Source[K, V]):
    """A source that counts how often it is read."""

    reads = 0

    async def read(self, asking: Asking, keys: Sequence[K]) -> dict[K, V | KnownError]:
        """What a source answers."""
        self.reads += 1
        return await super().read(asking, keys)


class LittleSources:
    """The two sources of the database, and its changes, in simulated time."""

    def __init__(self, database: Database, lifecycle: Lifecycle | None = None) -> None:
        self.lifecycle = lifecycle or Lifecycle()
        self.settings = SourceSettings(
            shop_analytics_url="",
            rewards_url="",
            journey_url="",
            mongodb_uri="",
            shares_mongodb_uri="",
            service_credential="",
            public_url="",
            link_keys={},
            lifecycle=self.lifecycle,
        )
        self.now = utc_now
        self.monotonic = Ticking()
        self.changes = Changes(database.mongo, monotonic=self.monotonic)
        self.sessions: CountedSource[SessionKey, Session | None] = CountedSource(
            SessionFinds(database.mongo, now=utc_now),
            keeping_sessions(self.lifecycle, outage=OUTAGE),
            cap=0.4,
            now=utc_now,
            monotonic=self.monotonic,
        )
        self.recordings: RecordingSource = Source(
            RecordingFinds(database.mongo, now=utc_now, found=self.changes.found),
            keeping_recordings(),
            cap=0.4,
            now=utc_now,
            monotonic=self.monotonic,
        )

    async def close(self) -> None:
        """End what is under way."""
        await self.changes.close()
        await self.sessions.close()
        await self.recordings.close()

    def operation(self) -> Operation:
        """An operation of the creator."""
        return Operation(
            sources=cast("Sources", self),
            viewer=Viewer(CREATOR, "app"),
            language="en",
            request_id="request-1",
            groups={},
        )


def live(
    *, revision: int = 1, ended: float | None = None, id_: str = LIVE, **changes: Any
) -> dict[str, Any]:
    """A LIVE that was heard of just now; ``ended`` says how many seconds ago it ended."""
    started = utc_now() - timedelta(days=30)
    events: list[dict[str, Any]] = [{"revision": 1, "kind": "STARTED", "at": started}]
    if ended is not None:
        at: datetime = utc_now() - timedelta(seconds=ended)
        events.append({"revision": 2, "kind": "ENDED", "at": at, "reason": "HOST_ENDED"})
    document: dict[str, Any] = {
        "_id": id_,
        "creator_id": CREATOR,
        "broadcast_id": id_,
        "time_zone": "America/New_York",
        "display_currency": "USD",
        "title": "Autumn coats",
        "created_at": started,
        "events": events,
        "last_seen_at": utc_now(),
        "revision": revision,
    }
    return {**document, **changes}


def recording(id_: str = "1", **changes: Any) -> dict[str, Any]:
    """A replay that is ready."""
    document: dict[str, Any] = {
        "_id": id_,
        "live_id": LIVE,
        "creator_id": CREATOR,
        "kind": "REPLAY",
        "state": "READY",
        "title": "Replay",
        "revision": 1,
    }
    return {**document, **changes}
