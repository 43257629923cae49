"""The pace of a LIVE: the rates that every counter of the session is worked out from."""

from __future__ import annotations

from dataclasses import dataclass

from upstreams.company.dice import Dice
from upstreams.company.stages import Stage


@dataclass(frozen=True, slots=True)
class Pace:
    """Rates of one LIVE. Ratios are 0..1; `order_value` is US dollars per SKU order."""

    impressions_per_hour: float
    enter_room_rate: float
    watch_seconds_per_view: float
    views_per_viewer: float
    peak_to_average: float
    clicks_per_view: float
    product_impressions_per_view: float
    carts_per_click: float
    orders_per_click: float
    order_quantile: float
    order_value: float
    mains_per_order: float
    items_per_order: float
    created_per_order: float
    buyers_per_main: float
    likes_per_view: float
    comments_per_view: float
    shares_per_view: float
    follows_per_view: float
    complaints_per_view: float
    gifters_per_viewer: float
    breath: float


def drawn_pace(dice: Dice, stage: Stage) -> Pace:
    """Return the pace of a LIVE of this stage, from the distributions that the company observed."""
    impressions, sigma = stage.impressions_per_hour
    skew = dice.lognormal
    return Pace(
        impressions_per_hour=skew(
            "impressions", median=impressions, sigma=sigma, low=0, high=impressions * 60
        ),
        enter_room_rate=skew("enter", median=0.05, sigma=0.5, low=0.006, high=0.35),
        watch_seconds_per_view=skew("watch", median=38, sigma=0.55, low=3, high=600),
        views_per_viewer=dice.between("repeat", 1.08, 1.55),
        peak_to_average=skew("peak", median=2.6, sigma=0.35, low=1.2, high=8),
        clicks_per_view=skew("ctr", median=0.075, sigma=0.55, low=0, high=0.45),
        product_impressions_per_view=dice.between("shelf", 3, 6),
        carts_per_click=dice.between("cart", 0.12, 0.3),
        orders_per_click=skew("ctor", median=stage.click_to_order, sigma=0.7, low=0, high=0.2),
        order_quantile=dice.uniform("orders"),
        order_value=skew("value", median=21, sigma=0.45, low=5, high=250),
        mains_per_order=dice.between("mains", 0.75, 1),
        items_per_order=dice.between("items", 1, 1.6),
        created_per_order=dice.between("created", 1, 1.15),
        buyers_per_main=dice.between("buyers", 0.85, 1),
        likes_per_view=skew("likes", median=0.45, sigma=0.9, low=0, high=20),
        comments_per_view=skew("comments", median=0.05, sigma=0.8, low=0, high=0.6),
        shares_per_view=skew("shares", median=0.004, sigma=0.7, low=0, high=0.1),
        follows_per_view=skew("follows", median=0.0035, sigma=0.7, low=0, high=0.1),
        complaints_per_view=skew("complaints", median=0.0006, sigma=0.8, low=0, high=0.02),
        gifters_per_viewer=skew("gifters", median=0.003, sigma=0.9, low=0, high=0.1),
        breath=dice.between("breath", 900, 2700),
    )
