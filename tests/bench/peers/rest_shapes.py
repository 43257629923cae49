"""REST shapes: what of each panel is shown, and under which names in JSON.

A shape lists the attributes that are shown, each with its name in JSON and, where it holds more,
the shape of that. Moments and decimals stay themselves until they are written.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from strawberry.utils.str_converters import to_camel_case

Shape: TypeAlias = "tuple[tuple[str, str, Shape | None], ...]"


def _shape(names: str, **inside: Shape) -> Shape:
    plain = tuple((name, to_camel_case(name), None) for name in names.split())
    return plain + tuple((name, to_camel_case(name), shape) for name, shape in inside.items())


def shown(value: Any, shape: Shape) -> Any:
    """A value in its shape: an object, a list of them, or None."""
    if value is None:
        return None
    if isinstance(value, list):
        return [shown(one, shape) for one in value]
    return {
        name: getattr(value, attribute)
        if inside is None
        else shown(getattr(value, attribute), inside)
        for attribute, name, inside in shape
    }


_HEADER = "id status is_stale as_of next_refresh_at "
MONEY = _shape("amount currency_code")
SESSION = _shape(
    "id session_id title state started_at ended_at end_reason air_seconds time_zone "
    "display_currency"
)
_TARGET = _shape("deep_link fallback_url least_app_version window_days")
_IMPROVEMENT = _shape(
    "suggestion_id code dimension funnel_stage severity metric observed benchmark title body",
    action=_shape("code title deep_link"),
)
_RECORDING = _shape(
    "id kind state reason title starts_at_seconds duration_seconds size_bytes expires_at",
    poster=_shape("cache_key width height"),
)
PEERS = _shape("average top_ten delta band")
OWN = _shape("basis average delta", points=_shape("session_id ended_at value"))
BENCHMARKS = _shape(
    _HEADER + "stage level frozen_at",
    cohort=_shape("market level_band category_name duration_bucket size basis is_suppressed"),
    tips=_shape("code topic title body deep_link"),
)
ANALYTICS_LINK = _shape(_HEADER, session_details=_TARGET, overall=_TARGET)
ROOM_IMPROVEMENTS = _shape(
    _HEADER + "outcome",
    violation=_shape("code title body occurred_at appeal_link"),
    improvements=_IMPROVEMENT,
)
ACCOUNT_IMPROVEMENTS = _shape(_HEADER + "outcome window_days", improvements=_IMPROVEMENT)
REWARDS = _shape(
    _HEADER + "diamonds_received",
    items=_shape(
        "reward_id mission_code title kind amount rate state available_at",
        value=MONEY,
        reversal=_shape("at reason_code title"),
    ),
    weekly=_shape("week_starts_at week_ends_at rate diamonds state added_at"),
    trend=_shape("session_id ended_at diamonds"),
)
_PROGRESS = "code title unit current target added_by_this_live is_reached "
JOURNEY = _shape(
    _HEADER,
    level=_shape("level season_ends_at league league_change"),
    milestones=_shape(_PROGRESS + "tier state deadline_at"),
    goals=_shape(_PROGRESS + "period ends_at"),
    opportunities=_shape("opportunity_id code type title reason deep_link expires_at"),
)
RECORDINGS = _shape(_HEADER, replay=_RECORDING, highlights=_RECORDING)
_GROUPS = {
    "sales": "direct_gmv attributed_gmv gmv_within_24h refund_amount estimated_commission "
    "average_order_value gmv_per_hour sku_orders main_orders items_sold unique_buyers",
    "traffic": "impressions enter_room_rate views unique_viewers peak_concurrent_viewers "
    "average_concurrent_viewers avg_watch_seconds_per_view",
    "products": "product_impressions product_clicks product_ctr live_ctr click_to_order_rate "
    "add_to_carts",
    "engagement": "likes comments shares new_followers comment_rate follow_rate",
}
FIGURES = {group: _shape(names) for group, names in _GROUPS.items()}
FACTS = _shape(_HEADER)
LISTED = _shape("id session_id title started_at air_seconds end_page_state")
