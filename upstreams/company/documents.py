"""Documents of `live_sessions`, as the LIVE service writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bson.int64 import Int64

from upstreams.company.sessions import Session
from upstreams.company.ticks import tick_document

# The last tick of an ended LIVE was written this long before its end.
_TICK_BEFORE_END = 4


def session_document(session: Session, *, heard_until: float | None = None) -> dict[str, Any]:
    """Return the document of a session; `heard_until` is the last heartbeat of one that runs."""
    heard = heard_until
    if heard is None and session.started_at is not None:
        heard = max(session.started_at, session.last_heard.at - _TICK_BEFORE_END)
    return {
        "_id": session.id,
        "creator_id": session.creator.id,
        "broadcast_id": session.broadcast_id,
        "continuation_of": session.continuation_of,
        "continued_by": session.continued_by,
        "account_type": session.creator.account_type,
        "market": session.creator.market.code,
        "time_zone": session.creator.market.time_zone,
        "display_currency": session.display_currency,
        "title": session.title,
        "is_practice": session.is_practice,
        "products_added": session.products_added,
        "created_at": moment(session.created_at),
        "events": [
            event_document(event.kind, event.at, event.reason, event.revision)
            for event in session.events
        ],
        "last_seen_at": None if heard is None else moment(heard),
        "last_tick": None if heard is None else tick_document(session, heard),
        "revision": Int64(session.last_heard.revision + (1 if heard_until is not None else 0)),
    }


def event_document(kind: str, at: float, reason: str | None, revision: int) -> dict[str, Any]:
    """Return one entry of `events`."""
    return {"revision": revision, "at": moment(at), "kind": kind, "reason": reason}


def moment(unix: float) -> datetime:
    """Return a unix time as the date that MongoDB keeps: UTC, whole milliseconds."""
    return datetime.fromtimestamp(round(unix, 3), UTC)
