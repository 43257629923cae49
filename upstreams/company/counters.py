"""Counters of a LIVE as a function of its air time: what the dashboard shows and analytics keep.

Last tick and shop analytics are the same function, so a figure never jumps back at the end. Every
count is monotone in air time, and at every second these hold:
viewers <= views, customers <= main <= sku <= items, sku <= created, clicks <= product impressions,
average concurrency (ACU) = views x watch seconds per view / air seconds,
ACU <= peak concurrency (PCU) <= viewers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from upstreams.company.dice import poisson_quantile
from upstreams.company.pace import Pace

# How strongly the audience swells and ebbs; below one, or a count could fall.
_SWELL = 0.3
# Nobody can have watched for longer than the LIVE has run, and on average much less.
_WATCHED_SHARE = 0.6
# The peak is reached within the first half hour.
_PEAK_AFTER_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Counters:
    """Totals after `air_seconds`; `acu` is an average, `watch_seconds` is per view."""

    air_seconds: float
    impressions: int
    views: int
    viewers: int
    pcu: int
    acu: float
    watch_seconds: float
    likes: int
    comments: int
    shares: int
    new_followers: int
    complaints: int
    gifters: int
    product_impressions: int
    product_clicks: int
    add_to_carts: int
    sku_orders: int
    created_sku_orders: int
    main_orders: int
    items_sold: int
    customers: int
    gmv_dollars: float


def counted(pace: Pace, air_seconds: float, *, is_shoppable: bool = True) -> Counters:
    """Return the counters of a LIVE of this pace after `air_seconds` on air."""
    air = max(0.0, air_seconds)
    impressions = int(pace.impressions_per_hour / 3600 * _audience_seconds(air, pace.breath))
    views = int(impressions * pace.enter_room_rate)
    viewers = math.ceil(views / pace.views_per_viewer)
    watch = min(pace.watch_seconds_per_view, air * _WATCHED_SHARE)
    shelf = views if is_shoppable else 0
    clicks = int(shelf * pace.clicks_per_view)
    orders = min(poisson_quantile(pace.order_quantile, clicks * pace.orders_per_click), clicks)
    mains = math.ceil(orders * pace.mains_per_order)
    return Counters(
        air_seconds=air,
        impressions=impressions,
        views=views,
        viewers=viewers,
        pcu=min(_peak(pace, air), viewers),
        acu=round(views * watch / air, 1) if air else 0.0,
        watch_seconds=round(watch, 3),
        likes=int(views * pace.likes_per_view),
        comments=int(views * pace.comments_per_view),
        shares=int(views * pace.shares_per_view),
        new_followers=int(views * pace.follows_per_view),
        complaints=int(views * pace.complaints_per_view),
        gifters=int(viewers * pace.gifters_per_viewer),
        product_impressions=int(shelf * pace.product_impressions_per_view),
        product_clicks=clicks,
        add_to_carts=max(int(clicks * pace.carts_per_click), orders),
        sku_orders=orders,
        created_sku_orders=math.ceil(orders * pace.created_per_order),
        main_orders=mains,
        items_sold=int(orders * pace.items_per_order),
        customers=math.ceil(mains * pace.buyers_per_main),
        gmv_dollars=orders * pace.order_value,
    )


def _audience_seconds(air: float, breath: float) -> float:
    """Return air time weighted by a swelling and ebbing audience; its slope is never negative."""
    turn = 2 * math.pi / breath
    return air + _SWELL / turn * (1 - math.cos(turn * air))


def _peak(pace: Pace, air: float) -> int:
    """Return the peak so far: never below any average there can have been, rising for a while."""
    views_per_second = pace.impressions_per_hour / 3600 * pace.enter_room_rate * (1 + _SWELL)
    largest_average = views_per_second * pace.watch_seconds_per_view
    rise = (pace.peak_to_average - 1) * min(1.0, air / _PEAK_AFTER_SECONDS)
    return math.ceil(largest_average * (1 + rise))
