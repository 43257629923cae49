"""Cohorts: who a LIVE is compared with, and what is usual among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from upstreams.company import stages
from upstreams.company.dice import Dice
from upstreams.company.figures import COMPARABLE, MONEY_METRICS
from upstreams.company.markets import PER_DOLLAR
from upstreams.company.sessions import Session
from upstreams.company.words import Words

LEAST_COHORT = 50
_BUCKETS = ((0, 30), (30, 60), (60, 120), (120, 240), (240, 720))
# Each step gives up one likeness and so finds more LIVEs.
_WIDENING = (("DURATION", 1), ("CATEGORY", 4), ("CATEGORY_L1", 10), ("MARKET", 40))
_MEDIAN_SIZE = {"NEW": 0, "GROWING": 240, "SEASONED": 140, "TOP": 30}

# What is usual in a LIVE of each stage: the mean of its distribution, money in US dollars.
_USUAL: dict[str, dict[str, float]] = {
    "GROWING": {"gmv_per_hour": 22, "impressions_per_hour": 6_100, "click_to_order_rate": 0.024},
    "SEASONED": {"gmv_per_hour": 95, "impressions_per_hour": 26_000, "click_to_order_rate": 0.033},
    "TOP": {"gmv_per_hour": 890, "impressions_per_hour": 160_000, "click_to_order_rate": 0.046},
}
_USUAL_EVERYWHERE: dict[str, float] = {
    "enter_room_rate": 0.0565,
    "avg_watch_seconds_per_view": 44.0,
    "live_ctr": 0.087,
    "watch_gpm": 55.0,
    "comment_rate": 0.068,
    "follow_rate": 0.0045,
    "negative_feedback_rate": 0.0008,
}
# How far the best tenth stands from the average, as a factor.
_TOP_TENTH = {
    "gmv_per_hour": 2.9,
    "impressions_per_hour": 2.6,
    "enter_room_rate": 1.68,
    "avg_watch_seconds_per_view": 1.75,
    "live_ctr": 1.73,
    "click_to_order_rate": 1.9,
    "watch_gpm": 2.2,
    "comment_rate": 2.05,
    "follow_rate": 1.9,
    "negative_feedback_rate": 0.28,
}


@dataclass(frozen=True, slots=True)
class Cohort:
    """The LIVEs that one is compared with; `basis` is the step at which there were enough."""

    size: int
    basis: str
    bucket: str


def cohort_of(session: Session, air_seconds: float) -> Cohort:
    """Return the narrowest cohort of at least 50 LIVEs, or the widest when even that is smaller."""
    creator, minutes = session.creator, air_seconds / 60
    bucket = next((b for b in _BUCKETS if minutes < b[1]), _BUCKETS[-1])
    label = f"{bucket[0]}-{bucket[1]}"
    if session.stratum is not None and session.stratum.small_cohort:
        return Cohort(31, "MARKET", label)
    dice = Dice.of("cohort", creator.market.code, level_band(session), creator.category.id, label)
    narrow = dice.lognormal(
        "size", median=_MEDIAN_SIZE[creator.stage.name], sigma=0.9, low=3, high=20_000
    )
    widened = [Cohort(int(narrow * factor), basis, label) for basis, factor in _WIDENING]
    return next((cohort for cohort in widened if cohort.size >= LEAST_COHORT), widened[-1])


def cohort_document(session: Session, cohort: Cohort, words: Words) -> dict[str, Any]:
    """Return the cohort as it is told."""
    category = session.creator.category
    return {
        "market": session.creator.market.code,
        "level_band": level_band(session),
        "category_id": category.id,
        "category_name": words.title("CATEGORY_" + category.code),
        "duration_bucket": cohort.bucket,
        "size": cohort.size,
        "basis": cohort.basis,
    }


def level_band(session: Session) -> str:
    """Return the band of levels that counts as similar, for example L3-L4."""
    low = session.creator.level // 2 * 2 - 1 if session.creator.level % 2 == 0 else None
    first = low if low is not None else session.creator.level
    return f"L{max(0, first)}-L{max(0, first) + 1}"


def usual(session: Session, metric: str) -> tuple[float, float]:
    """Return (average, level of the best tenth) of a metric among similar LIVEs.

    Rates are 0..1, money is in units of the session's display currency.
    """
    creator = session.creator
    stage = creator.stage if creator.stage is not stages.NEW else stages.GROWING
    average = _USUAL[stage.name].get(metric) or _USUAL_EVERYWHERE[metric]
    dice = Dice.of("usual", creator.market.code, level_band(session), creator.category.id)
    average *= dice.between(metric, 0.85, 1.15)
    if metric in MONEY_METRICS:
        average *= PER_DOLLAR[session.display_currency]
    return average, average * _TOP_TENTH[metric]


def peers(session: Session, cohort: Cohort) -> list[dict[str, Any]]:
    """Return each metric among peers; nothing is told of fewer than 50 LIVEs."""
    if cohort.size < LEAST_COHORT:
        return []
    told = []
    for metric, higher_is_better in COMPARABLE:
        average, best = usual(session, metric)
        told.append(
            {
                "metric": metric,
                "average": f"{average:.6g}",
                "top_10": f"{best:.6g}",
                "higher_is_better": higher_is_better,
            }
        )
    return told
