"""Field groups as shop analytics sends them: an hour's LIVE with round figures."""

from __future__ import annotations

from typing import Any

from tests.fakes.times import COUNTED_AT, ENDED_AT, unix


def usd(amount: str, currency: str = "USD") -> dict[str, str]:
    """An amount of money as it is sent."""
    return {"amount": amount, "currency": currency}


def sales(**changes: Any) -> dict[str, Any]:
    """40 SKU orders of 1200 dollars."""
    group = {
        "finality": "PROVISIONAL",
        "final_at": unix(ENDED_AT),
        "display_currency": "USD",
        "rate_date": "2026-11-21",
        "direct_gmv": usd("1200.00"),
        "attributed_gmv": usd("1500.00"),
        "24h_live_gmv": usd("1250.00"),
        "24h_complete_at": unix(COUNTED_AT),
        "refund_gmv": usd("60.00"),
        "est_commission": usd("120.00"),
        "commission_base": usd("1100.00"),
        "direct_gmv_by_currency": [usd("1000.00"), usd("180.00", "EUR")],
        "sku_orders": 40,
        "created_sku_orders": 44,
        "main_orders": 32,
        "items_sold": 50,
        "customers": 30,
        "restatements": [],
    }
    return {**group, **changes}


def traffic(**changes: Any) -> dict[str, Any]:
    """2000 views of 40000 impressions."""
    group = {
        "finality": "PROVISIONAL",
        "final_at": None,
        "impressions": 40_000,
        "views": 2_000,
        "viewers": 1_500,
        "acu": 25.5,
        "pcu": 80,
        "avg_viewing_duration": "46",
        "enter_room_rate": "5.00%",
        "sources": [{"source": "FOR_YOU", "impressions": 30_000, "views": 1_500}],
    }
    return {**group, **changes}


def products(**changes: Any) -> dict[str, Any]:
    """400 clicks; the misspelt name is the contract's own."""
    group = {
        "finality": "PROVISIONAL",
        "final_at": None,
        "product_impressions": 8_000,
        "produt_clicks": 400,
        "add_to_cart_count": 120,
    }
    return {**group, **changes}


def engagement(**changes: Any) -> dict[str, Any]:
    """What viewers did beside buying."""
    group = {
        "finality": "PROVISIONAL",
        "final_at": None,
        "likes": 900,
        "comments": 100,
        "shares": 8,
        "new_followers": 14,
        "negative_feedback": 4,
    }
    return {**group, **changes}


def benchmarks(**changes: Any) -> dict[str, Any]:
    """A growing creator in a cohort that is wide enough; no figures compared yet."""
    group = {
        "frozen_at": unix(ENDED_AT),
        "stage": "GROWING",
        "level": "L4",
        "cohort": cohort(),
        "peers": [],
        "own": [],
        "tips": [],
    }
    return {**group, **changes}


def cohort(**changes: Any) -> dict[str, Any]:
    """120 LIVEs of the same market, level, category and length."""
    group = {
        "market": "US",
        "level_band": "L3-L4",
        "category_id": "601152",
        "category_name": "Coats",
        "duration_bucket": "60-120",
        "size": 120,
        "basis": "DURATION",
    }
    return {**group, **changes}


def peer(metric: str, average: str, top_10: str, *, higher: bool = True) -> dict[str, Any]:
    """What the cohort reaches in a metric."""
    return {"metric": metric, "average": average, "top_10": top_10, "higher_is_better": higher}


def suggestion(id_: str, severity: str, dimension: str = "TRAFFIC", **changes: Any) -> Any:
    """Something to do better."""
    item = {
        "suggestion_id": id_,
        "code": f"code-{id_}",
        "dimension": dimension,
        "funnel_stage": "DISCOVER",
        "severity": severity,
        "metric": "enter_room_rate",
        "benchmark": "0.08",
        "title": "A title",
        "body": "A body",
        "action": {"code": "OPEN_GUIDE", "title": "Open", "deep_link": "app://guide"},
        "evidence": [{"kind": "CLIP", "from_seconds": 60, "to_seconds": 90}],
    }
    return {**item, **changes}


def improvements(*items: Any, **changes: Any) -> dict[str, Any]:
    """A diagnosis that is there."""
    group = {
        "status": "READY",
        "next_refresh_at": None,
        "outcome": "CAN_DO_BETTER",
        "violation": None,
        "items": list(items),
        "window_days": 28,
    }
    return {**group, **changes}


def analytics_link() -> dict[str, Any]:
    """Both targets."""
    target = {
        "deep_link": "app://analytics/live",
        "fallback_url": "https://example.com/live",
        "least_app_version": "39.2.0",
    }
    return {"session": target, "overall": {**target, "window_days": 28}}


def groups() -> dict[str, Any]:
    """Every group that shop analytics has."""
    return {
        "sales": sales(),
        "traffic": traffic(),
        "products": products(),
        "engagement": engagement(),
        "benchmarks": benchmarks(),
        "room_improvements": improvements(),
        "analytics_link": analytics_link(),
        "account_improvements": improvements(),
    }
