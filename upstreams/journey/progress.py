"""The group `progress`: what one LIVE added to milestones and goals."""

from __future__ import annotations

from upstreams.company.dice import Dice
from upstreams.journey.goals import GOALS
from upstreams.journey.milestones import decimal
from upstreams.service.department import Item, SessionQuestion


def progress(question: SessionQuestion) -> Item:
    """Return what was added, only where something was, and the step in the league."""
    session, at = question.session, question.at
    counters = session.counters(at)
    is_real = session.started_at is not None and not session.is_practice
    added = {
        "CUMULATIVE_LIVE_HOURS": counters.air_seconds / 3600,
        "LIVE_GMV": counters.gmv_dollars,
        "FOLLOWERS": float(counters.new_followers),
        "LIVE_DAYS_STREAK": 1.0,
    }
    return {
        "milestones": [
            {"code": code, "added": decimal(value)}
            for code, value in added.items()
            if is_real and value >= 0.005
        ],
        "goals": [
            {"code": goal.code, "added": decimal(goal.of_one(session, at))}
            for goal in GOALS
            if is_real and goal.of_one(session, at) >= 0.005
        ],
        "league_change": _league_change(session.dice) if is_real else 0,
    }


def _league_change(dice: Dice) -> int:
    return dice.weighted("league", [(0, 70), (1, 22), (-1, 8)])
