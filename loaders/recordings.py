"""Recordings: the replay and the highlights of a LIVE, as the recordings service writes them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from loaders.errors import KnownError
from loaders.mongo import read_document
from loaders.operation import Operation

COLLECTION = "recordings"
SessionOfCreator = tuple[str, str]


class Poster(msgspec.Struct, frozen=True):
    """A still picture; ``key`` stays the same as long as the picture does."""

    key: str
    width: int
    height: int


class Segment(msgspec.Struct, frozen=True):
    """A piece of a replay; lengths in seconds, size in bytes."""

    index: int
    state: str
    starts_at_seconds: int
    duration_seconds: float
    size_bytes: int


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A replay or a highlight; ``starts_at_seconds`` counts from the start of the LIVE."""

    id: str = msgspec.field(name="_id")
    live_id: str
    creator_id: str
    kind: str
    state: str
    reason: str | None = None
    title: str
    starts_at_seconds: int = 0
    duration_seconds: float = 0.0
    size_bytes: int = 0
    segments: list[Segment] = []
    poster: Poster | None = None
    product_id: str | None = None
    product_clicks: int = 0
    ready_at: datetime | None = None
    next_check_at: datetime | None = None
    expires_at: datetime | None = None
    revision: int = 0


async def recordings_by_session(
    operation: Operation, keys: list[SessionOfCreator]
) -> list[list[Recording] | Exception]:
    """The recordings of each (session, its creator), in no order.

    A document that does not fit its contract fails its LIVE's panel alone.
    """
    documents = await operation.sources.mongo.find(
        operation,
        COLLECTION,
        {"live_id": {"$in": [session_id for session_id, _ in keys]}},
        keys=len(keys),
    )
    found: dict[SessionOfCreator, list[Recording] | Exception] = {key: [] for key in keys}
    for document in documents:
        key = (str(document.get("live_id")), str(document.get("creator_id")))
        so_far = found.get(key)
        if not isinstance(so_far, list):
            continue
        recording = read_document(document, Recording)
        if isinstance(recording, KnownError):
            found[key] = recording
        else:
            so_far.append(recording)
    return [found[key] for key in keys]
