"""Where a creator stands: sums over all their LIVEs, as the journey counts them."""

from __future__ import annotations

from dataclasses import dataclass

from upstreams.company.creators import Creator
from upstreams.company.dice import Dice
from upstreams.company.sessions import Session

LEAGUES = tuple(
    f"{letter}{step}"
    for letter, steps in (("A", 3), ("B", 5), ("C", 5), ("D", 5))
    for step in range(1, steps + 1)
)
_BEST_LEAGUE = {"NEW": 13, "GROWING": 8, "SEASONED": 3, "TOP": 0}


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums over ended LIVEs: hours, US dollars, people."""

    lives: int
    shoppable_lives: int
    orders: int
    hours: float
    dollars: float
    followers: int
    best_concurrent: float
    streak_days: int


def standing(creator: Creator, sessions: list[Session], at: float) -> Standing:
    """Return where a creator stands after `sessions`, oldest first."""
    real = [session for session in sessions if not session.is_practice]
    counted = [session.counters(at) for session in real]
    return Standing(
        lives=len(real),
        shoppable_lives=sum(1 for session in real if session.is_shoppable),
        orders=sum(counters.sku_orders for counters in counted),
        hours=sum(counters.air_seconds for counters in counted) / 3600,
        dollars=sum(counters.gmv_dollars for counters in counted),
        followers=creator.followers + sum(counters.new_followers for counters in counted),
        best_concurrent=max((counters.acu for counters in counted), default=0.0),
        streak_days=_streak(real, at),
    )


def league_index(creator: Creator) -> int:
    """Return a creator's place among the 18 steps, 0 is A1; newcomers stand near D5."""
    best = _BEST_LEAGUE[creator.stage.name]
    return min(len(LEAGUES) - 1, best + Dice.of("league", creator.id).whole("step", 0, 4))


def _streak(sessions: list[Session], at: float) -> int:
    """Return how many days on end, counted back from the last LIVE, had one."""
    days = sorted({int((session.ended_at(at) or 0) // 86400) for session in sessions}, reverse=True)
    streak = 0
    for position, day in enumerate(days):
        if day != days[0] - position:
            break
        streak += 1
    return streak
