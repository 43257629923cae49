"""Figure: one number on the page, with what it means, where it comes from and how final it is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import strawberry

from loaders.measures import Finality, Missing
from resolvers.enums import describe
from resolvers.metric import Metric
from resolvers.money import Money
from resolvers.scalars import Long

describe(
    Missing,
    "Why a figure has no value.",
    NOT_READY="Its source has not counted it yet.",
    BELOW_THRESHOLD="There is too little to tell: a rate of nothing by nothing, for example.",
    FORBIDDEN="Its source does not show it for this kind of account.",
    NOT_SUPPORTED="It does not exist for this kind of LIVE.",
    UPSTREAM_ERROR="Its source could not give it now.",
    EXPIRED="Its source does not keep it any longer.",
)
describe(
    Finality,
    "How likely a figure is to change.",
    LIVE="The LIVE goes on, and so does the count.",
    PROVISIONAL="Counted while or right after the LIVE ran; late orders are not in it.",
    SETTLING="Counted officially; refunds and late orders may still change it.",
    FINAL="It does not change any more.",
    RESTATED="It, or a number that it is worked out from, was changed after it had been told.",
)


@strawberry.type(description="A change of a figure after it had been told.")
class Restatement:
    from_: Decimal = strawberry.field(name="from", description="What the value was before.")
    at: datetime = strawberry.field(description="When it was changed.")
    reason: str = strawberry.field(description="The code of the reason.")


@strawberry.interface(description="One number on the page, with its provenance.")
class Figure:
    metric: Metric = strawberry.field(description="Which number this is, and its formula.")
    missing: Missing | None = strawberry.field(
        description="Why there is no value. Null: there is one."
    )
    as_of: datetime = strawberry.field(description="The moment at which it was counted.")
    finality: Finality = strawberry.field(description="How likely it is to change.")
    is_estimated: bool = strawberry.field(
        description="Whether it is an estimate of something that is settled elsewhere."
    )
    final_at: datetime | None = strawberry.field(
        description="When it will not change any more. Null: it is final, or that is not known."
    )
    restatement: Restatement | None = strawberry.field(
        description="Its last change after it had been told. Null: there was none."
    )


@strawberry.type(description="An amount of money in the LIVE's display currency.")
class MoneyFigure(Figure):
    value: Money | None = strawberry.field(description="The amount. Null: see missing.")


@strawberry.type(description="A number of things that were counted.")
class CountFigure(Figure):
    value: Long | None = strawberry.field(description="The number. Null: see missing.")


@strawberry.type(description="A part of a whole, such as orders of clicks.")
class RateFigure(Figure):
    value: float | None = strawberry.field(
        description="The rate, 0 to 1 where it is a true part. Null: see missing."
    )
    numerator: Long | None = strawberry.field(
        description="What was counted of the denominator; rates are added up through it. "
        "Null: see missing."
    )
    denominator: Long | None = strawberry.field(
        description="The whole that it is a part of. Null: see missing."
    )


@strawberry.type(description="An average over time, such as viewers at a moment.")
class AverageFigure(Figure):
    value: float | None = strawberry.field(description="The average. Null: see missing.")


@strawberry.type(description="A length of time.")
class DurationFigure(Figure):
    value: float | None = strawberry.field(description="The seconds. Null: see missing.")
