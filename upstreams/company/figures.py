"""Figures that may be compared between LIVEs: rates and per-hour figures, never totals."""

from __future__ import annotations

from upstreams.company.money import minor_units
from upstreams.company.sessions import Session
from upstreams.company.settlement import settled

# Metric and whether more of it is better, in the order of the funnel.
COMPARABLE: tuple[tuple[str, bool], ...] = (
    ("gmv_per_hour", True),
    ("impressions_per_hour", True),
    ("enter_room_rate", True),
    ("avg_watch_seconds_per_view", True),
    ("live_ctr", True),
    ("click_to_order_rate", True),
    ("watch_gpm", True),
    ("comment_rate", True),
    ("follow_rate", True),
    ("negative_feedback_rate", False),
)
MONEY_METRICS = frozenset({"gmv_per_hour", "watch_gpm"})


def figures(session: Session, now: float) -> dict[str, float | None]:
    """Return every comparable figure of a session, None where nothing is divided by.

    Rates are 0..1, money is in units of the display currency; gmv_per_hour is direct GMV / air
    hours, watch_gpm = direct GMV x 1000 / views.
    """
    counters = session.counters(now)
    direct = settled(session, now).direct / minor_units(session.display_currency)
    hours = counters.air_seconds / 3600
    views = counters.views
    return {
        "gmv_per_hour": _ratio(direct, hours),
        "impressions_per_hour": _ratio(counters.impressions, hours),
        "enter_room_rate": _ratio(views, counters.impressions),
        "avg_watch_seconds_per_view": counters.watch_seconds if views else None,
        "live_ctr": _ratio(counters.product_clicks, views),
        "click_to_order_rate": _ratio(counters.sku_orders, counters.product_clicks),
        "watch_gpm": _ratio(direct * 1000, views),
        "comment_rate": _ratio(counters.comments, views),
        "follow_rate": _ratio(counters.new_followers, views),
        "negative_feedback_rate": _ratio(counters.complaints, views),
    }


def _ratio(numerator: float, denominator: float) -> float | None:
    return numerator / denominator if denominator else None
