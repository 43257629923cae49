"""The group `opportunities`: what a creator could grow into next."""

from __future__ import annotations

from dataclasses import dataclass

from upstreams.company.dice import Dice
from upstreams.company.strata import DAY
from upstreams.service.department import CreatorQuestion, Item
from upstreams.service.times import whole_seconds


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One opportunity of the catalogue and the stages that it is offered to."""

    code: str
    type: str
    reason: str
    stages: frozenset[str]
    open_days: int | None


_CATALOGUE: tuple[Opportunity, ...] = (
    Opportunity("FIRST_LIVES_MISSION", "MISSION", "NEW_TO_LIVE", frozenset({"NEW"}), 30),
    Opportunity("LIVE_BASICS", "TRAINING", "NEW_TO_LIVE", frozenset({"NEW", "GROWING"}), None),
    Opportunity(
        "LIVE_GMV_MAX", "MISSION", "STEADY_SALES", frozenset({"GROWING", "SEASONED", "TOP"}), 14
    ),
    Opportunity(
        "SEASON_SALE", "CAMPAIGN", "GOOD_STANDING", frozenset({"GROWING", "SEASONED", "TOP"}), 10
    ),
    Opportunity(
        "FLASH_SALE_TOOL", "FEATURE", "LEVEL_REACHED", frozenset({"SEASONED", "TOP"}), None
    ),
    Opportunity("BRAND_COLLABORATION", "CAMPAIGN", "LEVEL_REACHED", frozenset({"TOP"}), 21),
)


def opportunities(question: CreatorQuestion) -> Item:
    """Return the opportunities that are open to this creator's stage."""
    creator, words = question.creator, question.words
    items = []
    for offer in _CATALOGUE:
        if creator.stage.name not in offer.stages:
            continue
        number = int(Dice.of(creator.id, offer.code).uniform("id") * 10**10)
        # Offers close at midnight, the same moment for everybody who asks on one day.
        closes = None if offer.open_days is None else (question.at // DAY + offer.open_days) * DAY
        items.append(
            {
                "opportunity_id": f"op{number:010d}",
                "code": offer.code,
                "type": offer.type,
                **words.both("OPPORTUNITY_" + offer.code),
                "reason_code": offer.reason,
                "reason": words.title("REASON_" + offer.reason),
                "deep_link": f"shoplive://grow/{offer.code.lower().replace('_', '-')}",
                "expires_at": None if closes is None else whole_seconds(closes),
            }
        )
    return {"items": items}
