"""The group `weekly`: the part that is added each Monday for the week before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from upstreams.company.sessions import Session
from upstreams.company.strata import MINUTE
from upstreams.rewards.diamonds import diamonds
from upstreams.service.department import CreatorQuestion, Item
from upstreams.service.times import string_seconds

_WEEKS = 8
_LONG_ENOUGH = 25 * MINUTE


def weekly(question: CreatorQuestion) -> Item:
    """Return the last eight weeks, oldest first; a week runs from Monday 00:00 UTC."""
    sessions = question.ended_sessions()
    this_week = week_start(question.at)
    starts = [this_week - timedelta(weeks=back) for back in range(_WEEKS - 1, -1, -1)]
    return {"weeks": [_week(start, sessions, question.at) for start in starts]}


def week_start(unix: float) -> datetime:
    """Return the Monday 00:00 UTC at or before a unix time."""
    day = datetime.fromtimestamp(unix, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _week(start: datetime, sessions: list[Session], at: float) -> dict[str, Any]:
    opens, closes = start.timestamp(), (start + timedelta(weeks=1)).timestamp()
    within = [one for one in sessions if opens <= (one.ended_at(at) or 0) < closes]
    received = sum(diamonds(one, at) for one in within)
    rate = _rate(sum(1 for one in within if one.air_seconds(at) >= _LONG_ENOUGH))
    return {
        "week_starts_at": string_seconds(opens),
        "week_ends_at": string_seconds(closes),
        "rate": f"{rate}%",
        "diamonds": str(received * rate // 100),
        "state": "ADDED" if at >= closes else "PENDING",
        "added_at": string_seconds(closes),
    }


def _rate(long_lives: int) -> int:
    """Return the weekly percentage: 6 for one LIVE over 25 minutes, 8 for more."""
    if long_lives == 0:
        return 0
    return 6 if long_lives == 1 else 8
