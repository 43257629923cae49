"""Documents as the LIVE service and the recordings service write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.fakes.times import ENDED_AT, STARTED_AT

CREATOR = "6800000000000000001"
SOMEBODY_ELSE = "6800000000000000002"
LIVE = "7200000000000000001"

Happening = tuple[str, datetime] | tuple[str, datetime, str]
ENDED: tuple[Happening, ...] = (("STARTED", STARTED_AT), ("ENDED", ENDED_AT, "HOST_ENDED"))


def live_id(number: int) -> str:
    """The id of one of many LIVEs; 1 is ``LIVE``."""
    return f"72{number:017d}"


def events(*happened: Happening) -> list[dict[str, Any]]:
    """What happened, in this order: (kind, at) or (kind, at, reason)."""
    return [
        {
            "revision": revision,
            "kind": happening[0],
            "at": happening[1],
            "reason": happening[2] if len(happening) > 2 else None,
        }
        for revision, happening in enumerate(happened, start=1)
    ]


def session(id_: str = LIVE, *happened: Happening, **changes: Any) -> dict[str, Any]:
    """A Shoppable LIVE of an hour that its host has ended, but for ``changes``."""
    document = {
        "_id": id_,
        "creator_id": CREATOR,
        "broadcast_id": id_,
        "continuation_of": None,
        "continued_by": None,
        "account_type": "OFFICIAL",
        "market": "US",
        "time_zone": "America/New_York",
        "display_currency": "USD",
        "title": "Autumn coats",
        "is_practice": False,
        "products_added": 12,
        "created_at": STARTED_AT,
        "events": events(*(happened or ENDED)),
        "last_seen_at": ENDED_AT,
        "last_tick": None,
        "revision": 7,
    }
    return {**document, **changes}


def tick(at: datetime = ENDED_AT, **changes: Any) -> dict[str, Any]:
    """The counters that the creator last saw; a little behind what shop analytics counts."""
    counters = {
        "at": at,
        "impressions": 39_000,
        "views": 1_950,
        "viewers": 1_450,
        "pcu": 79,
        "acu": 25.25,
        "avg_watch_seconds": 45.5,
        "likes": 890,
        "comments": 99,
        "shares": 7,
        "new_followers": 13,
        "product_impressions": 7_800,
        "product_clicks": 390,
        "add_to_carts": 118,
        "sku_orders": 39,
        "main_orders": 31,
        "items_sold": 49,
        "customers": 29,
        "direct_gmv": "1170.00",
    }
    return {**counters, **changes}


def recording(id_: str, session_id: str = LIVE, **changes: Any) -> dict[str, Any]:
    """A replay that can be played, but for ``changes``."""
    document: dict[str, Any] = {
        "_id": id_,
        "live_id": session_id,
        "creator_id": CREATOR,
        "kind": "REPLAY",
        "state": "READY",
        "reason": None,
        "title": "Autumn coats",
        "starts_at_seconds": 0,
        "duration_seconds": 3600.0,
        "size_bytes": 5_000_000_000,
        "segments": [],
        "poster": {"key": f"poster/{id_}", "width": 720, "height": 1280},
        "product_id": None,
        "product_clicks": 0,
        "ready_at": ENDED_AT,
        "next_check_at": None,
        "expires_at": None,
        "revision": 1,
    }
    return {**document, **changes}
