"""Figures: one number on the page, with its provenance."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import strawberry

from tests.bench.peers.stock.words import CurrencyCode, Finality, Long, Metric, Missing

_WHOLE = ("JPY", "VND", "IDR", "KRW", "CLP")


@strawberry.type
class Money:
    amount: Decimal
    currency_code: CurrencyCode


@strawberry.type
class Restatement:
    from_: Decimal = strawberry.field(name="from")
    at: datetime
    reason: str


@strawberry.interface
class Figure:
    metric: Metric
    missing: Missing | None
    as_of: datetime
    finality: Finality
    is_estimated: bool
    final_at: datetime | None
    restatement: Restatement | None


@strawberry.type
class MoneyFigure(Figure):
    value: Money | None


@strawberry.type
class CountFigure(Figure):
    value: Long | None


@strawberry.type
class RateFigure(Figure):
    value: float | None
    numerator: Long | None
    denominator: Long | None


@strawberry.type
class AverageFigure(Figure):
    value: float | None


@strawberry.type
class DurationFigure(Figure):
    value: float | None


def money(amount: Decimal, currency: str) -> Money:
    """An amount as it came."""
    return Money(amount=amount, currency_code=CurrencyCode(currency))


def rounded(amount: Decimal, currency: str) -> Money:
    """An amount that was worked out, to the currency's minor unit."""
    return money(amount.quantize(Decimal(1) if currency in _WHOLE else Decimal("0.01")), currency)


def value_of(shown: Figure) -> Decimal | None:
    """The number that a figure shows."""
    if isinstance(shown, MoneyFigure):
        return shown.value.amount if shown.value else None
    value = getattr(shown, "value", None)
    return None if value is None else Decimal(str(value))
