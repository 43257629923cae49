"""The groups of shop analytics, as the written contract has them."""

from __future__ import annotations

from upstreams.contracts.improvements import ACCOUNT_IMPROVEMENTS, ROOM_IMPROVEMENTS
from upstreams.contracts.shapes import (
    AMOUNT,
    COUNT,
    CURRENCY,
    DECIMAL,
    FINALITY,
    ID,
    LINK,
    METRIC,
    MONEY,
    PERCENT,
    SECONDS,
    STRING_TIME,
    TEXT,
    TITLED,
    Schema,
    described,
    listed,
    one_of,
    optional,
    record,
)

_SETTLES: dict[str, Schema] = {"finality": FINALITY, "final_at": optional(STRING_TIME)}

_SALES = record(
    {
        **_SETTLES,
        "display_currency": CURRENCY,
        "rate_date": {"type": "string", "format": "date"},
        "direct_gmv": described(MONEY, "Orders placed straight from this LIVE"),
        "attributed_gmv": described(MONEY, "Direct, and bought elsewhere within 14 days"),
        "24h_live_gmv": described(MONEY, "Paid within 24 hours"),
        "24h_complete_at": STRING_TIME,
        "refund_gmv": MONEY,
        "est_commission": MONEY,
        "commission_base": MONEY,
        "direct_gmv_by_currency": listed(MONEY, most=2),
        "sku_orders": COUNT,
        "created_sku_orders": COUNT,
        "main_orders": COUNT,
        "items_sold": COUNT,
        "customers": COUNT,
        "restatements": listed(
            record({"metric": TEXT, "from": AMOUNT, "at": STRING_TIME, "reason": TEXT})
        ),
    }
)
_SOURCE = one_of("FOR_YOU", "FOLLOWING", "SHARE", "PROFILE", "SHOP_TAB", "SEARCH", "PAID", "OTHER")
_TRAFFIC = record(
    {
        **_SETTLES,
        "impressions": COUNT,
        "views": COUNT,
        "viewers": COUNT,
        "acu": {"type": "number", "minimum": 0},
        "pcu": COUNT,
        "avg_viewing_duration": described(SECONDS, "Seconds per view"),
        "avg_viewing_duration_per_viewer": described(SECONDS, "Seconds per viewer"),
        "enter_room_rate": PERCENT,
        "sources": listed(record({"source": _SOURCE, "impressions": COUNT, "views": COUNT})),
    }
)
_PRODUCTS = record(
    {
        **_SETTLES,
        "products_added": COUNT,
        "different_products_sold": COUNT,
        "product_impressions": COUNT,
        "produt_clicks": described(COUNT, "Product clicks; the name is misspelt and stays so"),
        "add_to_cart_count": COUNT,
        "click_through_rate": described(PERCENT, "Product clicks / LIVE views"),
        "product_click_through_rate": described(PERCENT, "Product clicks / product impressions"),
        "click_to_order_rate": described(PERCENT, "SKU orders / product clicks"),
        "top_products": listed(
            record(
                {
                    "product_id": ID,
                    "name": TEXT,
                    "direct_gmv": MONEY,
                    "items_sold": COUNT,
                    "product_impressions": COUNT,
                    "produt_clicks": COUNT,
                    "sku_orders": COUNT,
                }
            ),
            most=20,
        ),
    }
)
_ENGAGEMENT = described(
    record(
        {
            **_SETTLES,
            "likes": COUNT,
            "comments": COUNT,
            "shares": COUNT,
            "new_followers": COUNT,
            "negative_feedback": COUNT,
            "gifters": COUNT,
        }
    ),
    "Absent for affiliate accounts",
)
_COHORT = record(
    {
        "market": TEXT,
        "level_band": {"type": "string", "pattern": "^L[0-8]-L[1-9]$"},
        "category_id": TEXT,
        "category_name": TEXT,
        "duration_bucket": {"type": "string", "pattern": "^[0-9]+-[0-9]+$"},
        "size": COUNT,
        "basis": one_of("DURATION", "CATEGORY", "CATEGORY_L1", "MARKET"),
    }
)
_BENCHMARKS = record(
    {
        "frozen_at": STRING_TIME,
        "stage": one_of("NEW", "GROWING", "SEASONED", "TOP"),
        "level": {"type": "string", "pattern": "^L[0-8]$"},
        "cohort": optional(_COHORT),
        "peers": listed(
            record(
                {
                    "metric": METRIC,
                    "average": DECIMAL,
                    "top_10": DECIMAL,
                    "higher_is_better": {"type": "boolean"},
                }
            )
        ),
        "own": listed(
            record(
                {
                    "metric": METRIC,
                    "window": one_of("OWN_28D"),
                    "average": DECIMAL,
                    "points": listed(
                        record({"live_id": ID, "ended_at": STRING_TIME, "value": DECIMAL}), most=10
                    ),
                }
            )
        ),
        "tips": listed(
            record(
                {
                    "code": TEXT,
                    "topic": one_of("PERFORMANCE", "ENGAGEMENT", "CONVERSION"),
                    **TITLED,
                    "deep_link": LINK,
                }
            )
        ),
    }
)
_TARGET: dict[str, Schema] = {
    "deep_link": LINK,
    "fallback_url": LINK,
    "least_app_version": {"type": "string", "pattern": "^[0-9]+[.][0-9]+[.][0-9]+$"},
}

SESSION_GROUPS: dict[str, Schema] = {
    "sales": _SALES,
    "traffic": _TRAFFIC,
    "products": _PRODUCTS,
    "engagement": _ENGAGEMENT,
    "benchmarks": _BENCHMARKS,
    "room_improvements": ROOM_IMPROVEMENTS,
    "analytics_link": record(
        {
            "session": record(_TARGET),
            "overall": record({**_TARGET, "window_days": COUNT}),
        }
    ),
}
CREATOR_GROUPS: dict[str, Schema] = {
    "account_improvements": ACCOUNT_IMPROVEMENTS,
}
TIME = STRING_TIME
