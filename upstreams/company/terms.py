"""The terms of a LIVE's money: shares and rates that are drawn once and then only applied."""

from __future__ import annotations

from dataclasses import dataclass

from upstreams.company.categories import Category
from upstreams.company.dice import Dice


@dataclass(frozen=True, slots=True)
class Terms:
    """Ratios of one LIVE; `correction` is official over provisional GMV."""

    attributed_ratio: float
    refund_rate: float
    untaxed_share: float
    commission_rate: float
    correction: float
    is_restated: bool


def drawn_terms(dice: Dice, category: Category) -> Terms:
    """Return the terms of a LIVE of this category.

    Seven corrections in ten stay within 2 per cent, 20 within 10, 8 within 20, 2 go further.
    """
    spread = dice.weighted("spread", [(0.02, 70), (0.1, 20), (0.2, 8), (0.35, 2)])
    return Terms(
        attributed_ratio=dice.lognormal("attribution", median=1.15, sigma=0.26, low=1.0, high=4.0),
        refund_rate=dice.between("refund", *category.refund_rate),
        untaxed_share=dice.between("tax", 0.88, 0.95),
        commission_rate=dice.between("commission", 0.08, 0.2),
        correction=1 + dice.between("correction", -spread, spread),
        is_restated=dice.chance("restated", 0.02),
    )
