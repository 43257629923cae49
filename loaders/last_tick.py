"""Last tick: the numbers that the creator last saw while LIVE, from the session's own document."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import structlog

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


def measures_of_tick(tick: LastTick | None, *, has_ended: bool) -> Measures:
    """The measures that a tick carries; none when there never was a tick."""
    if tick is None:
        return Measures({})
    try:
        exact(tick.direct_gmv)
    except ValueError:
        _log.warning("bad_last_tick")
        return Measures({})
    finality = Finality.PROVISIONAL if has_ended else Finality.LIVE
    provenance = Provenance(tick.at, finality)
    return Measures({measure: Counted(read(tick), provenance) for measure, read in _READ.items()})
