"""Metrics: the numbers of a LIVE, the short list first, then by what they are about."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING

import strawberry

from loaders.measures import Measure, Measures, Missing
from loaders.metrics import Currencies, ShopNumbers, shop_numbers_by_session
from loaders.names import SHOP
from resolvers.context import Info
from resolvers.cost import at_most
from resolvers.figure import Figure
from resolvers.figure_groups import Engagement, Products, Sales, Traffic
from resolvers.formulas import figure, groups_of
from resolvers.live_numbers import LiveNumbers, live_numbers
from resolvers.metric import Metric
from resolvers.needs import needs
from resolvers.panel import Panel, PanelStatus, panel_facts

if TYPE_CHECKING:
    from resolvers.end_page import EndPage

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


@strawberry.type(
    description="The numbers of a LIVE. Right after the end they are those that the creator last "
    "saw while LIVE, until shop analytics has counted; they are never behind them."
)
class Metrics(Panel):
    numbers: strawberry.Private[LiveNumbers]
    currencies: strawberry.Private[Currencies | None]

    @strawberry.field(
        description="The short list for the top of the page, most important first; nine figures.",
        metadata=needs(*groups_of(*HEADLINE)),
        directives=[at_most(9)],
    )
    def headline(self) -> list[Figure]:
        return [figure(metric, self.numbers) for metric in HEADLINE]

    @strawberry.field(description="What was sold.")
    def sales(self) -> Sales:
        return Sales(numbers=self.numbers, currencies=self.currencies)

    @strawberry.field(description="How many came, and how long they stayed.")
    def traffic(self) -> Traffic:
        return Traffic(numbers=self.numbers)

    @strawberry.field(description="How products were seen, clicked and bought.")
    def products(self) -> Products:
        return Products(numbers=self.numbers)

    @strawberry.field(description="What viewers did beside buying.")
    def engagement(self) -> Engagement:
        return Engagement(numbers=self.numbers)


async def resolve_metrics(page: strawberry.Parent[EndPage], info: Info) -> Metrics:
    """The numbers of the page's LIVE; of one without products, that there are none."""
    if not page.session.record.is_shoppable:
        return _metrics(page, info, nothing_sold(info.context.now), PanelStatus.NOT_SUPPORTED)
    shop = await shop_numbers(page, info)
    return _metrics(page, info, shop, _status(shop))


def shop_numbers(page: EndPage, info: Info) -> asyncio.Future[ShopNumbers]:
    """What shop analytics counts of the page's LIVE; panels that ask for it share the answer.

    It is asked for at once, and not when somebody awaits it: so it leaves in one call with what
    the same panel asks for beside it.
    """
    return info.context.load(shop_numbers_by_session, page.session.key(SHOP, info.context))


def nothing_sold(now: datetime) -> ShopNumbers:
    """The numbers of a LIVE that was not shoppable: none."""
    missing = dict.fromkeys(Measure, Missing.NOT_SUPPORTED)
    return ShopNumbers(
        as_of=now,
        next_refresh_at=None,
        is_ready=True,
        is_stale=False,
        is_partial=False,
        measures=Measures({}, missing),
        currencies=None,
    )


def numbers_of(page: EndPage, info: Info, shop: ShopNumbers) -> LiveNumbers:
    """The newest numbers of the page's LIVE, the same for every panel that shows one."""
    for told, known in page.numbers:
        if told is shop:
            return known
    session = page.session
    numbers = live_numbers(session.record, session.derived, shop, now=lambda: info.context.now)
    page.numbers.append((shop, numbers))
    return numbers


def _metrics(page: EndPage, info: Info, shop: ShopNumbers, status: PanelStatus) -> Metrics:
    numbers = numbers_of(page, info, shop)
    facts = panel_facts(
        page,
        info,
        "Metrics",
        status=status,
        next_refresh_at=shop.next_refresh_at,
        as_of=numbers.as_of if numbers.counted else shop.as_of,
        is_stale=shop.is_stale,
    )
    return Metrics(numbers=numbers, currencies=shop.currencies, **facts)


def _status(shop: ShopNumbers) -> PanelStatus:
    return PanelStatus.READY if shop.is_ready and not shop.is_partial else PanelStatus.PARTIAL
