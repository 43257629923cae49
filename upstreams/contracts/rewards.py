"""The groups of rewards, as the written contract has them."""

from __future__ import annotations

from upstreams.contracts.shapes import (
    AMOUNT,
    COUNT,
    CURRENCY,
    ID,
    PERCENT,
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

_REVERSAL = record({"at": STRING_TIME, "reason_code": TEXT, **TITLED})
_REWARD = record(
    {
        "reward_id": TEXT,
        "mission_id": TEXT,
        "mission_code": TEXT,
        **TITLED,
        "kind": one_of("DIAMOND", "POINT", "COUPON", "VOUCHER", "AD_CREDIT", "CASH"),
        "amount": described(AMOUNT, "Units; of money kinds the amount of money"),
        "currency": optional(CURRENCY),
        "rate": optional(PERCENT),
        "state": one_of("EARNED", "PENDING", "AVAILABLE", "REVERSED", "EXPIRED"),
        "available_at": STRING_TIME,
        "expires_at": optional(STRING_TIME),
        "reversal": optional(_REVERSAL),
    }
)

SESSION_GROUPS: dict[str, Schema] = {
    "earned": record(
        {
            "status": one_of("READY", "PENDING"),
            "next_refresh_at": optional(STRING_TIME),
            "diamonds_received": COUNT,
            "items": listed(_REWARD),
        }
    ),
}
CREATOR_GROUPS: dict[str, Schema] = {
    "weekly": record(
        {
            "weeks": listed(
                record(
                    {
                        "week_starts_at": described(STRING_TIME, "A Monday, 00:00 UTC"),
                        "week_ends_at": STRING_TIME,
                        "rate": PERCENT,
                        "diamonds": {"type": "string", "pattern": "^[0-9]+$"},
                        "state": one_of("PENDING", "ADDED"),
                        "added_at": STRING_TIME,
                    }
                ),
                most=8,
            )
        }
    ),
    "trend": record(
        {
            "points": listed(
                record({"live_id": ID, "ended_at": STRING_TIME, "diamonds": COUNT}), most=20
            )
        }
    ),
}
TIME = STRING_TIME
