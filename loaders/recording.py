"""Recording: a replay or a highlight of a LIVE, as the recordings service writes it."""

from __future__ import annotations

from datetime import datetime

import msgspec

COLLECTION = "recordings"


class StoredFile(msgspec.Struct, frozen=True):
    """Where the storage of recordings has a file; ``key`` is its name there, and tells nothing."""

    key: str
    media_type: str = "video/mp4"


class Poster(msgspec.Struct, frozen=True):
    """A still picture; ``key`` stays the same as long as the picture does."""

    key: str
    width: int
    height: int


class Segment(msgspec.Struct, frozen=True):
    """A piece of a replay; lengths in seconds, size in bytes. No file: it cannot be played."""

    index: int
    state: str
    starts_at_seconds: int
    duration_seconds: float
    size_bytes: int
    file: StoredFile | None = None


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A replay or a highlight; ``starts_at_seconds`` counts from the start of the LIVE.

    A highlight has one ``file``, a replay one for each of its segments.
    """

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
    file: StoredFile | None = None
    poster: Poster | None = None
    product_id: str | None = None
    product_url: str | None = None
    product_clicks: int = 0
    ready_at: datetime | None = None
    next_check_at: datetime | None = None
    expires_at: datetime | None = None
    revision: int = 0
