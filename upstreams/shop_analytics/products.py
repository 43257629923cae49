"""The group `products`: from the shelf to the order."""

from __future__ import annotations

from upstreams.company.products import shares
from upstreams.company.settlement import settled
from upstreams.service.department import Item, SessionQuestion
from upstreams.service.times import percent
from upstreams.shop_analytics.sales import product_gmv
from upstreams.shop_analytics.traffic import traffic_header

_TOP_PRODUCTS = 20


def products(question: SessionQuestion) -> Item:
    """Return the product funnel; `produt_clicks` is misspelt in the contract and stays so."""
    session, at = question.session, question.at
    counters = session.counters(at)
    direct = settled(session, at).direct
    parts = shares(session, counters)
    clicks = counters.product_clicks
    name = session.creator.category.code
    return {
        **traffic_header(session, at),
        "products_added": session.products_added,
        "different_products_sold": sum(1 for part in parts if part.sku_orders),
        "product_impressions": counters.product_impressions,
        "produt_clicks": clicks,
        "add_to_cart_count": counters.add_to_carts,
        "click_through_rate": _rate(clicks, counters.views),
        "product_click_through_rate": _rate(clicks, counters.product_impressions),
        "click_to_order_rate": _rate(counters.sku_orders, clicks),
        "top_products": [
            {
                "product_id": part.id,
                "name": f"{question.words.title('PRODUCT_' + name)} {position + 1}",
                "direct_gmv": product_gmv(session, direct, part.sku_orders, counters.sku_orders),
                "items_sold": part.items_sold,
                "product_impressions": part.impressions,
                "produt_clicks": part.clicks,
                "sku_orders": part.sku_orders,
            }
            for position, part in enumerate(parts[:_TOP_PRODUCTS])
        ],
    }


def _rate(numerator: int, denominator: int) -> str | None:
    """Return the rate as text; the service writes 0.00% where it divides by nothing."""
    return percent(numerator / denominator if denominator else 0.0)
