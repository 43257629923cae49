"""The groups of the journey, as the written contract has them; its times are numbers."""

from __future__ import annotations

from upstreams.contracts.shapes import (
    DECIMAL,
    LINK,
    NUMBER_TIME,
    TEXT,
    TITLED,
    Schema,
    described,
    listed,
    one_of,
    optional,
    record,
)

_CODE = one_of(
    "FIRST_LIVE",
    "FIRST_SHOPPABLE_LIVE",
    "FIRST_LIVE_ORDER",
    "LIVE_DAYS_STREAK",
    "CUMULATIVE_LIVE_HOURS",
    "AVG_CONCURRENT",
    "LIVE_GMV",
    "FOLLOWERS",
    "LEVEL_UP",
    "LEAGUE_UP",
)
_TIER = described(optional(TEXT), "Which step of the milestone; null when it has one only")
_UNIT = one_of("COUNT", "DAYS", "HOURS", "USD", "FOLLOWERS")
_STATE = one_of("LOCKED", "IN_PROGRESS", "COMPLETED", "CLAIMED", "EXPIRED")

_STEP = described(
    DECIMAL, "By how much current rose: min(target, after) - min(target, before), never below 0"
)

SESSION_GROUPS: dict[str, Schema] = {
    "progress": record(
        {
            "milestones": described(
                listed(record({"code": _CODE, "tier": _TIER, "added": _STEP})),
                "Each tier that this LIVE moved, named by the tier of the group milestones",
            ),
            "goals": listed(record({"code": TEXT, "added": DECIMAL})),
            "league_change": {"type": "integer", "enum": [-1, 0, 1]},
        }
    ),
}
CREATOR_GROUPS: dict[str, Schema] = {
    "level": record(
        {
            "level": {"type": "string", "pattern": "^L[0-8]$"},
            "season_ends_at": NUMBER_TIME,
            "league": {"type": "string", "pattern": "^[A-D][1-5]$"},
            "league_next_review_at": NUMBER_TIME,
        }
    ),
    "milestones": record(
        {
            "items": listed(
                record(
                    {
                        "code": _CODE,
                        "tier": _TIER,
                        **TITLED,
                        "unit": _UNIT,
                        "current": DECIMAL,
                        "target": DECIMAL,
                        "state": _STATE,
                        "deadline_at": optional(NUMBER_TIME),
                    }
                )
            )
        }
    ),
    "goals": record(
        {
            "items": listed(
                record(
                    {
                        "code": TEXT,
                        **TITLED,
                        "period": one_of("DAY", "WEEK", "MONTH"),
                        "unit": _UNIT,
                        "current": DECIMAL,
                        "target": DECIMAL,
                        "state": _STATE,
                        "ends_at": NUMBER_TIME,
                    }
                )
            )
        }
    ),
    "opportunities": record(
        {
            "items": listed(
                record(
                    {
                        "opportunity_id": TEXT,
                        "code": TEXT,
                        "type": one_of("MISSION", "CAMPAIGN", "TRAINING", "FEATURE"),
                        **TITLED,
                        "reason_code": TEXT,
                        "reason": TEXT,
                        "deep_link": LINK,
                        "expires_at": optional(NUMBER_TIME),
                    }
                )
            )
        }
    ),
}
TIME = NUMBER_TIME
