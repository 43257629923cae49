"""Money after the end: attribution, refunds and corrections that arrive over days."""

from __future__ import annotations

from dataclasses import dataclass

from upstreams.company.money import from_dollars
from upstreams.company.sessions import Session
from upstreams.company.strata import DAY

PROVISIONAL_SECONDS = 2 * DAY
ATTRIBUTION_SECONDS = 14 * DAY
RESTATED_AFTER_SECONDS = 9 * DAY
_RESTATED_SHARE = 0.82


@dataclass(frozen=True, slots=True)
class Settlement:
    """Amounts in minor units of the display currency, as they stand at one moment."""

    finality: str
    direct: int
    attributed: int
    within_day: int
    refunded: int
    commission: int
    commission_base: int
    restated_from: int | None
    restated_at: int | None


def finality(session: Session, now: float, *, settles: bool = True) -> str:
    """Return LIVE, PROVISIONAL, SETTLING, FINAL or RESTATED; traffic is final without settling."""
    ended = session.ended_at(now)
    if ended is None:
        return "LIVE"
    age = now - ended
    if age < PROVISIONAL_SECONDS:
        return "PROVISIONAL"
    if settles and _is_restated(session) and age >= RESTATED_AFTER_SECONDS:
        return "RESTATED"
    if settles and age < ATTRIBUTION_SECONDS:
        return "SETTLING"
    return "FINAL"


def settled(session: Session, now: float) -> Settlement:
    """Return a session's money as of `now`.

    Until two days after the end the direct GMV is exactly what the counters say; then the official
    figure takes over, which differs by up to 2 per cent for seven LIVEs in ten.
    """
    terms, currency = session.terms, session.display_currency
    ended = session.ended_at(now)
    age = now - ended if ended is not None else 0.0
    counted = session.counters(now).gmv_dollars
    official = counted * (terms.correction if age >= PROVISIONAL_SECONDS else 1.0)
    is_restated = _is_restated(session) and age >= RESTATED_AFTER_SECONDS
    direct = official * (_RESTATED_SHARE if is_restated else 1.0)
    elsewhere = direct * (terms.attributed_ratio - 1)
    attributed = direct + elsewhere * _share(age, ATTRIBUTION_SECONDS)
    within_day = direct + elsewhere * _share(min(age, DAY), ATTRIBUTION_SECONDS)
    base = attributed * terms.untaxed_share
    refunded = direct * terms.refund_rate * _share(age, 30 * DAY)
    return Settlement(
        finality=finality(session, now),
        direct=from_dollars(direct, currency),
        attributed=from_dollars(attributed, currency),
        within_day=from_dollars(within_day, currency),
        refunded=from_dollars(refunded, currency),
        commission=from_dollars(base * terms.commission_rate, currency),
        commission_base=from_dollars(base, currency),
        restated_from=from_dollars(official, currency) if is_restated else None,
        restated_at=int(ended + RESTATED_AFTER_SECONDS) if is_restated and ended else None,
    )


def _is_restated(session: Session) -> bool:
    return session.terms.is_restated if session.stratum is None else session.stratum.restated


def _share(age: float, over: float) -> float:
    """Return how much of what arrives `over` some seconds has arrived: quickly at first."""
    return float(min(1.0, max(0.0, age) / over) ** 0.5)
