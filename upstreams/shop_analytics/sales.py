"""The group `sales`: money and orders of a LIVE."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from upstreams.company.money import amount, converted, from_dollars, money
from upstreams.company.sessions import Session
from upstreams.company.settlement import ATTRIBUTION_SECONDS, Settlement, settled
from upstreams.company.strata import DAY
from upstreams.service.department import Item, SessionQuestion
from upstreams.service.times import string_seconds

# One creator in twenty sells for shops of a second currency.
_SECOND_CURRENCY_CHANCE = 0.05


def sales(question: SessionQuestion) -> Item:
    """Return money by definition, orders, and what was taken back later."""
    session, at = question.session, question.at
    currency = session.display_currency
    stand = settled(session, at)
    counters = session.counters(at)
    ended = session.ended_at(at)
    settles_from = ended if ended is not None else at
    return {
        "finality": stand.finality,
        "final_at": None if ended is None else string_seconds(ended + ATTRIBUTION_SECONDS),
        "display_currency": currency,
        "rate_date": datetime.fromtimestamp(settles_from, UTC).date().isoformat(),
        "direct_gmv": money(stand.direct, currency),
        "attributed_gmv": money(stand.attributed, currency),
        "24h_live_gmv": money(stand.within_day, currency),
        "24h_complete_at": string_seconds(settles_from + DAY),
        "refund_gmv": money(stand.refunded, currency),
        "est_commission": money(stand.commission, currency),
        "commission_base": money(stand.commission_base, currency),
        "direct_gmv_by_currency": by_currency(session, stand.direct),
        "sku_orders": counters.sku_orders,
        "created_sku_orders": counters.created_sku_orders,
        "main_orders": counters.main_orders,
        "items_sold": counters.items_sold,
        "customers": counters.customers,
        "restatements": _restatements(stand, currency),
    }


def by_currency(session: Session, direct: int) -> list[dict[str, str]]:
    """Return direct GMV in the currencies it was paid in; displayed they add up to `direct`."""
    currency = session.display_currency
    second = _second_currency(session)
    if second is None:
        return [money(direct, currency)]
    elsewhere = int(direct * session.dice.between("abroad", 0.2, 0.45))
    return [
        money(direct - elsewhere, currency),
        money(converted(elsewhere, currency, second), second),
    ]


def _second_currency(session: Session) -> str | None:
    if session.stratum is not None:
        return session.stratum.second_currency
    if not session.dice.chance("second currency", _SECOND_CURRENCY_CHANCE):
        return None
    return "EUR" if session.display_currency == "USD" else "USD"


def _restatements(stand: Settlement, currency: str) -> list[dict[str, Any]]:
    if stand.restated_from is None or stand.restated_at is None:
        return []
    return [
        {
            "metric": "direct_gmv",
            "from": amount(stand.restated_from, currency),
            "at": string_seconds(stand.restated_at),
            "reason": "RISK_ORDERS_REMOVED",
        }
    ]


def product_gmv(session: Session, direct: int, orders: int, of_orders: int) -> dict[str, str]:
    """Return a product's part of the direct GMV by its part of the orders."""
    currency = session.display_currency
    return money(direct * orders // of_orders if of_orders else from_dollars(0, currency), currency)
