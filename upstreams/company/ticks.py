"""The last tick: the counters that the creator's dashboard showed last."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bson.int64 import Int64

from upstreams.company.money import amount, from_dollars
from upstreams.company.sessions import Session


def tick_document(session: Session, at: float) -> dict[str, Any]:
    """Return the `last_tick` of a session as of the unix time `at`."""
    counters = session.counters(at)
    currency = session.display_currency
    return {
        "at": datetime.fromtimestamp(at, UTC),
        "impressions": Int64(counters.impressions),
        "views": Int64(counters.views),
        "viewers": Int64(counters.viewers),
        "pcu": Int64(counters.pcu),
        "acu": float(counters.acu),
        "avg_watch_seconds": float(counters.watch_seconds),
        "likes": Int64(counters.likes),
        "comments": Int64(counters.comments),
        "shares": Int64(counters.shares),
        "new_followers": Int64(counters.new_followers),
        "product_impressions": Int64(counters.product_impressions),
        "product_clicks": Int64(counters.product_clicks),
        "add_to_carts": Int64(counters.add_to_carts),
        "sku_orders": Int64(counters.sku_orders),
        "main_orders": Int64(counters.main_orders),
        "items_sold": Int64(counters.items_sold),
        "customers": Int64(counters.customers),
        "direct_gmv": amount(from_dollars(counters.gmv_dollars, currency), currency),
    }
