"""The group `goals`: what a creator is asked to do within a day, a week, a month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from upstreams.company.sessions import Session
from upstreams.journey.milestones import decimal
from upstreams.service.department import CreatorQuestion, Item
from upstreams.service.times import whole_seconds


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal; `of_one` is what one LIVE adds."""

    code: str
    period: str
    unit: str
    target: float
    of_one: Callable[[Session, float], float]


def _hours(session: Session, at: float) -> float:
    return session.air_seconds(at) / 3600


def _one_if_shoppable(session: Session, at: float) -> float:
    return 1.0 if session.is_shoppable else 0.0


def _dollars(session: Session, at: float) -> float:
    return session.counters(at).gmv_dollars


GOALS: tuple[Goal, ...] = (
    Goal("LIVE_TODAY", "DAY", "HOURS", 1, _hours),
    Goal("SHOPPABLE_LIVES_THIS_WEEK", "WEEK", "COUNT", 3, _one_if_shoppable),
    Goal("LIVE_HOURS_THIS_WEEK", "WEEK", "HOURS", 5, _hours),
    Goal("LIVE_GMV_THIS_MONTH", "MONTH", "USD", 500, _dollars),
)


def goals(question: CreatorQuestion) -> Item:
    """Return every goal with how far the current period has come."""
    at, words = question.at, question.words
    sessions = [session for session in question.ended_sessions() if not session.is_practice]
    items = []
    for goal in GOALS:
        opens, closes = period_bounds(goal.period, at)
        within = [one for one in sessions if opens <= (one.ended_at(at) or 0) < closes]
        current = sum(goal.of_one(one, at) for one in within)
        items.append(
            {
                "code": goal.code,
                **words.both("GOAL_" + goal.code),
                "period": goal.period,
                "unit": goal.unit,
                "current": decimal(current),
                "target": decimal(goal.target),
                "state": "COMPLETED" if current >= goal.target else "IN_PROGRESS",
                "ends_at": whole_seconds(closes),
            }
        )
    return {"items": items}


def period_bounds(period: str, at: float) -> tuple[float, float]:
    """Return (start, end) in unix seconds of the DAY, WEEK or MONTH in UTC that holds `at`."""
    day = datetime.fromtimestamp(at, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if period == "DAY":
        return day.timestamp(), (day + timedelta(days=1)).timestamp()
    if period == "WEEK":
        monday = day - timedelta(days=day.weekday())
        return monday.timestamp(), (monday + timedelta(weeks=1)).timestamp()
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.timestamp(), following.timestamp()
