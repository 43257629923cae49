"""The group `engagement`: what viewers did besides buying."""

from __future__ import annotations

from upstreams.service.department import Item, SessionQuestion
from upstreams.shop_analytics.traffic import traffic_header


def engagement(question: SessionQuestion) -> Item | None:
    """Return interactions; affiliate accounts lack the group, which is no null and no error."""
    session, at = question.session, question.at
    if session.creator.account_type == "AFFILIATE":
        return None
    counters = session.counters(at)
    return {
        **traffic_header(session, at),
        "likes": counters.likes,
        "comments": counters.comments,
        "shares": counters.shares,
        "new_followers": counters.new_followers,
        "negative_feedback": counters.complaints,
        "gifters": counters.gifters,
    }
