"""Links and recordings: the way into analytics, the replay and the highlights."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import strawberry

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.panel import Info, Live, Panel, facts, ready_facts
from tests.bench.peers.stock.words import (
    URL,
    Long,
    PanelStatus,
    RecordingKind,
    RecordingState,
    global_id,
)


@strawberry.type
class AnalyticsTarget:
    deep_link: URL
    fallback_url: URL
    least_app_version: str
    window_days: int | None


@strawberry.type
class AnalyticsLink(Panel):
    session_details: AnalyticsTarget | None
    overall: AnalyticsTarget | None


@strawberry.type
class Poster:
    cache_key: str
    width: int
    height: int


@strawberry.type
class Recording:
    id: strawberry.ID
    kind: RecordingKind
    state: RecordingState
    reason: str | None
    title: str
    starts_at_seconds: int
    duration_seconds: float
    size_bytes: Long
    poster: Poster | None
    expires_at: datetime | None


@strawberry.type
class Recordings(Panel):
    replay: Recording | None
    highlights: list[Recording]


async def load_analytics_link(live: Live, info: Info) -> AnalyticsLink:
    """The way into the analytics of a LIVE and of all."""
    item = None
    if live.is_shoppable:
        item = await info.context.loaders.shop.load(live.asked("analytics_link"))
    return analytics_link_of(live, item, info.context.now)


def analytics_link_of(live: Live, item: Item | None, now: datetime) -> AnalyticsLink:
    """The same, from what was read; ``item`` is None for a LIVE without products."""
    if item is None:
        said = facts(live, "AnalyticsLink", PanelStatus.NOT_SUPPORTED, now)
        return AnalyticsLink(session_details=None, overall=None, **said)
    told = item.groups.get("analytics_link")
    return AnalyticsLink(
        session_details=_target(told["session"]) if told else None,
        overall=_target(told["overall"]) if told else None,
        **ready_facts(live, "AnalyticsLink", item),
    )


async def load_recordings(live: Live, info: Info) -> Recordings:
    """The replay and at most twenty highlights."""
    found = await info.context.loaders.recordings.load(live.id)
    return recordings_of(live, found, info.context.now)


def recordings_of(live: Live, found: list[dict[str, Any]], now: datetime) -> Recordings:
    """The same, from what was read."""
    replays = [one for one in found if one["kind"] == "REPLAY"]
    highlights = [one for one in found if one["kind"] == "HIGHLIGHT"]
    highlights.sort(key=lambda one: (-one["product_clicks"], one["starts_at_seconds"], one["_id"]))
    newest = max(replays, key=lambda one: one["revision"], default=None)
    waits = [one["next_check_at"] for one in found if one["next_check_at"] is not None]
    status, soon = _status(newest, bool(highlights)), min(waits, default=None)
    return Recordings(
        replay=_recording(newest) if newest else None,
        highlights=[_recording(one) for one in highlights[:20]],
        **facts(live, "Recordings", status, now, soon),
    )


def _status(replay: dict[str, Any] | None, has_highlights: bool) -> PanelStatus:
    if replay is None:
        return PanelStatus.READY if has_highlights else PanelStatus.EMPTY
    if replay["state"] == "PROCESSING":
        return PanelStatus.PARTIAL if has_highlights else PanelStatus.PENDING
    return PanelStatus.PARTIAL if replay["state"] == "PARTIAL" else PanelStatus.READY


def _target(told: dict[str, Any]) -> AnalyticsTarget:
    return AnalyticsTarget(
        deep_link=URL(told["deep_link"]),
        fallback_url=URL(told["fallback_url"]),
        least_app_version=told["least_app_version"],
        window_days=told.get("window_days"),
    )


def _recording(told: dict[str, Any]) -> Recording:
    poster = told["poster"]
    return Recording(
        id=strawberry.ID(global_id("Recording", f"{told['live_id']}/{told['_id']}")),
        kind=RecordingKind(told["kind"]),
        state=RecordingState(told["state"]),
        reason=told["reason"],
        title=told["title"],
        starts_at_seconds=told["starts_at_seconds"],
        duration_seconds=told["duration_seconds"],
        size_bytes=Long(told["size_bytes"]),
        poster=_poster(poster) if poster else None,
        expires_at=told["expires_at"],
    )


def _poster(told: dict[str, Any]) -> Poster:
    return Poster(cache_key=told["key"], width=told["width"], height=told["height"])
