"""The group `benchmarks`: this LIVE against peers and against the creator's own."""

from __future__ import annotations

from typing import Any

from upstreams.company import stages
from upstreams.company.figures import COMPARABLE, figures
from upstreams.company.sessions import Session
from upstreams.company.strata import DAY
from upstreams.company.words import Words
from upstreams.company.world import World
from upstreams.service.department import Item, SessionQuestion
from upstreams.service.times import string_seconds
from upstreams.shop_analytics.cohorts import cohort_document, cohort_of, peers

_POINTS = 10
_WINDOW_SECONDS = 28 * DAY
_TIPS = (
    ("GO_LIVE_LONGER", "PERFORMANCE"),
    ("SET_A_SCHEDULE", "PERFORMANCE"),
    ("GREET_VIEWERS", "ENGAGEMENT"),
    ("ASK_A_QUESTION", "ENGAGEMENT"),
    ("PIN_A_HERO_PRODUCT", "CONVERSION"),
    ("SAY_THE_OFFER", "CONVERSION"),
)


def benchmarks(question: SessionQuestion) -> Item:
    """Return comparisons frozen as of this LIVE; a NEW creator gets tips instead of peers."""
    session, creator = question.session, question.session.creator
    ended = session.ended_at(question.at)
    frozen_at = ended if ended is not None else question.at
    is_new = creator.stage is stages.NEW
    cohort = None if is_new else cohort_of(session, session.air_seconds(question.at))
    return {
        "frozen_at": string_seconds(frozen_at),
        "stage": creator.stage.name,
        "level": creator.level_name,
        "cohort": None if cohort is None else cohort_document(session, cohort, question.words),
        "peers": [] if cohort is None else peers(session, cohort),
        "own": _own(question.world, session, frozen_at),
        "tips": _tips(session, question.words) if is_new else [],
    }


def earlier_sessions(world: World, session: Session, before: float) -> list[Session]:
    """Return the creator's ended shoppable LIVEs of the 28 days before, oldest first."""
    earlier = [
        other
        for other in world.history(session.creator)
        if other.id != session.id
        and other.is_shoppable
        and not other.is_practice
        and before - _WINDOW_SECONDS <= (other.ended_at(before) or 0) < before
    ]
    return sorted(earlier, key=lambda other: other.ended_at(before) or 0)


def _own(world: World, session: Session, frozen_at: float) -> list[dict[str, Any]]:
    """Return the creator's own average of 28 days and the last LIVEs as points, oldest first."""
    earlier = earlier_sessions(world, session, frozen_at)
    rows = [(other, figures(other, frozen_at)) for other in earlier]
    told = []
    for metric, _ in COMPARABLE:
        points = [(other, row[metric]) for other, row in rows]
        known = [(other, value) for other, value in points if value is not None]
        if not known:
            continue
        told.append(
            {
                "metric": metric,
                "window": "OWN_28D",
                "average": f"{sum(value for _, value in known) / len(known):.6g}",
                "points": [
                    {
                        "live_id": other.id,
                        "ended_at": string_seconds(other.ended_at(frozen_at) or 0),
                        "value": f"{value:.6g}",
                    }
                    for other, value in known[-_POINTS:]
                ],
            }
        )
    return told


def _tips(session: Session, words: Words) -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "topic": topic,
            **words.both("TIP_" + code),
            "deep_link": f"shoplive://learn/{code.lower().replace('_', '-')}",
        }
        for code, topic in _TIPS
    ]
