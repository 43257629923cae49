"""The group `level`: level of the season, and the league."""

from __future__ import annotations

from upstreams.journey.goals import period_bounds
from upstreams.journey.standing import LEAGUES, league_index
from upstreams.service.department import CreatorQuestion, Item
from upstreams.service.times import whole_seconds


def level(question: CreatorQuestion) -> Item:
    """Return level and league with when each is looked at again."""
    creator = question.creator
    return {
        "level": creator.level_name,
        "season_ends_at": whole_seconds(period_bounds("MONTH", question.at)[1]),
        "league": LEAGUES[league_index(creator)],
        "league_next_review_at": whole_seconds(period_bounds("DAY", question.at)[1]),
    }
