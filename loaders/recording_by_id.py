"""Recording by id: single recordings, as true as can be: who has deleted one means it.

Beside the recordings of LIVEs (loaders/recording_finds.py), which a page may show for a while.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from loaders.errors import KnownError
from loaders.freshness import NOTHING, Freshness
from loaders.mongo import Mongo, read_document
from loaders.names import MONGODB
from loaders.recording import COLLECTION, Recording
from loaders.source import Keeping, Source

RecordingById = Source[str, Recording | None]
# What has been deleted meanwhile must not be shown for long, even while nobody can say so.
_FOUND = Freshness(fresh=1.0, stale=0.0, on_error=10.0)


class RecordingByIdFinds:
    """The recordings collection, as a source calls it. None: there is no such recording."""

    name = MONGODB

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def read(
        self, keys: Sequence[str], *, time_left: float, request_id: str
    ) -> Mapping[str, Recording | KnownError | None]:
        """The recording of each id. Raises SourceUnavailable."""
        del time_left, request_id
        documents = await self._mongo.find(COLLECTION, {"_id": {"$in": list(keys)}})
        found = {document["_id"]: read_document(document, Recording) for document in documents}
        return {key: found.get(key) for key in keys}


def keeping_recordings_by_id() -> Keeping[str, Recording | None]:
    """How they are kept: for a second, and for ten while the database is away."""
    return Keeping(
        freshness=_freshness,
        size=lambda recording: 0 if recording is None else 1_000 + 300 * len(recording.segments),
        as_stale=lambda recording: recording,
    )


def _freshness(key: str, recording: Recording | None, now: datetime) -> Freshness:
    del key, now
    return NOTHING if recording is None else _FOUND
