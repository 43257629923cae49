"""The panels of a page by the service that they come from, and a page without its clocks."""

from __future__ import annotations

from typing import Any

from tests.app.product import OPERATIONS, Answer, Product, eventually
from tests.app.services import JOURNEY, REWARDS, SHOP

PANELS_OF = {
    SHOP: ("metrics", "benchmarks", "analyticsLink", "roomImprovements", "accountImprovements"),
    REWARDS: ("rewards",),
    JOURNEY: ("journey",),
}
_CLOCKS = frozenset({"asOf", "servedAt", "nextRefreshAt"})


async def full_page(product: Product, kind: str) -> Answer:
    """The answer to the APP's whole page."""
    return await product.ask(OPERATIONS["EndPageFull"], of=kind, sessionId=product.session(kind))


async def whole_again(product: Product) -> Answer:
    """The APP's whole page, as soon as nothing of it is broken any more."""
    return await eventually(
        lambda: full_page(product, "final"), until=lambda answer: "errors" not in answer
    )


def without_clocks(value: Any) -> Any:
    """What must be the same when the same page is asked for twice."""
    if isinstance(value, dict):
        return {name: without_clocks(inner) for name, inner in value.items() if name not in _CLOCKS}
    if isinstance(value, list):
        return [without_clocks(inner) for inner in value]
    return value


def paths(*panels: str) -> set[str]:
    """The paths at which errors of these panels stand."""
    return {f"endPage.{panel}" for panel in panels}
