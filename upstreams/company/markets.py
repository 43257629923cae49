"""The markets of the company: currency, time zone, and what a US dollar is there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Market:
    """One market. `per_dollar` is a fixed exchange rate; a replay is kept for `replay_days`."""

    code: str
    currency: str
    time_zone: str
    per_dollar: float
    replay_days: int
    weight: float


MARKETS: tuple[Market, ...] = (
    Market("US", "USD", "America/New_York", 1.0, 90, 30),
    Market("GB", "GBP", "Europe/London", 0.79, 90, 10),
    Market("ID", "IDR", "Asia/Jakarta", 15800.0, 30, 14),
    Market("TH", "THB", "Asia/Bangkok", 35.2, 30, 9),
    Market("PH", "PHP", "Asia/Manila", 56.4, 30, 7),
    Market("MY", "MYR", "Asia/Kuala_Lumpur", 4.45, 30, 6),
    Market("VN", "VND", "Asia/Ho_Chi_Minh", 25300.0, 30, 8),
    Market("SG", "SGD", "Asia/Singapore", 1.34, 30, 2),
    Market("MX", "MXN", "America/Mexico_City", 18.3, 90, 6),
    Market("SA", "SAR", "Asia/Riyadh", 3.75, 90, 3),
    Market("BR", "BRL", "America/Sao_Paulo", 5.4, 90, 5),
    Market("ES", "EUR", "Europe/Madrid", 0.92, 90, 4),
    Market("JP", "JPY", "Asia/Tokyo", 151.0, 30, 3),
)
MARKET_BY_CODE = {market.code: market for market in MARKETS}
PER_DOLLAR = {market.currency: market.per_dollar for market in MARKETS}
