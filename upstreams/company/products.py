"""Products of a LIVE and how its clicks and orders fall on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from upstreams.company.counters import Counters
from upstreams.company.sessions import Session

# Beyond this many products nothing sells: the shelf is long, the pins are few.
_SELLING_PRODUCTS = 40


@dataclass(frozen=True, slots=True)
class ProductShare:
    """One product's part of a LIVE."""

    id: str
    impressions: int
    clicks: int
    sku_orders: int
    items_sold: int


def product_id(session: Session, position: int) -> str:
    """Return the id of the product at this position of the shelf, a 19-digit string."""
    return f"17{int(session.dice.uniform(f'product {position}') * 10**17):017d}"


def product_page(identifier: str) -> str:
    """Return the address of a product's page in the shop."""
    return f"https://shop.example/products/{identifier}"


def shares(session: Session, counters: Counters) -> list[ProductShare]:
    """Return each product's part, best first; the parts never exceed the LIVE's totals."""
    count = min(session.products_added, _SELLING_PRODUCTS)
    if count == 0:
        return []
    orders = _parted(counters.sku_orders, count)
    items = _parted(counters.items_sold - counters.sku_orders, count)
    clicks = _parted(counters.product_clicks, count)
    impressions = _parted(counters.product_impressions - counters.product_clicks, count)
    return [
        ProductShare(
            id=product_id(session, position),
            impressions=impressions[position] + clicks[position],
            clicks=clicks[position],
            sku_orders=orders[position],
            items_sold=orders[position] + (items[position] if orders[position] else 0),
        )
        for position in range(count)
    ]


def _parted(total: int, count: int) -> list[int]:
    """Return `total` in falling whole parts: the rest that rounding leaves goes to the first."""
    weights, whole = _weights(count)
    parts = [int(total * weight / whole) for weight in weights]
    parts[0] += total - sum(parts)
    return parts


@lru_cache(_SELLING_PRODUCTS + 1)
def _weights(count: int) -> tuple[tuple[float, ...], float]:
    weights = tuple(1 / (position + 1) ** 1.1 for position in range(count))
    return weights, sum(weights)
