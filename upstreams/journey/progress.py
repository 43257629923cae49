"""The group `progress`: what one LIVE added to milestones and goals."""

from __future__ import annotations

from upstreams.company.dice import Dice
from upstreams.journey.goals import GOALS
from upstreams.journey.milestones import LEAST_STEP, decimal, moved
from upstreams.journey.standing import standing
from upstreams.service.department import Item, SessionQuestion


def progress(question: SessionQuestion) -> Item:
    """Return what was added, only where something was, and the step in the league."""
    session, at = question.session, question.at
    is_real = session.started_at is not None and not session.is_practice
    return {
        "milestones": _milestones(question) if is_real else [],
        "goals": [
            {"code": goal.code, "added": decimal(goal.of_one(session, at))}
            for goal in GOALS
            if is_real and goal.of_one(session, at) >= LEAST_STEP
        ],
        "league_change": _league_change(session.dice) if is_real else 0,
    }


def _milestones(question: SessionQuestion) -> list[dict[str, str]]:
    """Return how far the LIVE moved each tier; one that is not over has moved none yet."""
    session, at = question.session, question.at
    if session.ended_at(at) is None:
        return []
    before = question.ended_before()
    return moved(
        standing(session.creator, before, at), standing(session.creator, [*before, session], at)
    )


def _league_change(dice: Dice) -> int:
    return dice.weighted("league", [(0, 70), (1, 22), (-1, 8)])
