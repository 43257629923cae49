"""Share: a page for everybody with one recording on it, as its creator sees it."""

from __future__ import annotations

from datetime import datetime

import strawberry

from loaders import share as records
from loaders.errors import NotFound
from loaders.recording import Recording as RecordingRecord
from loaders.share import ShareState, share_state
from resolvers.context import Info
from resolvers.cost import READ
from resolvers.enums import describe
from resolvers.global_id import global_id
from resolvers.node import Node
from resolvers.own_recording import own_recording
from resolvers.recording import Recording, recording
from resolvers.scalars import URL, Long

describe(
    ShareState,
    "Whether a share is open.",
    ACTIVE="Everybody who has its address can see it.",
    REVOKED="Its creator has ended it.",
    EXPIRED="It was open as long as shares are.",
    RECORDING_GONE="Its recording is no longer there.",
    RECORDING_RESTRICTED="Its recording is not shown, because of a violation or muted sound.",
)


@strawberry.type(
    description="A page for everybody with one recording on it, which needs no token and no APP."
)
class Share(Node):
    url: URL = strawberry.field(description="The address of its page; nobody can guess it.")
    is_indexable: bool = strawberry.field(
        description="Whether search engines may list it; they are asked not to otherwise."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime = strawberry.field(description="Until when it is open.")
    revoked_at: datetime | None = strawberry.field(
        description="When its creator ended it. Null: they did not."
    )
    visits: Long = strawberry.field(
        description="How often its page was opened; it is not known by whom."
    )
    record: strawberry.Private[records.Share]

    @strawberry.field(
        description="Whether it is open, by itself and by its recording.",
        directives=[READ],
    )
    async def state(self, info: Info) -> ShareState:
        return share_state(self.record, await self._recording(info), info.context.now)

    @strawberry.field(
        description="What is shared. Null: it is no longer there, or not loaded.",
        directives=[READ],
    )
    async def recording(self, info: Info) -> Recording | None:
        found = await self._recording(info)
        return None if found is None else recording(found, info.context)

    async def _recording(self, info: Info) -> RecordingRecord | None:
        """The recording of the share's own creator; read once for all fields, and all shares."""
        try:
            return await own_recording(f"{self.record.live_id}/{self.record.recording_id}", info)
        except NotFound:
            return None


def share(record: records.Share, info: Info) -> Share:
    """The share as its creator sees it."""
    return Share(
        id=strawberry.ID(global_id("Share", record.token)),
        url=URL(f"{info.context.sources.settings.public_url}/s/{record.token}"),
        is_indexable=record.is_indexable,
        created_at=record.created_at,
        expires_at=record.expires_at,
        revoked_at=record.revoked_at,
        visits=Long(record.visits),
        record=record,
    )


async def own_share(token: str, info: Info) -> records.Share:
    """The viewer's share with this token.

    Raises NotFound for one that is unknown and for somebody else's alike; KnownError when it cannot
    be read.
    """
    found = await info.context.sources.shares.by_token(info.context, token)
    if found is None or found.creator_id != info.context.viewer.creator_id:
        raise NotFound("There is no such object for this creator.")
    return found
