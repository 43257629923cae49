"""Measures: the plain numbers of a LIVE, each with where it comes from and how final it is.

Rates and averages are not measures: they are worked out from these, so that every shown figure
agrees with the numbers beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

import msgspec

from loaders.words import Word


class Measure(Word):
    """A plain number that a source counts. Money is in the session's display currency."""

    DIRECT_GMV = "direct_gmv"
    ATTRIBUTED_GMV = "attributed_gmv"
    GMV_WITHIN_24H = "24h_live_gmv"
    REFUND_AMOUNT = "refund_gmv"
    ESTIMATED_COMMISSION = "est_commission"
    SKU_ORDERS = "sku_orders"
    MAIN_ORDERS = "main_orders"
    ITEMS_SOLD = "items_sold"
    UNIQUE_BUYERS = "customers"
    IMPRESSIONS = "impressions"
    VIEWS = "views"
    UNIQUE_VIEWERS = "viewers"
    PEAK_CONCURRENT_VIEWERS = "pcu"
    AVERAGE_CONCURRENT_VIEWERS = "acu"
    AVG_WATCH_SECONDS_PER_VIEW = "avg_viewing_duration"
    PRODUCT_IMPRESSIONS = "product_impressions"
    PRODUCT_CLICKS = "product_clicks"
    ADD_TO_CARTS = "add_to_cart_count"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    NEW_FOLLOWERS = "new_followers"
    NEGATIVE_FEEDBACK = "negative_feedback"


MONEY = frozenset(
    {
        Measure.DIRECT_GMV,
        Measure.ATTRIBUTED_GMV,
        Measure.GMV_WITHIN_24H,
        Measure.REFUND_AMOUNT,
        Measure.ESTIMATED_COMMISSION,
    }
)


class Missing(Word):
    """Why there is no number."""

    NOT_READY = "NOT_READY"
    BELOW_THRESHOLD = "BELOW_THRESHOLD"
    FORBIDDEN = "FORBIDDEN"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    UPSTREAM_ERROR = "UPSTREAM_ERROR"
    EXPIRED = "EXPIRED"


# What a source withholds is not shown from elsewhere, either.
FOR_GOOD = frozenset({Missing.FORBIDDEN, Missing.NOT_SUPPORTED})


class Finality(Word):
    """How likely a number is to change."""

    LIVE = "LIVE"
    PROVISIONAL = "PROVISIONAL"
    SETTLING = "SETTLING"
    FINAL = "FINAL"
    RESTATED = "RESTATED"


class Provenance(msgspec.Struct, frozen=True):
    """How true a number is: ``as_of`` when it was counted, and when it will be final (UTC)."""

    as_of: datetime
    finality: Finality
    final_at: datetime | None = None


class Restatement(msgspec.Struct, frozen=True):
    """A number that was shown has been changed: ``before`` was its value until ``at``."""

    before: Decimal
    at: datetime
    reason: str


class Counted(msgspec.Struct, frozen=True):
    """A number with its provenance. Money and averages are Decimal, counts are int."""

    value: int | Decimal
    provenance: Provenance
    restatement: Restatement | None = None


class Measures(msgspec.Struct, frozen=True):
    """What is known of a LIVE's numbers; ``missing`` says why for those that are not."""

    counted: Mapping[Measure, Counted]
    missing: Mapping[Measure, Missing] = msgspec.field(default_factory=dict)

    def why_missing(self, measure: Measure) -> Missing:
        """Why ``measure`` has no number."""
        return self.missing.get(measure, Missing.NOT_READY)

    def without(self, measures: Iterable[Measure], why: Missing) -> Measures:
        """The same without ``measures``, which are missing then."""
        gone = frozenset(measures)
        counted = {each: of for each, of in self.counted.items() if each not in gone}
        return Measures(counted, {**self.missing, **dict.fromkeys(gone, why)})
