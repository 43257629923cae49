"""The group `milestones`, and how far LIVEs moved each of its tiers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from upstreams.company.creators import Creator
from upstreams.company.dice import Dice
from upstreams.company.strata import DAY
from upstreams.company.words import Words
from upstreams.journey.standing import LEAGUES, Standing, league_index, standing
from upstreams.service.department import CreatorQuestion, Item
from upstreams.service.times import whole_seconds

# What is less than this is written as nothing.
LEAST_STEP = 0.005


@dataclass(frozen=True, slots=True)
class Ladder:
    """Milestones of one code: the same count, ever higher targets."""

    code: str
    unit: str
    targets: tuple[int, ...]
    current: Callable[[Standing], float]
    is_timed: bool = False


LADDERS: tuple[Ladder, ...] = (
    Ladder("FIRST_LIVE", "COUNT", (1,), lambda stand: stand.lives),
    Ladder("FIRST_SHOPPABLE_LIVE", "COUNT", (1,), lambda stand: stand.shoppable_lives),
    Ladder("FIRST_LIVE_ORDER", "COUNT", (1,), lambda stand: stand.orders),
    Ladder("LIVE_DAYS_STREAK", "DAYS", (3, 7), lambda stand: stand.streak_days, is_timed=True),
    Ladder("CUMULATIVE_LIVE_HOURS", "HOURS", (1, 10, 50, 100), lambda stand: stand.hours),
    Ladder("AVG_CONCURRENT", "COUNT", (10, 50, 200), lambda stand: stand.best_concurrent),
    Ladder("LIVE_GMV", "USD", (100, 1_000, 10_000, 100_000), lambda stand: stand.dollars),
    Ladder("FOLLOWERS", "FOLLOWERS", (1_000, 5_000, 10_000), lambda stand: stand.followers),
)


def milestones(question: CreatorQuestion) -> Item:
    """Return every milestone: done ones, the one at work, and those that wait behind it."""
    creator, words = question.creator, question.words
    stand = standing(creator, question.ended_sessions(), question.at)
    items: list[dict[str, Any]] = []
    for ladder in LADDERS:
        is_reachable = True
        for target in ladder.targets:
            current = ladder.current(stand)
            state = _state(creator, ladder, target, current, is_reachable)
            is_reachable = current >= target
            items.append(_told(ladder, target, current, state, question.at, words))
    return {"items": [*items, *_ranks(creator, words)]}


def _state(
    creator: Creator, ladder: Ladder, target: int, current: float, is_reachable: bool
) -> str:
    if current >= target:
        claimed = Dice.of("claimed", creator.id, ladder.code).chance(str(target), 0.7)
        return "CLAIMED" if claimed else "COMPLETED"
    if not is_reachable:
        return "LOCKED"
    if ladder.is_timed and Dice.of("expired", creator.id).chance(ladder.code, 0.15):
        return "EXPIRED"
    return "IN_PROGRESS"


def _told(
    ladder: Ladder, target: int, current: float, state: str, at: float, words: Words
) -> dict[str, Any]:
    deadline = None
    if ladder.is_timed and state == "IN_PROGRESS":
        deadline = whole_seconds((at // DAY + 7) * DAY)
    if state == "EXPIRED":
        deadline = whole_seconds((at // DAY - 3) * DAY)
    return {
        "code": ladder.code,
        "tier": str(target),
        **words.both("MILESTONE_" + ladder.code),
        "unit": ladder.unit,
        "current": decimal(min(current, float(target))),
        "target": str(target),
        "state": state,
        "deadline_at": deadline,
    }


def _ranks(creator: Creator, words: Words) -> list[dict[str, Any]]:
    """Return the next level and the next league as milestones; the highest has none above it."""
    told = []
    if creator.level < 8:
        told.append(("LEVEL_UP", creator.level, creator.level + 1))
    steps = len(LEAGUES) - league_index(creator)
    if steps < len(LEAGUES):
        told.append(("LEAGUE_UP", steps, steps + 1))
    return [
        {
            "code": code,
            "tier": str(target),
            **words.both("MILESTONE_" + code),
            "unit": "COUNT",
            "current": str(current),
            "target": str(target),
            "state": "IN_PROGRESS",
            "deadline_at": None,
        }
        for code, current, target in told
    ]


def moved(before: Standing, after: Standing) -> list[dict[str, str]]:
    """Return by how much `current` of each tier rose from one standing to a later one.

    A tier moves no further than its target and never back; one that did not move is left out.
    """
    steps = [
        (
            ladder.code,
            target,
            min(float(target), ladder.current(after)) - min(float(target), ladder.current(before)),
        )
        for ladder in LADDERS
        for target in ladder.targets
    ]
    return [
        {"code": code, "tier": str(target), "added": decimal(step)}
        for code, target, step in steps
        if step >= LEAST_STEP
    ]


def decimal(value: float) -> str:
    """Return a number as the journey writes it: at most two decimals, none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
