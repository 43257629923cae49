"""Missions of one LIVE: what is asked, what it pays and in which unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from upstreams.company.money import amount, from_dollars
from upstreams.company.sessions import Session
from upstreams.company.settlement import settled
from upstreams.company.strata import DAY, MINUTE
from upstreams.rewards.diamonds import diamonds

MONEY_KINDS = frozenset({"COUPON", "VOUCHER", "AD_CREDIT", "CASH"})


@dataclass(frozen=True, slots=True)
class Earned:
    """One mission fulfilled by one LIVE; `amount` is in the kind's unit, times are unix seconds."""

    mission: str
    kind: str
    amount: str
    currency: str | None
    rate: str | None
    available_after: float
    expires_after: float | None


def fulfilled(session: Session, now: float) -> Iterator[Earned]:
    """Yield the missions that a LIVE fulfilled."""
    counters = session.counters(now)
    air, gifts = counters.air_seconds, diamonds(session, now)
    if gifts:
        share = 38 if air >= 25 * MINUTE else 20
        yield _diamonds("LIVE_DURATION", gifts, share)
        if counters.new_followers >= 5:
            yield _diamonds("NEW_FOLLOWERS", gifts, 2)
    if air >= 5 * MINUTE:
        points = 10 * int(air // 3600) + min(200, counters.likes // 10) + 5
        yield Earned("LIVE_POINTS", "POINT", str(points), None, None, DAY, 90 * DAY)
    if session.is_shoppable and not session.is_practice:
        yield from _shop(session, now)


def _shop(session: Session, now: float) -> Iterator[Earned]:
    counters, currency = session.counters(now), session.display_currency
    if counters.air_seconds >= 3600 and session.products_added > 1:
        yield _money("SHOP_LIVE_HOUR", "COUPON", 5, currency, DAY, 14 * DAY)
    dollars = counters.gmv_dollars
    if dollars >= 50:
        yield _money("LIVE_GMV", "VOUCHER", 3, currency, DAY, 30 * DAY)
    if dollars >= 200:
        yield _money("LIVE_GMV_SPRINT", "AD_CREDIT", 20, currency, 2 * DAY, 30 * DAY)
    if dollars >= 1000 and settled(session, now).direct:
        yield _money("TOP_SELLER", "CASH", dollars * 0.01, currency, 16 * DAY, None)


def _diamonds(mission: str, gifts: int, share: int) -> Earned:
    earned = str(gifts * share // 100)
    return Earned(mission, "DIAMOND", earned, None, f"{share}%", 0, None)


def _money(
    mission: str, kind: str, dollars: float, currency: str, after: float, expires: float | None
) -> Earned:
    written = amount(from_dollars(dollars, currency), currency)
    return Earned(mission, kind, written, currency, None, after, expires)
