"""Last tick: the numbers that the creator last saw while LIVE, from the session's own document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import structlog

from loaders.counts import Counts, newest_of
from loaders.measures import Counted, Finality, Measure, Measures, Provenance
from loaders.session import LastTick
from loaders.spellings import exact

_log = structlog.get_logger(__name__)

_READ: dict[Measure, Callable[[LastTick], int | Decimal]] = {
    Measure.DIRECT_GMV: lambda tick: exact(tick.direct_gmv),
    Measure.SKU_ORDERS: lambda tick: tick.sku_orders,
    Measure.MAIN_ORDERS: lambda tick: tick.main_orders,
    Measure.ITEMS_SOLD: lambda tick: tick.items_sold,
    Measure.UNIQUE_BUYERS: lambda tick: tick.customers,
    Measure.IMPRESSIONS: lambda tick: tick.impressions,
    Measure.VIEWS: lambda tick: tick.views,
    Measure.UNIQUE_VIEWERS: lambda tick: tick.viewers,
    Measure.PEAK_CONCURRENT_VIEWERS: lambda tick: tick.pcu,
    Measure.AVERAGE_CONCURRENT_VIEWERS: lambda tick: exact(str(tick.acu)),
    Measure.AVG_WATCH_SECONDS_PER_VIEW: lambda tick: exact(str(tick.avg_watch_seconds)),
    Measure.PRODUCT_IMPRESSIONS: lambda tick: tick.product_impressions,
    Measure.PRODUCT_CLICKS: lambda tick: tick.product_clicks,
    Measure.ADD_TO_CARTS: lambda tick: tick.add_to_carts,
    Measure.LIKES: lambda tick: tick.likes,
    Measure.COMMENTS: lambda tick: tick.comments,
    Measure.SHARES: lambda tick: tick.shares,
    Measure.NEW_FOLLOWERS: lambda tick: tick.new_followers,
}


def never_behind_tick(measures: Measures, tick: LastTick | None, *, has_ended: bool) -> Measures:
    """``measures``, with what the tick has counted later, or they do not have."""
    if tick is None:
        return measures
    try:
        exact(tick.direct_gmv)
    except ValueError:
        _log.warning("bad_last_tick")
        return measures
    finality = Finality.PROVISIONAL if has_ended else Finality.LIVE
    return newest_of(measures, Measures(_TickCounts(tick, Provenance(tick.at, finality))))


class _TickCounts(Counts):
    """The numbers of one tick, all of one moment."""

    __slots__ = ("_provenance", "_tick")

    def __init__(self, tick: LastTick, provenance: Provenance) -> None:
        self._tick = tick
        self._provenance = provenance

    def get(self, key: Measure, default: Any = None) -> Any:
        """The number of a measure, or ``default``."""
        read = _READ.get(key)
        return default if read is None else Counted(read(self._tick), self._provenance)

    def newest_at(self) -> datetime:
        """When they were counted."""
        return self._provenance.as_of

    def __iter__(self) -> Iterator[Measure]:
        return iter(_READ)
