"""The group `traffic`: how many saw the LIVE, came in, and stayed."""

from __future__ import annotations

from typing import Any

from upstreams.company.counters import Counters
from upstreams.company.sessions import Session
from upstreams.company.settlement import PROVISIONAL_SECONDS, finality
from upstreams.service.department import Item, SessionQuestion
from upstreams.service.times import percent, string_seconds

_SOURCES: tuple[tuple[str, float], ...] = (
    ("FOR_YOU", 58),
    ("FOLLOWING", 16),
    ("PROFILE", 7),
    ("SHOP_TAB", 6),
    ("SEARCH", 4),
    ("SHARE", 3),
    ("PAID", 4),
    ("OTHER", 2),
)


def traffic(question: SessionQuestion) -> Item:
    """Return impressions, views, concurrency and watch time; each denominator is in its name."""
    session, at = question.session, question.at
    counters = session.counters(at)
    watched = counters.views * counters.watch_seconds
    return {
        **traffic_header(session, at),
        "impressions": counters.impressions,
        "views": counters.views,
        "viewers": counters.viewers,
        "acu": counters.acu,
        "pcu": counters.pcu,
        "avg_viewing_duration": str(round(counters.watch_seconds if counters.views else 0)),
        "avg_viewing_duration_per_viewer": str(
            round(watched / counters.viewers) if counters.viewers else 0
        ),
        "enter_room_rate": percent(
            counters.views / counters.impressions if counters.impressions else 0.0
        ),
        "sources": _sources(session, counters),
    }


def traffic_header(session: Session, at: float) -> dict[str, Any]:
    """Return finality of what people did: it is final two days after the end, without settling."""
    ended = session.ended_at(at)
    return {
        "finality": finality(session, at, settles=False),
        "final_at": None if ended is None else string_seconds(ended + PROVISIONAL_SECONDS),
    }


def _sources(session: Session, counters: Counters) -> list[dict[str, Any]]:
    """Return traffic by source; impressions and views of all sources add up to the LIVE's."""
    weights = [
        (source, weight * session.dice.between(f"source {source}", 0.4, 1.6))
        for source, weight in _SOURCES
    ]
    whole = sum(weight for _, weight in weights)
    entries: list[dict[str, Any]] = [
        {
            "source": source,
            "impressions": int(counters.impressions * weight / whole),
            "views": int(counters.views * weight / whole),
        }
        for source, weight in weights
    ]
    first = entries[0]
    first["impressions"] += counters.impressions - sum(entry["impressions"] for entry in entries)
    first["views"] += counters.views - sum(entry["views"] for entry in entries)
    return entries
