"""Documents of `recordings`, as the recordings service writes them: a replay and its highlights.

Times and lengths are those of the LIVE. Files are stand-ins, some seconds each, and sizes are
theirs: what a document says of a file's size is true of the file.
"""

from __future__ import annotations

from typing import Any

from bson.int64 import Int64

from upstreams.company.dice import poisson_quantile
from upstreams.company.documents import moment
from upstreams.company.identifiers import recording_id
from upstreams.company.products import product_id, product_page
from upstreams.company.sessions import Session
from upstreams.company.strata import DAY, MINUTE
from upstreams.media.stand_in import (
    MEDIA_TYPE,
    POSTER_HEIGHT,
    POSTER_WIDTH,
    StandIn,
    highlight_stand_in,
    segment_stand_in,
)

MOST_HIGHLIGHTS = 20
# Highlights are cut only from a LIVE that enough people saw.
LEAST_VIEWS_FOR_HIGHLIGHTS = 300
# Seconds for which what has expired is told of.
KEPT_AFTER_EXPIRY = 30 * DAY
# A state and the reason that usually goes with it.
REASONS = {
    "PARTIAL": "SEGMENTS_MISSING",
    "FAILED": "ABRUPT_END",
    "DELETED": "DELETED_BY_CREATOR",
    "EXPIRED": "RETENTION_OVER",
    "RESTRICTED": "VIOLATION",
    "NOT_SAVED": "SAVING_OFF",
}
# What can be watched, all of it or some.
WATCHED = frozenset({"READY", "PARTIAL"})
_SEGMENT_SECONDS = 1800
_SHORTEST_SECONDS = 120
_PROCESSING_SECONDS = 5 * MINUTE
# A restricted recording keeps its files: it may be shown again when the matter is settled.
_WITH_FILES = WATCHED | {"RESTRICTED"}
# The shop takes a product off its shelf now and then: its highlight has no page to lead to.
_WITHOUT_PAGE = 5


def recordings_of(session: Session, now: float) -> list[dict[str, Any]]:
    """Return the replay and the highlights of an ended session as they stand at `now`."""
    ended = session.ended_at(now)
    if ended is None or session.is_practice:
        return []
    state, reason = replay_state(session, now)
    if ended + session.creator.market.replay_days * DAY + KEPT_AFTER_EXPIRY <= now:
        return []
    replay = replay_document(session, state=state, reason=reason, ended=ended)
    if state not in WATCHED | {"PROCESSING"}:
        return [replay]
    count = highlight_count(session)
    highlights = [highlight_document(session, n, ended=ended) for n in range(1, count + 1)]
    if state == "PROCESSING":
        # Clips are short, and done one after the other before the replay is.
        highlights = [one for one in highlights if one["ready_at"] <= moment(now)]
    return [replay, *highlights]


def replay_state(session: Session, now: float) -> tuple[str, str | None]:
    """Return the state of a session's replay and the reason that goes with it."""
    ended = session.ended_at(now) or now
    if session.stratum is not None and session.stratum.replay is not None:
        return session.stratum.replay, REASONS.get(session.stratum.replay)
    if session.closing is not None and session.closing.kind == "SUSPENDED":
        return "RESTRICTED", REASONS["RESTRICTED"]
    if session.air_seconds(now) < _SHORTEST_SECONDS:
        return "NOT_SAVED", "TOO_SHORT"
    if now - ended > session.creator.market.replay_days * DAY:
        return "EXPIRED", REASONS["EXPIRED"]
    if session.creator.stratum is not None and session.number in (0, session.creator.sessions):
        # A forced creator's own session, and whatever is simulated for them, is kept for certain.
        return "READY", None
    state = session.dice.weighted(
        "replay",
        [("READY", 0.89), ("PARTIAL", 0.03), ("FAILED", 0.02), ("DELETED", 0.02),
         ("NOT_SAVED", 0.04)],
    )  # fmt: skip
    return state, REASONS.get(state)


def highlight_count(session: Session) -> int:
    """Return how many highlights a session has: up to 20, none below 300 views."""
    if session.stratum is not None and session.stratum.highlights is not None:
        return session.stratum.highlights
    views = session.final_counters.views
    if views < LEAST_VIEWS_FOR_HIGHLIGHTS or not session.is_shoppable:
        return 0
    mean = 1 + min(views / 500, 12.0)
    return min(MOST_HIGHLIGHTS, poisson_quantile(session.dice.uniform("highlights"), mean))


def replay_document(
    session: Session,
    *,
    state: str,
    reason: str | None,
    ended: float,
    next_check: float | None = None,
) -> dict[str, Any]:
    """Return the replay's document; `next_check` is when a processing one is looked at again."""
    identifier = recording_id(session.id, 0)
    duration = round(float(session.final_counters.air_seconds), 1)
    # What has expired is told of for a while, after its files are gone.
    is_told_of = state in _WITH_FILES or state == "EXPIRED"
    segments = _segments(identifier, duration, state) if is_told_of else []
    if state == "PROCESSING" and next_check is None:
        next_check = ended + _PROCESSING_SECONDS
    expires = ended + session.creator.market.replay_days * DAY
    return {
        "_id": identifier,
        "live_id": session.id,
        "creator_id": session.creator.id,
        "kind": "REPLAY",
        "state": state,
        "reason": reason,
        "title": session.title,
        "starts_at_seconds": 0,
        "duration_seconds": duration if is_told_of else 0.0,
        "size_bytes": Int64(sum(segment["size_bytes"] for segment in segments)),
        "segments": segments,
        "file": None,
        "poster": _poster(segment_stand_in(identifier, 0)) if is_told_of else None,
        "product_id": None,
        "product_url": None,
        "product_clicks": 0,
        "ready_at": moment(ended + _PROCESSING_SECONDS) if is_told_of else None,
        "next_check_at": moment(next_check) if state == "PROCESSING" and next_check else None,
        "expires_at": moment(expires) if is_told_of else None,
        "purge_at": moment(expires + KEPT_AFTER_EXPIRY),
        "revision": Int64(1 if state == "PROCESSING" else 2),
    }


def highlight_document(session: Session, position: int, *, ended: float) -> dict[str, Any]:
    """Return highlight `position` (1 is the one with most product clicks)."""
    dice = session.dice
    air = session.final_counters.air_seconds
    seconds = min(round(dice.between(f"clip {position}", 15, 90), 1), air)
    expires = ended + session.creator.market.replay_days * DAY
    identifier = recording_id(session.id, position)
    stand_in = highlight_stand_in(identifier)
    product = product_id(session, (position - 1) % max(1, session.products_added))
    return {
        "_id": identifier,
        "live_id": session.id,
        "creator_id": session.creator.id,
        "kind": "HIGHLIGHT",
        "state": "READY",
        "reason": None,
        "title": f"{session.title} #{position}",
        "starts_at_seconds": int(dice.uniform(f"clip start {position}") * max(0.0, air - seconds)),
        "duration_seconds": float(seconds),
        "size_bytes": Int64(stand_in.size_bytes),
        "segments": [],
        "file": _file(stand_in),
        "poster": _poster(stand_in),
        "product_id": product,
        "product_url": None if position % _WITHOUT_PAGE == 0 else product_page(product),
        "product_clicks": session.final_counters.product_clicks // (4 * position),
        "ready_at": moment(ended + 30 * position),
        "next_check_at": None,
        "expires_at": moment(expires),
        "purge_at": moment(expires + KEPT_AFTER_EXPIRY),
        "revision": Int64(1),
    }


def _segments(identifier: str, duration: float, state: str) -> list[dict[str, Any]]:
    segments = []
    for index, start in enumerate(range(0, max(1, int(duration)), _SEGMENT_SECONDS)):
        seconds = round(min(float(_SEGMENT_SECONDS), duration - start), 1)
        # A partial replay lacks its second segment, or its only one's end.
        is_lost = state == "PARTIAL" and index == 1
        has_file = state in _WITH_FILES and not is_lost
        stand_in = segment_stand_in(identifier, index)
        segments.append(
            {
                "index": index,
                "state": "FAILED" if is_lost else "READY",
                "starts_at_seconds": start,
                "duration_seconds": 0.0 if is_lost else seconds,
                "size_bytes": Int64(stand_in.size_bytes if has_file else 0),
                "file": _file(stand_in) if has_file else None,
            }
        )
    return segments


def _file(stand_in: StandIn) -> dict[str, Any]:
    return {"key": stand_in.file_key, "media_type": MEDIA_TYPE}


def _poster(stand_in: StandIn) -> dict[str, Any]:
    return {"key": stand_in.poster_key, "width": POSTER_WIDTH, "height": POSTER_HEIGHT}
