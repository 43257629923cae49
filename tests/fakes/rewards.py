"""Field groups as the rewards service sends them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.fakes.documents import LIVE
from tests.fakes.times import ENDED_AT, unix

# The Monday before the LIVE, which was on a Sunday.
MONDAY = datetime(2026, 11, 16, tzinfo=ENDED_AT.tzinfo)


def reward(id_: str, kind: str, amount: str, currency: str | None, **changes: Any) -> Any:
    """One reward."""
    item = {
        "reward_id": id_,
        "mission_id": f"mission-{id_}",
        "mission_code": "SELL_TEN",
        "title": "Sell ten",
        "body": "You sold ten items.",
        "kind": kind,
        "amount": amount,
        "currency": currency,
        "rate": None,
        "state": "EARNED",
        "available_at": None,
        "expires_at": None,
        "reversal": None,
    }
    return {**item, **changes}


def earned(*items: Any, **changes: Any) -> dict[str, Any]:
    """What a LIVE earned."""
    group = {
        "status": "READY",
        "next_refresh_at": None,
        "diamonds_received": 120,
        "items": list(items),
    }
    return {**group, **changes}


def week(monday: datetime, diamonds: str, state: str = "PENDING") -> dict[str, Any]:
    """The weekly part of one week."""
    return {
        "week_starts_at": unix(monday),
        "week_ends_at": unix(monday + timedelta(days=7)),
        "rate": "8%",
        "diamonds": diamonds,
        "state": state,
        "added_at": None,
    }


def trend_point(session_id: str, ended_at: datetime, diamonds: int) -> dict[str, Any]:
    """The diamonds of one LIVE."""
    return {"live_id": session_id, "ended_at": unix(ended_at), "diamonds": diamonds}


def groups() -> dict[str, Any]:
    """Every group that rewards has."""
    return {
        "earned": earned(reward("r1", "DIAMOND", "120", None)),
        "weekly": {"weeks": [week(MONDAY, "240")]},
        "trend": {"points": [trend_point(LIVE, ENDED_AT, 120)]},
    }
