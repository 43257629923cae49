"""Field groups as the journey service sends them: its times are whole seconds, not digits."""

from __future__ import annotations

from typing import Any

from tests.fakes.times import ENDED_AT

LATER = int(ENDED_AT.timestamp()) + 86_400


def milestone(code: str, current: str, target: str, **changes: Any) -> dict[str, Any]:
    """A milestone in progress."""
    item = {
        "code": code,
        "tier": "10",
        "title": "Ten hours",
        "body": "Ten hours on air.",
        "unit": "HOURS",
        "current": current,
        "target": target,
        "state": "IN_PROGRESS",
        "deadline_at": LATER,
    }
    return {**item, **changes}


def goal(code: str, current: str, target: str, **changes: Any) -> dict[str, Any]:
    """A goal of this week."""
    item = {
        "code": code,
        "title": "Three days",
        "body": "LIVE on three days.",
        "period": "WEEK",
        "unit": "DAYS",
        "current": current,
        "target": target,
        "state": "IN_PROGRESS",
        "ends_at": LATER,
    }
    return {**item, **changes}


def opportunity(id_: str, **changes: Any) -> dict[str, Any]:
    """A campaign to join."""
    item = {
        "opportunity_id": id_,
        "code": "WINTER_SALE",
        "type": "CAMPAIGN",
        "title": "Winter sale",
        "body": "Join the winter sale.",
        "reason_code": "CATEGORY_FITS",
        "reason": "You sell coats.",
        "deep_link": "app://campaign/1",
        "expires_at": None,
    }
    return {**item, **changes}


def groups() -> dict[str, Any]:
    """Every group that journey has."""
    return {
        "progress": {
            "milestones": [{"code": "CUMULATIVE_LIVE_HOURS", "tier": "10", "added": "1"}],
            "goals": [{"code": "LIVE_DAYS", "added": "0.5"}],
            "league_change": 1,
        },
        "level": {
            "level": "L4",
            "season_ends_at": LATER,
            "league": "C3",
            "league_next_review_at": LATER,
        },
        "milestones": {"items": [milestone("CUMULATIVE_LIVE_HOURS", "7.5", "10")]},
        "goals": {"items": [goal("LIVE_DAYS", "3", "3")]},
        "opportunities": {"items": [opportunity("o1")]},
    }
