"""Live numbers: what is known of a LIVE's numbers, from shop analytics and from its last tick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from loaders.counts import newest_at
from loaders.last_tick import never_behind_tick
from loaders.measures import MONEY, Measures, Missing
from loaders.metrics import ShopNumbers
from loaders.session import Session
from loaders.session_state import SessionState, State

if TYPE_CHECKING:
    from resolvers.figure import Figure
    from resolvers.metric import Metric


class LiveNumbers(Measures, frozen=True, kw_only=True):
    """Measures with what figures need beside them: the currency and the time on air.

    ``figures`` are those that have been worked out: a figure stands in several panels.
    """

    currency: str
    air_seconds: int
    has_ended: bool
    as_of: datetime
    session_as_of: datetime
    figures: dict[Metric, Figure] = msgspec.field(default_factory=dict)


def live_numbers(
    session: Session, state: SessionState, shop: ShopNumbers, *, now: Callable[[], datetime]
) -> LiveNumbers:
    """The newest numbers that anybody has: at the end they are never behind the last tick.

    ``now`` is asked where nothing else says as of when they are.
    """
    has_ended = state.state is State.ENDED
    counted_by_shop = shop.measures
    if shop.currencies and shop.currencies.display != session.display_currency:
        # Amounts of two currencies under one name would be worse than none.
        counted_by_shop = counted_by_shop.without(MONEY, Missing.UPSTREAM_ERROR)
    newest = never_behind_tick(counted_by_shop, session.last_tick, has_ended=has_ended)
    return LiveNumbers(
        counted=newest.counted,
        missing=newest.missing,
        currency=session.display_currency,
        air_seconds=state.air_seconds,
        has_ended=has_ended,
        as_of=newest_at(newest.counted) or now(),
        session_as_of=state.ended_at or now(),
    )
