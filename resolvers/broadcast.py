"""Broadcast: LIVEs that are one to the viewers, and what of them may be added up."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import strawberry

from loaders.keys import Group
from loaders.measures import Measure
from loaders.metric_groups import GROUP_OF
from loaders.metrics import ShopNumbers, shop_numbers_by_session
from loaders.names import SHOP
from loaders.sessions import sessions_by_broadcast
from resolvers.context import Info
from resolvers.cost import READ, at_most
from resolvers.global_id import global_id
from resolvers.live_numbers import live_numbers
from resolvers.live_session import LiveSession, live_session
from resolvers.money import Money, money
from resolvers.needs import needs
from resolvers.node import Node
from resolvers.scalars import Long
from resolvers.semantic_non_null import NULL_BY_ERROR

_SUMMED = (
    Measure.DIRECT_GMV,
    Measure.SKU_ORDERS,
    Measure.ITEMS_SOLD,
    Measure.IMPRESSIONS,
    Measure.VIEWS,
    Measure.PRODUCT_CLICKS,
)
_MOST_SESSIONS = 20
_GROUPS: frozenset[Group] = frozenset(GROUP_OF[measure] for measure in _SUMMED)


@strawberry.type(
    description="Sums over the LIVEs of a broadcast. Viewers, buyers, averages and rates are not "
    "in it: people who came twice would count twice."
)
class BroadcastTotals:
    direct_gmv: list[Money] = strawberry.field(
        description="Direct GMV, one amount a display currency.",
        directives=[at_most(5)],
    )
    sku_orders: Long = strawberry.field(description="SKU orders.")
    items_sold: Long = strawberry.field(description="Items sold.")
    impressions: Long = strawberry.field(description="Impressions.")
    views: Long = strawberry.field(description="Views.")
    product_clicks: Long = strawberry.field(description="Product clicks.")
    is_complete: bool = strawberry.field(
        description="Whether each LIVE's numbers are in it; a LIVE may not be counted yet."
    )


@strawberry.type(
    description="LIVEs that are one to the viewers: one that broke off, and those that went on."
)
class Broadcast(Node):
    sessions: list[LiveSession] = strawberry.field(
        description="The LIVEs that it is made of, oldest first; the last twenty.",
        directives=[at_most(_MOST_SESSIONS)],
    )

    @strawberry.field(description="The seconds on air of all its LIVEs together.")
    def air_seconds(self) -> int:
        return sum(session.air_seconds for session in self.sessions)

    @strawberry.field(
        description="Sums over its shoppable LIVEs. Null: not loaded.",
        metadata=needs(*_GROUPS),
        directives=[NULL_BY_ERROR, READ],
    )
    async def totals(self, info: Info) -> BroadcastTotals | None:
        shoppable = [session for session in self.sessions if session.record.is_shoppable]
        found = await asyncio.gather(*(_numbers(session, info) for session in shoppable))
        return _totals(list(zip(shoppable, found, strict=True)), info)


async def load_broadcast(broadcast_id: str, info: Info) -> Broadcast | None:
    """The viewer's LIVEs of a broadcast; None when none of its LIVEs is theirs."""
    sessions = await info.context.load(sessions_by_broadcast, broadcast_id)
    viewer = info.context.viewer.creator_id
    ours = [live_session(one, info.context) for one in sessions if one.creator_id == viewer]
    if not ours:
        return None
    broadcast = global_id("Broadcast", broadcast_id)
    return Broadcast(id=strawberry.ID(broadcast), sessions=ours[-_MOST_SESSIONS:])


def _numbers(session: LiveSession, info: Info) -> asyncio.Future[ShopNumbers]:
    return info.context.load(shop_numbers_by_session, session.key(SHOP, info.context))


def _totals(found: list[tuple[LiveSession, ShopNumbers]], info: Info) -> BroadcastTotals:
    gmv: dict[str, Decimal] = {}
    sums: dict[Measure, int] = dict.fromkeys(_SUMMED, 0)
    is_complete = True
    for session, shop in found:
        numbers = live_numbers(session.record, session.derived, shop, now=lambda: info.context.now)
        for measure in _SUMMED:
            counted = numbers.counted.get(measure)
            if counted is None:
                is_complete = False
            elif measure is Measure.DIRECT_GMV:
                gmv[numbers.currency] = gmv.get(numbers.currency, Decimal(0)) + counted.value
            else:
                sums[measure] += int(counted.value)
    return BroadcastTotals(
        direct_gmv=[money(amount, currency) for currency, amount in sorted(gmv.items())],
        sku_orders=Long(sums[Measure.SKU_ORDERS]),
        items_sold=Long(sums[Measure.ITEMS_SOLD]),
        impressions=Long(sums[Measure.IMPRESSIONS]),
        views=Long(sums[Measure.VIEWS]),
        product_clicks=Long(sums[Measure.PRODUCT_CLICKS]),
        is_complete=is_complete,
    )
