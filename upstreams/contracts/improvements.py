"""The diagnosis of a LIVE and of an account, as the written contract has it."""

from __future__ import annotations

from upstreams.contracts.shapes import (
    COUNT,
    DECIMAL,
    LINK,
    METRIC,
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

_SUGGESTION: dict[str, Schema] = {
    "suggestion_id": TEXT,
    "code": TEXT,
    "dimension": one_of(
        "TRAFFIC", "CONTENT", "PRODUCT", "PROMOTION", "DILIGENCE", "SERVICE", "COMPLIANCE"
    ),
    "funnel_stage": one_of("DISCOVER", "ENGAGE", "PURCHASE"),
    "severity": described(
        one_of("CRITICAL", "WARNING", "OK", "STRENGTH"),
        "How the figure stands against the benchmark; only CRITICAL and WARNING are suggested",
    ),
    "metric": METRIC,
    "benchmark": DECIMAL,
    **TITLED,
    "action": record({"code": TEXT, "title": TEXT, "deep_link": LINK}),
    "evidence": listed(
        record({"kind": one_of("CLIP", "MOMENT"), "from_seconds": COUNT, "to_seconds": COUNT})
    ),
}
_DIAGNOSED: dict[str, Schema] = {
    "status": one_of("READY", "PENDING"),
    "next_refresh_at": optional(STRING_TIME),
    "outcome": described(
        optional(one_of("CAN_DO_BETTER", "GOOD", "BELOW_THRESHOLD", "VIOLATION")),
        "Null while the status is PENDING; GOOD has no items",
    ),
}
# What the status says of the rest.
_PENDING_IS_EMPTY: Schema = {
    "if": {"properties": {"status": {"const": "PENDING"}}},
    "then": {"properties": {"outcome": {"type": "null"}, "items": {"maxItems": 0}}},
    "else": {"properties": {"outcome": {"type": "string"}}},
}
_VIOLATION = record({"code": TEXT, **TITLED, "occurred_at": STRING_TIME, "appeal_link": LINK})
ROOM_IMPROVEMENTS: Schema = {
    **record(
        {
            **_DIAGNOSED,
            "violation": described(
                optional(_VIOLATION),
                "Of a suspended LIVE; told at once, also while the diagnosis is PENDING",
            ),
            "items": listed(record(_SUGGESTION)),
        }
    ),
    **_PENDING_IS_EMPTY,
}
ACCOUNT_IMPROVEMENTS: Schema = {
    **record(
        {
            **_DIAGNOSED,
            "window_days": COUNT,
            "items": listed(record({**_SUGGESTION, "observed": DECIMAL})),
        }
    ),
    **_PENDING_IS_EMPTY,
}
