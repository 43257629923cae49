"""Shop analytics as a department: its groups, and how long it needs after an end."""

from __future__ import annotations

from upstreams.company.sessions import Session
from upstreams.service.department import Delays, Department
from upstreams.service.times import string_seconds
from upstreams.shop_analytics.benchmarks import benchmarks
from upstreams.shop_analytics.engagement import engagement
from upstreams.shop_analytics.improvements import account_improvements, room_improvements
from upstreams.shop_analytics.links import analytics_link
from upstreams.shop_analytics.products import products
from upstreams.shop_analytics.sales import sales
from upstreams.shop_analytics.traffic import traffic


def _waits(session: Session, now: float, delays: Delays) -> float | None:
    """Return when the figures are there: some seconds after the end nothing is."""
    ended = session.ended_at(now)
    if ended is None or now >= ended + delays.analytics:
        return None
    return ended + delays.analytics


SHOP_ANALYTICS = Department(
    name="shop_analytics",
    session_groups={
        "sales": sales,
        "traffic": traffic,
        "products": products,
        "engagement": engagement,
        "benchmarks": benchmarks,
        "room_improvements": room_improvements,
        "analytics_link": analytics_link,
    },
    creator_groups={"account_improvements": account_improvements},
    waits=_waits,
    time=string_seconds,
)
