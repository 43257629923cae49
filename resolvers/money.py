"""Money: an exact amount with its currency."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import strawberry

from resolvers.scalars import CurrencyCode

# ISO 4217 knows these as currencies without a minor unit; IDR has one that nobody uses.
_NO_MINOR_UNIT = frozenset({"JPY", "VND", "IDR", "KRW", "CLP"})


@strawberry.type(description="An exact amount of money.")
class Money:
    amount: Decimal = strawberry.field(description="The amount, in whole units of the currency.")
    currency_code: CurrencyCode = strawberry.field(description="The currency of the amount.")


def money(amount: Decimal, currency: str) -> Money:
    """``amount`` as it came: never rounded."""
    return Money(amount=amount, currency_code=CurrencyCode(currency))


def rounded_money(amount: Decimal, currency: str) -> Money:
    """A worked-out ``amount``, rounded half-even to the minor unit of ``currency``."""
    unit = Decimal(1) if currency in _NO_MINOR_UNIT else Decimal("0.01")
    return money(amount.quantize(unit, rounding=ROUND_HALF_EVEN), currency)
