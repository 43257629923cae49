"""Recording links: the mutation by which a creator gets links to watch and to keep a recording.

They are made when they are asked for, and stand in no page: a page may be kept, a link runs out.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import strawberry

from loaders import recording as records
from loaders.file_facts import facts_by_file
from loaders.playable import Piece, pieces_of
from resolvers.context import Info
from resolvers.cost import Cost, at_most
from resolvers.file_name import file_name
from resolvers.own_recording import own_playable
from resolvers.recording import Recording, recording
from resolvers.scalars import URL, Long
from resolvers.user_error import UserError


@strawberry.type(description="A link to watch one piece of a recording.")
class PlaybackLink:
    segment_index: int | None = strawberry.field(
        description="Which segment of a replay it is. Null: it is a highlight, which has none."
    )
    starts_at_seconds: int = strawberry.field(description="Where it begins in the LIVE.")
    duration_seconds: float = strawberry.field(description="Its length.")
    media_type: str = strawberry.field(description="Its media type, such as video/mp4.")
    url: URL = strawberry.field(
        description="Where it is, for GET and HEAD, with ranges. It needs no header of ours."
    )
    expires_at: datetime = strawberry.field(description="Until when the link is good.")


@strawberry.type(description="A link to keep one piece of a recording as a file.")
class DownloadLink:
    segment_index: int | None = strawberry.field(
        description="Which segment of a replay it is. Null: it is a highlight, which has none."
    )
    file_name: str = strawberry.field(description="What the file is called.")
    media_type: str = strawberry.field(description="Its media type, such as video/mp4.")
    size_bytes: Long = strawberry.field(description="Its exact size.")
    etag: str = strawberry.field(
        description="What names its content, as the header ETag does: a download that was cut goes "
        "on with it in If-Range."
    )
    url: URL = strawberry.field(
        description="Where it is, for GET and HEAD, with ranges. It needs no header of ours."
    )
    expires_at: datetime = strawberry.field(
        description="Until when the link is good: long enough for a download in the background."
    )


@strawberry.type(description="Links to the pieces of a recording that can be played now.")
class RecordingLinks:
    record: strawberry.Private[records.Recording]

    @strawberry.field(
        description="A link to watch each piece, in order, one a segment; a partial replay has "
        "those that there are.",
        directives=[at_most(24)],
    )
    def playback(self, info: Info) -> list[PlaybackLink]:
        return [self._playback(piece, info) for piece in pieces_of(self.record)]

    @strawberry.field(
        description="A link to keep each piece, in order, one a segment; a partial replay has "
        "those that there are.",
        directives=[Cost(weight="240"), at_most(24)],
    )
    async def downloads(self, info: Info) -> list[DownloadLink]:
        pieces = list(pieces_of(self.record))
        links = await asyncio.gather(*(self._download(piece, info) for piece in pieces))
        return [link for link in links if link is not None]

    def _playback(self, piece: Piece, info: Info) -> PlaybackLink:
        seconds = info.context.sources.settings.playback_link_seconds + piece.duration_seconds
        expires_at = self._expiry(seconds, info)
        return PlaybackLink(
            segment_index=piece.index,
            starts_at_seconds=piece.starts_at_seconds,
            duration_seconds=piece.duration_seconds,
            media_type=piece.file.media_type,
            url=URL(info.context.sources.storage.link(piece, expires_at=expires_at)),
            expires_at=expires_at,
        )

    async def _download(self, piece: Piece, info: Info) -> DownloadLink | None:
        """None: its file has gone meanwhile."""
        facts = await info.context.load(facts_by_file, piece.file)
        if facts is None:
            return None
        name = file_name(self.record.title, piece)
        expires_at = self._expiry(info.context.sources.settings.download_link_seconds, info)
        link = info.context.sources.storage.link(piece, expires_at=expires_at, file_name=name)
        return DownloadLink(
            segment_index=piece.index,
            file_name=name,
            media_type=facts.media_type,
            size_bytes=Long(facts.size_bytes),
            etag=facts.etag,
            url=URL(link),
            expires_at=expires_at,
        )

    def _expiry(self, seconds: float, info: Info) -> datetime:
        """Whole seconds from now, and not beyond the recording's own end."""
        wanted = (info.context.now + timedelta(seconds=seconds)).replace(microsecond=0)
        return wanted if self.record.expires_at is None else min(wanted, self.record.expires_at)


@strawberry.input(description="Which recording to make links to.")
class CreateRecordingLinksInput:
    id: strawberry.ID = strawberry.field(description="The opaque id of the recording.")


@strawberry.type(description="Links to a recording, or why there are none.")
class CreateRecordingLinksPayload:
    recording: Recording | None = strawberry.field(
        description="The recording as it is now. Null: there is none for this creator."
    )
    links: RecordingLinks | None = strawberry.field(
        description="The links. Null: it cannot be played; userErrors says why."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why there are no links; at most one.",
        directives=[at_most(1)],
    )


async def create_recording_links(
    info: Info, wanted: CreateRecordingLinksInput
) -> CreateRecordingLinksPayload:
    """Links to the viewer's own recording, as it is at this moment. Raises KnownError."""
    found, errors = await own_playable(wanted.id, info)
    return CreateRecordingLinksPayload(
        recording=recording(found, info.context) if found else None,
        links=RecordingLinks(record=found) if found and not errors else None,
        user_errors=errors,
    )
