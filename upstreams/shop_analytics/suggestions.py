"""The catalogue of suggestions: which metric calls for which advice, and how bad it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upstreams.company.dice import Dice
from upstreams.company.figures import COMPARABLE
from upstreams.company.sessions import Session
from upstreams.company.words import Words
from upstreams.shop_analytics.cohorts import usual


@dataclass(frozen=True, slots=True)
class Advice:
    """One suggestion of the catalogue."""

    code: str
    metric: str
    dimension: str
    funnel_stage: str
    action: str


CATALOGUE: tuple[Advice, ...] = (
    Advice("RAISE_ENTER_ROOM_RATE", "enter_room_rate", "TRAFFIC", "DISCOVER", "SET_BILLBOARD"),
    Advice("REACH_MORE_PEOPLE", "impressions_per_hour", "PROMOTION", "DISCOVER", "PROMOTE_LIVE"),
    Advice("HOLD_VIEWERS_LONGER", "avg_watch_seconds_per_view", "CONTENT", "ENGAGE", "GIVEAWAY"),
    Advice("START_CONVERSATIONS", "comment_rate", "CONTENT", "ENGAGE", "COMMENT_TASK"),
    Advice("TURN_VIEWERS_INTO_FOLLOWERS", "follow_rate", "DILIGENCE", "ENGAGE", "FOLLOW_TASK"),
    Advice("SHOW_PRODUCTS_MORE", "live_ctr", "PRODUCT", "PURCHASE", "PIN_PRODUCTS"),
    Advice("CLOSE_THE_SALE", "click_to_order_rate", "PRODUCT", "PURCHASE", "ANNOUNCE_OFFERS"),
    Advice("SELL_MORE_PER_VIEW", "watch_gpm", "PROMOTION", "PURCHASE", "THEMED_SETS"),
    Advice(
        "ANSWER_COMPLAINTS", "negative_feedback_rate", "SERVICE", "ENGAGE", "REVIEW_FEEDBACK"
    ),
)  # fmt: skip

_LOWER_IS_BETTER = frozenset(metric for metric, is_higher in COMPARABLE if not is_higher)
# What calls for advice: the words of the catalogue are those of a weakness.
_WEAK = frozenset({"CRITICAL", "WARNING"})


def severity(score: float) -> str:
    """Return how a score of observed over benchmark is called."""
    if score < 0.5:
        return "CRITICAL"
    if score < 0.8:
        return "WARNING"
    return "OK" if score < 1.2 else "STRENGTH"


def score_of(metric: str, observed: float, benchmark: float) -> float:
    """Return observed over benchmark, turned round where less is better, clamped to 0..2."""
    if metric in _LOWER_IS_BETTER:
        return min(2.0, benchmark / observed) if observed else 2.0
    return min(2.0, max(0.0, observed / benchmark))


def suggestions(
    session: Session, observed: Mapping[str, float | None], words: Words, *, scope: str
) -> list[dict[str, Any]]:
    """Return a suggestion for each weakness, in the order of the catalogue; a strength needs none.

    `scope` is a session's or a creator's id: a suggestion keeps its id in every language.
    """
    found = []
    for advice in CATALOGUE:
        value = observed.get(advice.metric)
        if value is None:
            continue
        benchmark, _ = usual(session, advice.metric)
        mark = severity(score_of(advice.metric, value, benchmark))
        if mark in _WEAK:
            found.append(_told(advice, mark, benchmark, words, scope))
    return found


def _told(advice: Advice, mark: str, benchmark: float, words: Words, scope: str) -> dict[str, Any]:
    number = int(Dice.of(scope, advice.code).uniform("id") * 10**12)
    return {
        "suggestion_id": f"sg{number:012d}",
        "code": advice.code,
        "dimension": advice.dimension,
        "funnel_stage": advice.funnel_stage,
        "severity": mark,
        "metric": advice.metric,
        "benchmark": f"{benchmark:.6g}",
        **words.both("ADVICE_" + advice.code),
        "action": {
            "code": advice.action,
            "title": words.title("ACTION_" + advice.action),
            "deep_link": f"shoplive://tools/{advice.action.lower().replace('_', '-')}",
        },
    }
