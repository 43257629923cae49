"""Figure groups: the figures of a LIVE by what they are about. A figure is a line here.

Each is worked out when it is selected, and needs no more of shop analytics than its formula does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import strawberry

from loaders.metrics import Currencies
from loaders.shop import SALES
from resolvers.cost import at_most
from resolvers.enums import description_of
from resolvers.figure import (
    AverageFigure,
    CountFigure,
    DurationFigure,
    Figure,
    MoneyFigure,
    RateFigure,
)
from resolvers.formulas import figure, groups_of
from resolvers.live_numbers import LiveNumbers
from resolvers.metric import Metric
from resolvers.money import Money, money
from resolvers.needs import needs


def _figure(metric: Metric) -> Any:
    """The field that shows ``metric``."""

    def resolve(root: FigureGroup) -> Figure:
        return figure(metric, root.numbers)

    return strawberry.field(
        resolver=resolve, description=description_of(metric), metadata=needs(*groups_of(metric))
    )


@strawberry.type
class FigureGroup:
    """Figures of one LIVE. It is no type of the schema: those below are."""

    numbers: strawberry.Private[LiveNumbers]


@strawberry.type(description="What was sold, in the LIVE's display currency.")
class Sales(FigureGroup):
    currencies: strawberry.Private[Currencies | None]

    direct_gmv: MoneyFigure = _figure(Metric.DIRECT_GMV)
    attributed_gmv: MoneyFigure = _figure(Metric.ATTRIBUTED_GMV)
    gmv_within_24h: MoneyFigure = _figure(Metric.GMV_WITHIN_24H)
    refund_amount: MoneyFigure = _figure(Metric.REFUND_AMOUNT)
    estimated_commission: MoneyFigure = _figure(Metric.ESTIMATED_COMMISSION)
    average_order_value: MoneyFigure = _figure(Metric.AVERAGE_ORDER_VALUE)
    gmv_per_hour: MoneyFigure = _figure(Metric.GMV_PER_HOUR)
    show_gpm: MoneyFigure = _figure(Metric.SHOW_GPM)
    watch_gpm: MoneyFigure = _figure(Metric.WATCH_GPM)
    sku_orders: CountFigure = _figure(Metric.SKU_ORDERS)
    main_orders: CountFigure = _figure(Metric.MAIN_ORDERS)
    items_sold: CountFigure = _figure(Metric.ITEMS_SOLD)
    unique_buyers: CountFigure = _figure(Metric.UNIQUE_BUYERS)

    @strawberry.field(
        description="Direct GMV as buyers paid it, one amount a currency. Empty: not known yet.",
        metadata=needs(SALES),
        directives=[at_most(5)],
    )
    def direct_gmv_by_currency(self) -> list[Money]:
        if self.currencies is None:
            return []
        return [money(amount, code) for code, amount in self.currencies.direct_gmv]

    @strawberry.field(
        description="The day whose exchange rates the display currency uses. Null: not known yet.",
        metadata=needs(SALES),
    )
    def rate_date(self) -> date | None:
        return None if self.currencies is None else self.currencies.rate_date


@strawberry.type(description="How many came, and how long they stayed.")
class Traffic(FigureGroup):
    impressions: CountFigure = _figure(Metric.IMPRESSIONS)
    impressions_per_hour: AverageFigure = _figure(Metric.IMPRESSIONS_PER_HOUR)
    enter_room_rate: RateFigure = _figure(Metric.ENTER_ROOM_RATE)
    views: CountFigure = _figure(Metric.VIEWS)
    unique_viewers: CountFigure = _figure(Metric.UNIQUE_VIEWERS)
    peak_concurrent_viewers: CountFigure = _figure(Metric.PEAK_CONCURRENT_VIEWERS)
    average_concurrent_viewers: AverageFigure = _figure(Metric.AVERAGE_CONCURRENT_VIEWERS)
    avg_watch_seconds_per_view: DurationFigure = _figure(Metric.AVG_WATCH_SECONDS_PER_VIEW)
    air_seconds: DurationFigure = _figure(Metric.AIR_SECONDS)


@strawberry.type(description="How products were seen, clicked and bought.")
class Products(FigureGroup):
    product_impressions: CountFigure = _figure(Metric.PRODUCT_IMPRESSIONS)
    product_clicks: CountFigure = _figure(Metric.PRODUCT_CLICKS)
    product_ctr: RateFigure = _figure(Metric.PRODUCT_CTR)
    live_ctr: RateFigure = _figure(Metric.LIVE_CTR)
    click_to_order_rate: RateFigure = _figure(Metric.CLICK_TO_ORDER_RATE)
    add_to_carts: CountFigure = _figure(Metric.ADD_TO_CARTS)


@strawberry.type(description="What viewers did beside buying.")
class Engagement(FigureGroup):
    likes: CountFigure = _figure(Metric.LIKES)
    comments: CountFigure = _figure(Metric.COMMENTS)
    shares: CountFigure = _figure(Metric.SHARES)
    new_followers: CountFigure = _figure(Metric.NEW_FOLLOWERS)
    comment_rate: RateFigure = _figure(Metric.COMMENT_RATE)
    follow_rate: RateFigure = _figure(Metric.FOLLOW_RATE)
    negative_feedback_rate: RateFigure = _figure(Metric.NEGATIVE_FEEDBACK_RATE)
