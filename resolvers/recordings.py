"""Recordings: the replay and the highlights of a LIVE, to inspect, download and share."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import strawberry

from loaders import recording as records
from loaders.names import MONGODB
from loaders.recordings import recordings_by_session
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.panel import Panel, PanelStatus, panel_facts
from resolvers.recording import Recording, RecordingKind, RecordingState, recording

if TYPE_CHECKING:
    from resolvers.end_page import EndPage

_MOST_HIGHLIGHTS = 20
# Recordings are another service's, which hears of an end when we do.
_BEGIN_WITHIN = timedelta(minutes=2)


@strawberry.type(description="The replay and the highlights of a LIVE.")
class Recordings(Panel):
    replay: Recording | None = strawberry.field(
        description="The recording of the whole LIVE. Null: there never was one."
    )
    highlights: list[Recording] = strawberry.field(
        description="Clips, those with most product clicks first; at most twenty.",
        directives=[at_most(20)],
    )


async def resolve_recordings(page: strawberry.Parent[EndPage], info: Info) -> Recordings:
    """The recordings of the page's LIVE, shoppable or not."""
    answer = await info.context.load(recordings_by_session, page.session.key(MONGODB, info.context))
    found = answer.recordings
    replays = [one for one in found if one.kind == RecordingKind.REPLAY.value]
    highlights = [one for one in found if one.kind == RecordingKind.HIGHLIGHT.value]
    highlights.sort(key=lambda one: (-one.product_clicks, one.starts_at_seconds, one.id))
    newest = max(replays, key=lambda one: one.revision, default=None)
    waits = [one.next_check_at for one in found if one.next_check_at is not None]
    if not found:
        waits += _to_begin(page, info)
    return Recordings(
        replay=recording(newest, info.context) if newest else None,
        highlights=[recording(one, info.context) for one in highlights[:_MOST_HIGHLIGHTS]],
        **panel_facts(
            page,
            info,
            "Recordings",
            status=_status(newest, highlights),
            as_of=answer.as_of,
            is_stale=answer.is_stale,
            next_refresh_at=min(waits, default=None),
        ),
    )


def _to_begin(page: EndPage, info: Info) -> list[datetime]:
    """When to look for recordings that are still to begin; nothing, when there never were any."""
    ended_at = page.session.ended_at
    if ended_at is None:
        return []
    begun_by = ended_at + _BEGIN_WITHIN
    if info.context.now_against(begun_by) >= begun_by:
        return []
    return [info.context.now + timedelta(seconds=info.context.sources.lifecycle.poll)]


def _status(replay: records.Recording | None, highlights: list[records.Recording]) -> PanelStatus:
    if replay is None:
        return PanelStatus.READY if highlights else PanelStatus.EMPTY
    if replay.state == RecordingState.PROCESSING.value:
        return PanelStatus.PARTIAL if highlights else PanelStatus.PENDING
    if replay.state == RecordingState.PARTIAL.value:
        return PanelStatus.PARTIAL
    return PanelStatus.READY
