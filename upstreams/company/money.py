"""Money in whole minor units, and the way it is written in an answer."""

from __future__ import annotations

from upstreams.company.markets import PER_DOLLAR

# Currencies that have no minor unit in practice.
ZERO_DECIMALS = frozenset({"JPY", "VND", "IDR"})


def minor_units(currency: str) -> int:
    """Return how many minor units make one unit of `currency`: 100 for USD, 1 for JPY."""
    return 1 if currency in ZERO_DECIMALS else 100


def from_dollars(dollars: float, currency: str) -> int:
    """Return `dollars` as whole minor units of `currency`."""
    return int(dollars * PER_DOLLAR[currency] * minor_units(currency))


def to_dollars(minor: int, currency: str) -> float:
    """Return whole minor units of `currency` as dollars."""
    return minor / minor_units(currency) / PER_DOLLAR[currency]


def converted(minor: int, source: str, target: str) -> int:
    """Return `minor` of `source` as whole minor units of `target`."""
    return from_dollars(to_dollars(minor, source), target)


def amount(minor: int, currency: str) -> str:
    """Return the decimal string of an amount: 1511003 USD is "15110.03", 900 JPY is "900"."""
    units = minor_units(currency)
    if units == 1:
        return str(minor)
    sign, whole = ("-", -minor) if minor < 0 else ("", minor)
    return f"{sign}{whole // units}.{whole % units:02d}"


def money(minor: int, currency: str) -> dict[str, str]:
    """Return money as the services write it: an exact decimal string and its ISO 4217 code."""
    return {"amount": amount(minor, currency), "currency": currency}
