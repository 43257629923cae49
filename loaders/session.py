"""Session: a LIVE as the LIVE service writes it, raw facts only.

What is shown of it is derived by ``loaders.session_state``.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from loaders.words import Word

COLLECTION = "live_sessions"


class EventKind(Word):
    """What happened to a LIVE."""

    SCHEDULED = "SCHEDULED"
    STARTED = "STARTED"
    PAUSED = "PAUSED"
    RESUMED = "RESUMED"
    DISCONNECTED = "DISCONNECTED"
    RECONNECTED = "RECONNECTED"
    ENDED = "ENDED"
    SUSPENDED = "SUSPENDED"
    CANCELLED = "CANCELLED"
    CONTINUED = "CONTINUED"
    UNKNOWN = "UNKNOWN"


_KINDS = dict(EventKind.__members__)


class SessionEvent(msgspec.Struct, frozen=True):
    """One thing that happened, at ``at`` (UTC); ``revision`` is the session's own after it."""

    revision: int
    at: datetime
    kind: str
    reason: str | None = None

    @property
    def known_kind(self) -> EventKind:
        """The kind; UNKNOWN for one that a newer LIVE service has and we have not."""
        return _KINDS.get(self.kind, EventKind.UNKNOWN)


class LastTick(msgspec.Struct, frozen=True):
    """The counters that the creator last saw while LIVE, as of ``at``.

    Money is a decimal string in the session's display currency.
    """

    at: datetime
    impressions: int
    views: int
    viewers: int
    pcu: int
    acu: float
    avg_watch_seconds: float
    likes: int
    comments: int
    shares: int
    new_followers: int
    product_impressions: int
    product_clicks: int
    add_to_carts: int
    sku_orders: int
    main_orders: int
    items_sold: int
    customers: int
    direct_gmv: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One LIVE. ``revision`` rises with every write of the LIVE service.

    ``read_at`` is ours: when the database was asked for it (UTC), where it may be long ago.
    """

    id: str = msgspec.field(name="_id")
    creator_id: str
    broadcast_id: str
    continuation_of: str | None = None
    continued_by: str | None = None
    time_zone: str
    display_currency: str
    title: str
    is_practice: bool = False
    products_added: int = 0
    created_at: datetime
    events: list[SessionEvent]
    last_seen_at: datetime | None = None
    last_tick: LastTick | None = None
    revision: int
    read_at: datetime | None = None

    @property
    def is_shoppable(self) -> bool:
        """Whether at least one product was added: that is what makes a LIVE shoppable."""
        return self.products_added > 0
