"""The strata that every company has, however small: rare cases that a test or a person must meet.

The first creators of a company are these, one creator a kind, in this order. `pace` overrides rates
of the kind's session, which is the creator's newest one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from upstreams.company import stages
from upstreams.company.stages import Stage

MINUTE = 60
HOUR = 3600
DAY = 86400

# A session that sells well enough to fill every panel.
_GOOD: Mapping[str, float] = {
    "impressions_per_hour": 40_000,
    "enter_room_rate": 0.06,
    "clicks_per_view": 0.09,
    "orders_per_click": 0.05,
    "order_quantile": 0.6,
    "comments_per_view": 0.06,
}
# What is below the usual in every cohort, so that there is something to do better.
_WEAK: Mapping[str, float] = {"follows_per_view": 0.0015, "watch_seconds_per_view": 29}
# What is above the usual in every cohort, so that nothing is left to suggest.
_STRONG: Mapping[str, float] = {
    **_GOOD,
    "watch_seconds_per_view": 60,
    "clicks_per_view": 0.11,
    "order_value": 30,
    "comments_per_view": 0.09,
    "follows_per_view": 0.008,
    "complaints_per_view": 0.0002,
}


@dataclass(frozen=True, slots=True)
class Stratum:
    """One forced case.

    `ended_ago` is in seconds before the anchor; `running` sessions have not ended and are kept by
    the simulator; `habits` overrides rates of the creator's other sessions.
    """

    kind: str
    stage: Stage = stages.SEASONED
    market: str = "US"
    account_type: str = "OFFICIAL"
    sessions: int = 12
    ended_ago: int = 2 * HOUR
    air_seconds: int = 75 * MINUTE
    pace: Mapping[str, float] = field(default_factory=lambda: _GOOD)
    habits: Mapping[str, float] = field(default_factory=dict)
    products_added: int = 18
    end: str = "ENDED"
    end_reason: str | None = "HOST_ENDED"
    is_practice: bool = False
    running: str | None = None
    crossing: str | None = None
    second_currency: str | None = None
    broadcast_parts: int = 1
    small_cohort: bool = False
    restated: bool = False
    replay: str | None = None
    highlights: int | None = None


STRATA: tuple[Stratum, ...] = (
    Stratum("ended", sessions=24, highlights=6, pace={**_GOOD, **_WEAK}, habits=_WEAK),
    Stratum("live", running="LIVE"),
    Stratum("not_shoppable", products_added=0),
    Stratum("suspended", end="SUSPENDED", end_reason="COUNTERFEIT_PRODUCT"),
    Stratum(
        "new_creator",
        stage=stages.NEW,
        sessions=2,
        air_seconds=24 * MINUTE,
        products_added=5,
        pace={"impressions_per_hour": 900, "enter_room_rate": 0.08, "orders_per_click": 0},
    ),
    Stratum(
        "top_creator",
        stage=stages.TOP,
        sessions=60,
        air_seconds=4 * HOUR,
        products_added=80,
        highlights=20,
        pace={**_GOOD, "impressions_per_hour": 160_000},
    ),
    Stratum("two_currencies", second_currency="GBP"),
    Stratum("zero_views", stage=stages.NEW, sessions=1, pace={"enter_room_rate": 0}),
    Stratum("jpy", market="JP"),
    Stratum("continuation", broadcast_parts=3, sessions=14),
    Stratum("cohort_too_small", market="SG", small_cohort=True),
    Stratum("restated", ended_ago=16 * DAY, restated=True),
    Stratum("affiliate", account_type="AFFILIATE"),
    Stratum("practice", is_practice=True),
    Stratum("cancelled", end="CANCELLED", end_reason=None),
    Stratum("false_start", air_seconds=40, pace={**_GOOD, "comments_per_view": 0.01}),
    Stratum("replay_deleted", replay="DELETED"),
    Stratum("paused", running="PAUSED"),
    Stratum("growing_creator", stage=stages.GROWING, pace={**_GOOD, "impressions_per_hour": 6_000}),
    Stratum("seasoned_creator", market="GB", sessions=20),
    Stratum("dst_crossing", crossing="DST", air_seconds=3 * HOUR),
    Stratum("midnight_crossing", crossing="MIDNIGHT", air_seconds=2 * HOUR),
    Stratum("no_clicks", pace={**_GOOD, "clicks_per_view": 0}),
    Stratum("zero_sales", stage=stages.GROWING, pace={**_GOOD, "orders_per_click": 0}),
    Stratum("vnd", market="VN"),
    Stratum(
        "beyond_32_bits",
        stage=stages.TOP,
        sessions=20,
        pace={**_GOOD, "impressions_per_hour": 6e9, "product_impressions_per_view": 5.5},
    ),
    Stratum("marathon", market="JP", air_seconds=56 * HOUR, sessions=8),
    Stratum("marketing", account_type="MARKETING"),
    Stratum("replay_processing", replay="PROCESSING", ended_ago=3 * MINUTE),
    Stratum("replay_partial", replay="PARTIAL"),
    Stratum("replay_failed", replay="FAILED"),
    Stratum("replay_expired", replay="EXPIRED", ended_ago=95 * DAY),
    Stratum("replay_not_saved", replay="NOT_SAVED"),
    Stratum("settling", ended_ago=5 * DAY),
    Stratum("final", ended_ago=20 * DAY),
    Stratum("disconnected", running="DISCONNECTED"),
    Stratum("silent", running="SILENT"),
    Stratum("scheduled", running="SCHEDULED"),
    Stratum("lost_connection", end="ENDED", end_reason="SYSTEM"),
    Stratum("good_performance", pace=_STRONG, habits=_STRONG),
)
