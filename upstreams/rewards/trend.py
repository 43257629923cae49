"""The group `trend`: diamonds of the last LIVEs, to be drawn."""

from __future__ import annotations

from upstreams.rewards.diamonds import diamonds
from upstreams.service.department import CreatorQuestion, Item
from upstreams.service.times import string_seconds

_POINTS = 20


def trend(question: CreatorQuestion) -> Item:
    """Return up to 20 points, the oldest first."""
    return {
        "points": [
            {
                "live_id": session.id,
                "ended_at": string_seconds(session.ended_at(question.at) or 0),
                "diamonds": diamonds(session, question.at),
            }
            for session in question.ended_sessions()[-_POINTS:]
        ]
    }
