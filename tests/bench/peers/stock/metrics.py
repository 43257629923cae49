"""Metrics: the numbers of a LIVE."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import strawberry

from tests.bench.peers.stock.company import Item
from tests.bench.peers.stock.figures import (
    AverageFigure,
    CountFigure,
    DurationFigure,
    Figure,
    Money,
    MoneyFigure,
    RateFigure,
    money,
)
from tests.bench.peers.stock.formulas import figure
from tests.bench.peers.stock.numbers import Numbers, numbers_of
from tests.bench.peers.stock.panel import Info, Live, Panel, facts
from tests.bench.peers.stock.words import Metric, PanelStatus

HEADLINE = (
    Metric.DIRECT_GMV,
    Metric.ITEMS_SOLD,
    Metric.UNIQUE_VIEWERS,
    Metric.PRODUCT_CLICKS,
    Metric.LIVE_CTR,
    Metric.CLICK_TO_ORDER_RATE,
    Metric.NEW_FOLLOWERS,
    Metric.AVG_WATCH_SECONDS_PER_VIEW,
    Metric.AIR_SECONDS,
)


def _figure(metric: Metric) -> Any:
    def resolve(root: FigureGroup) -> Figure:
        return figure(metric, root.numbers)

    return strawberry.field(resolver=resolve)


@strawberry.type
class FigureGroup:
    numbers: strawberry.Private[Numbers]


@strawberry.type
class Sales(FigureGroup):
    told: strawberry.Private[dict[str, Any] | None]

    direct_gmv: MoneyFigure = _figure(Metric.DIRECT_GMV)
    attributed_gmv: MoneyFigure = _figure(Metric.ATTRIBUTED_GMV)
    gmv_within_24h: MoneyFigure = _figure(Metric.GMV_WITHIN_24H)
    refund_amount: MoneyFigure = _figure(Metric.REFUND_AMOUNT)
    estimated_commission: MoneyFigure = _figure(Metric.ESTIMATED_COMMISSION)
    average_order_value: MoneyFigure = _figure(Metric.AVERAGE_ORDER_VALUE)
    gmv_per_hour: MoneyFigure = _figure(Metric.GMV_PER_HOUR)
    sku_orders: CountFigure = _figure(Metric.SKU_ORDERS)
    main_orders: CountFigure = _figure(Metric.MAIN_ORDERS)
    items_sold: CountFigure = _figure(Metric.ITEMS_SOLD)
    unique_buyers: CountFigure = _figure(Metric.UNIQUE_BUYERS)

    @strawberry.field
    def direct_gmv_by_currency(self) -> list[Money]:
        told = self.told["direct_gmv_by_currency"] if self.told else []
        return [money(Decimal(one["amount"]), one["currency"]) for one in told]

    @strawberry.field
    def rate_date(self) -> date | None:
        return date.fromisoformat(self.told["rate_date"]) if self.told else None


@strawberry.type
class Traffic(FigureGroup):
    impressions: CountFigure = _figure(Metric.IMPRESSIONS)
    enter_room_rate: RateFigure = _figure(Metric.ENTER_ROOM_RATE)
    views: CountFigure = _figure(Metric.VIEWS)
    unique_viewers: CountFigure = _figure(Metric.UNIQUE_VIEWERS)
    peak_concurrent_viewers: CountFigure = _figure(Metric.PEAK_CONCURRENT_VIEWERS)
    average_concurrent_viewers: AverageFigure = _figure(Metric.AVERAGE_CONCURRENT_VIEWERS)
    avg_watch_seconds_per_view: DurationFigure = _figure(Metric.AVG_WATCH_SECONDS_PER_VIEW)


@strawberry.type
class Products(FigureGroup):
    product_impressions: CountFigure = _figure(Metric.PRODUCT_IMPRESSIONS)
    product_clicks: CountFigure = _figure(Metric.PRODUCT_CLICKS)
    product_ctr: RateFigure = _figure(Metric.PRODUCT_CTR)
    live_ctr: RateFigure = _figure(Metric.LIVE_CTR)
    click_to_order_rate: RateFigure = _figure(Metric.CLICK_TO_ORDER_RATE)
    add_to_carts: CountFigure = _figure(Metric.ADD_TO_CARTS)


@strawberry.type
class Engagement(FigureGroup):
    likes: CountFigure = _figure(Metric.LIKES)
    comments: CountFigure = _figure(Metric.COMMENTS)
    shares: CountFigure = _figure(Metric.SHARES)
    new_followers: CountFigure = _figure(Metric.NEW_FOLLOWERS)
    comment_rate: RateFigure = _figure(Metric.COMMENT_RATE)
    follow_rate: RateFigure = _figure(Metric.FOLLOW_RATE)


@strawberry.type
class Metrics(Panel):
    numbers: strawberry.Private[Numbers]
    told: strawberry.Private[dict[str, Any] | None]

    @strawberry.field
    def headline(self) -> list[Figure]:
        return [figure(metric, self.numbers) for metric in HEADLINE]

    @strawberry.field
    def sales(self) -> Sales:
        return Sales(numbers=self.numbers, told=self.told)

    @strawberry.field
    def traffic(self) -> Traffic:
        return Traffic(numbers=self.numbers)

    @strawberry.field
    def products(self) -> Products:
        return Products(numbers=self.numbers)

    @strawberry.field
    def engagement(self) -> Engagement:
        return Engagement(numbers=self.numbers)


async def load_metrics(live: Live, info: Info) -> Metrics:
    """The numbers of a LIVE."""
    return metrics_of(live, await live.shop_numbers(info), info.context.now)


def metrics_of(live: Live, item: Item | None, now: datetime) -> Metrics:
    """The same, from what was read; ``item`` is None for a LIVE without products."""
    numbers = numbers_of(live.document, live.life, item, now)
    if item is None:
        said = facts(live, "Metrics", PanelStatus.NOT_SUPPORTED, now)
        return Metrics(numbers=numbers, told=None, **said)
    status = PanelStatus.READY if item.is_ready else PanelStatus.PARTIAL
    said = facts(live, "Metrics", status, item.as_of, item.next_refresh_at)
    return Metrics(numbers=numbers, told=item.groups.get("sales"), **said)
