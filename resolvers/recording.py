"""Recording: the replay of a LIVE, or a highlight of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

import strawberry

from loaders import recording as records
from loaders.operation import Operation
from loaders.playable import shown_state
from resolvers.cost import at_most
from resolvers.enums import describe, read_word
from resolvers.global_id import global_id
from resolvers.node import Node
from resolvers.scalars import URL, Long


class RecordingKind(Enum):
    """What a recording is of."""

    REPLAY = "REPLAY"
    HIGHLIGHT = "HIGHLIGHT"
    UNKNOWN = "UNKNOWN"


describe(
    RecordingKind,
    "What a recording is of.",
    REPLAY="The whole LIVE.",
    HIGHLIGHT="A clip of it, mostly a product being explained.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


class RecordingState(Enum):
    """Whether a recording can be played."""

    PROCESSING = "PROCESSING"
    READY = "READY"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"
    DELETED = "DELETED"
    EXPIRED = "EXPIRED"
    RESTRICTED = "RESTRICTED"
    NOT_SAVED = "NOT_SAVED"
    UNKNOWN = "UNKNOWN"


describe(
    RecordingState,
    "Whether a recording can be played.",
    PROCESSING="It is being made; nextRefreshAt of the panel says when to ask again.",
    READY="It can be played.",
    PARTIAL="Some of its segments are missing; the others can be played.",
    FAILED="It could not be made; the reason is told.",
    DELETED="The creator deleted it.",
    EXPIRED="It was kept as long as it is kept.",
    RESTRICTED="It is not shown, because of a violation or muted sound.",
    NOT_SAVED="It was never saved; the reason is told.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="A still picture of a recording.")
class Poster:
    cache_key: str = strawberry.field(description="Stays the same as long as the picture does.")
    url: URL = strawberry.field(
        description="Where it is, for everybody; the same for as long as the picture is."
    )
    width: int = strawberry.field(description="Its width in pixels.")
    height: int = strawberry.field(description="Its height in pixels.")


@strawberry.type(description="A piece of a replay.")
class RecordingSegment:
    index: int = strawberry.field(description="Its place among the segments, from 0.")
    state: RecordingState = strawberry.field(description="Whether it can be played.")
    starts_at_seconds: int = strawberry.field(description="Where it begins in the LIVE.")
    duration_seconds: float = strawberry.field(description="Its length.")
    size_bytes: Long = strawberry.field(description="Its size.")


@strawberry.type(description="The replay of a LIVE, or a highlight of it.")
class Recording(Node):
    recording_id: strawberry.ID = strawberry.field(description="The platform's own id.")
    kind: RecordingKind = strawberry.field(description="What it is of.")
    state: RecordingState = strawberry.field(description="Whether it can be played.")
    reason: str | None = strawberry.field(
        description="The code of why it is in this state. Null: there is nothing to explain."
    )
    title: str = strawberry.field(description="Its title.")
    starts_at_seconds: int = strawberry.field(description="Where it begins in the LIVE.")
    duration_seconds: float = strawberry.field(description="Its length.")
    size_bytes: Long = strawberry.field(description="Its size.")
    poster: Poster | None = strawberry.field(description="A still picture. Null: there is none.")
    segments: list[RecordingSegment] = strawberry.field(
        description="The pieces of a replay, in order; a highlight has none.",
        directives=[at_most(24)],
    )
    product_id: strawberry.ID | None = strawberry.field(
        description="The product that is explained. Null: none."
    )
    product_clicks: Long = strawberry.field(description="Clicks on that product during the clip.")
    ready_at: datetime | None = strawberry.field(
        description="Since when it can be played. Null: it cannot yet."
    )
    expires_at: datetime | None = strawberry.field(
        description="Until when it is kept. Null: that is not limited."
    )


def recording(record: records.Recording, operation: Operation) -> Recording:
    """The recording as it is shown now: what has expired cannot be played any more."""
    now = operation.now_against(record.expires_at)
    return Recording(
        id=strawberry.ID(global_id("Recording", f"{record.live_id}/{record.id}")),
        recording_id=strawberry.ID(record.id),
        kind=read_word(RecordingKind, record.kind),
        state=read_word(RecordingState, shown_state(record, now)),
        reason=record.reason,
        title=record.title,
        starts_at_seconds=record.starts_at_seconds,
        duration_seconds=record.duration_seconds,
        size_bytes=Long(record.size_bytes),
        poster=_poster(record.poster, operation) if record.poster else None,
        segments=[_segment(segment) for segment in record.segments],
        product_id=strawberry.ID(record.product_id) if record.product_id else None,
        product_clicks=Long(record.product_clicks),
        ready_at=record.ready_at,
        expires_at=record.expires_at,
    )


def _poster(poster: records.Poster, operation: Operation) -> Poster:
    return Poster(
        cache_key=poster.key,
        url=URL(operation.sources.storage.poster_url(poster)),
        width=poster.width,
        height=poster.height,
    )


def _segment(segment: records.Segment) -> RecordingSegment:
    return RecordingSegment(
        index=segment.index,
        state=read_word(RecordingState, segment.state),
        starts_at_seconds=segment.starts_at_seconds,
        duration_seconds=segment.duration_seconds,
        size_bytes=Long(segment.size_bytes),
    )
