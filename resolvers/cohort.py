"""Cohort: the LIVEs that one is compared with, and how it came to these."""

from __future__ import annotations

from enum import Enum

import strawberry

from loaders import benchmarks
from resolvers.enums import describe, read_word

LEAST_SIZE = 50


class CohortBasis(Enum):
    """The step of widening at which there were enough LIVEs."""

    DURATION = "DURATION"
    CATEGORY = "CATEGORY"
    CATEGORY_L1 = "CATEGORY_L1"
    MARKET = "MARKET"
    UNKNOWN = "UNKNOWN"


describe(
    CohortBasis,
    "What LIVEs of a cohort have in common; it is widened until there are enough.",
    DURATION="Market, level band, category and a similar duration.",
    CATEGORY="Market, level band and category.",
    CATEGORY_L1="Market, level band and the category above.",
    MARKET="Market and level band.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="The LIVEs that this one is compared with.")
class Cohort:
    market: str = strawberry.field(description="The market, by its two letters of ISO 3166.")
    level_band: str = strawberry.field(description="The creators' levels, as in L3-L4.")
    category_id: strawberry.ID = strawberry.field(
        description="The product category with the highest GMV in this LIVE."
    )
    category_name: str = strawberry.field(description="The category in the client's language.")
    duration_bucket: str = strawberry.field(description="The minutes on air, as in 60-120.")
    size: int = strawberry.field(description="How many LIVEs there are in it.")
    basis: CohortBasis = strawberry.field(description="How wide it had to be drawn.")
    is_suppressed: bool = strawberry.field(
        description="Whether it is too small to compare with; peers are then left out."
    )


def cohort_of(record: benchmarks.Cohort) -> Cohort:
    """The cohort as it is shown."""
    return Cohort(
        market=record.market,
        level_band=record.level_band,
        category_id=strawberry.ID(str(record.category_id)),
        category_name=record.category_name,
        duration_bucket=record.duration_bucket,
        size=record.size,
        basis=read_word(CohortBasis, record.basis),
        is_suppressed=record.size < LEAST_SIZE,
    )
