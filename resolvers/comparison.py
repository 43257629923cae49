"""Comparison: one metric of a LIVE beside what peers reach and what its creator reached before."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum

import strawberry

from loaders.benchmarks import OwnFigure, PeerFigure
from resolvers.cost import at_most
from resolvers.enums import describe, read_word
from resolvers.figure import Figure, MoneyFigure
from resolvers.formulas import figure
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric
from resolvers.scalars import CurrencyCode

_AROUND = Decimal("0.1")

# Rates and numbers an hour: of raw totals, long LIVEs always have more.
COMPARABLE = frozenset(
    {
        Metric.GMV_PER_HOUR,
        Metric.IMPRESSIONS_PER_HOUR,
        Metric.ENTER_ROOM_RATE,
        Metric.AVG_WATCH_SECONDS_PER_VIEW,
        Metric.LIVE_CTR,
        Metric.CLICK_TO_ORDER_RATE,
        Metric.WATCH_GPM,
        Metric.COMMENT_RATE,
        Metric.FOLLOW_RATE,
        Metric.NEGATIVE_FEEDBACK_RATE,
    }
)


class Band(Enum):
    """Where a LIVE stands among its peers."""

    TOP_10 = "TOP_10"
    ABOVE_AVERAGE = "ABOVE_AVERAGE"
    AROUND_AVERAGE = "AROUND_AVERAGE"
    BELOW_AVERAGE = "BELOW_AVERAGE"


describe(
    Band,
    "Where a LIVE stands among its peers; never a rank of anybody.",
    TOP_10="Among the best tenth.",
    ABOVE_AVERAGE="More than a tenth better than the average.",
    AROUND_AVERAGE="Within a tenth of the average.",
    BELOW_AVERAGE="More than a tenth worse than the average.",
)


class OwnBasis(Enum):
    """Which of the creator's own LIVEs are compared with."""

    OWN_7D = "OWN_7D"
    OWN_28D = "OWN_28D"
    OWN_14D_LIVES = "OWN_14D_LIVES"
    UNKNOWN = "UNKNOWN"


describe(
    OwnBasis,
    "Which of the creator's own LIVEs are compared with.",
    OWN_7D="Those of the 7 days before.",
    OWN_28D="Those of the 28 days before.",
    OWN_14D_LIVES="Those of the 14 days before, each as a point.",
    UNKNOWN="Something that this version of the API has no name for yet.",
)


@strawberry.type(description="What the LIVEs of the cohort reach in a metric.")
class PeerBenchmark:
    average: float = strawberry.field(description="The cohort's average.")
    top_ten: float = strawberry.field(description="What the best tenth reach at least.")
    delta: float | None = strawberry.field(
        description="Observed / average - 1. Null: nothing was observed, or the average is 0."
    )
    band: Band | None = strawberry.field(
        description="Where this LIVE stands. Null: nothing was observed."
    )


@strawberry.type(description="One of the creator's own LIVEs, as a point that can be drawn.")
class ComparisonPoint:
    session_id: strawberry.ID = strawberry.field(description="The LIVE, by the platform's id.")
    ended_at: datetime = strawberry.field(description="When it ended.")
    value: float = strawberry.field(description="What it reached.")


@strawberry.type(description="What the creator's own LIVEs reached in a metric before.")
class OwnBenchmark:
    basis: OwnBasis = strawberry.field(description="Which LIVEs are in it.")
    average: float = strawberry.field(description="Their average.")
    delta: float | None = strawberry.field(
        description="Observed / average - 1. Null: nothing was observed, or the average is 0."
    )
    points: list[ComparisonPoint] = strawberry.field(
        description="The last LIVEs, oldest first; at most ten.",
        directives=[at_most(10)],
    )


@strawberry.type(description="One metric of a LIVE, compared. Rates and numbers an hour only.")
class Comparison:
    metric: Metric = strawberry.field(description="Which number is compared.")
    observed: Figure = strawberry.field(
        description="What this LIVE reached: the very figure of the metrics panel."
    )
    currency_code: CurrencyCode | None = strawberry.field(
        description="The currency of the numbers beside observed. Null: they are no money."
    )
    higher_is_better: bool = strawberry.field(description="Whether more is better.")
    peers: PeerBenchmark | None = strawberry.field(
        description="What peers reach. Null: there are none for newer creators and small cohorts."
    )
    own: OwnBenchmark | None = strawberry.field(
        description="What the creator reached before. Null: there were no LIVEs."
    )


def comparison(
    metric: Metric, numbers: LiveNumbers, peers: PeerFigure | None, own: OwnFigure | None
) -> Comparison:
    """``metric`` of these numbers beside what peers and the creator's own LIVEs reach."""
    observed = figure(metric, numbers)
    value = value_of(observed)
    higher_is_better = (
        peers.higher_is_better if peers else metric is not Metric.NEGATIVE_FEEDBACK_RATE
    )
    return Comparison(
        metric=metric,
        observed=observed,
        currency_code=currency_of(observed, numbers),
        higher_is_better=higher_is_better,
        peers=_beside_peers(value, peers) if peers else None,
        own=_beside_own(value, own) if own else None,
    )


def currency_of(shown: Figure, numbers: LiveNumbers) -> CurrencyCode | None:
    """The currency that a figure is in; None when it is no money."""
    return CurrencyCode(numbers.currency) if isinstance(shown, MoneyFigure) else None


def value_of(shown: Figure) -> Decimal | None:
    """The number that a figure shows; None when it is missing."""
    value = getattr(shown, "value", None)
    if isinstance(shown, MoneyFigure):
        return None if shown.value is None else shown.value.amount
    return None if value is None else Decimal(str(value))


def _beside_peers(value: Decimal | None, peers: PeerFigure) -> PeerBenchmark:
    return PeerBenchmark(
        average=float(peers.average),
        top_ten=float(peers.top_10),
        delta=_delta(value, peers.average),
        band=None if value is None else _band(value, peers),
    )


def _beside_own(value: Decimal | None, own: OwnFigure) -> OwnBenchmark:
    return OwnBenchmark(
        basis=read_word(OwnBasis, own.window),
        average=float(own.average),
        delta=_delta(value, own.average),
        points=[
            ComparisonPoint(
                session_id=strawberry.ID(str(point.live_id)),
                ended_at=point.ended_at,
                value=float(point.value),
            )
            for point in own.points[-10:]
        ],
    )


def _delta(value: Decimal | None, average: Decimal) -> float | None:
    if value is None or average == 0:
        return None
    return round(float(value / average - 1), 4)


def _band(value: Decimal, peers: PeerFigure) -> Band:
    better = 1 if peers.higher_is_better else -1
    ahead = (value - peers.average) * better
    if (value - peers.top_10) * better >= 0 and ahead > 0:
        return Band.TOP_10
    if abs(ahead) <= abs(peers.average) * _AROUND:
        return Band.AROUND_AVERAGE
    return Band.ABOVE_AVERAGE if ahead > 0 else Band.BELOW_AVERAGE
