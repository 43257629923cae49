"""The figures of a page as a test reads them: every one that there is, by its metric."""

from __future__ import annotations

from typing import Any

from tests.app.product import Product

GROUPS = {
    "sales": (
        "directGmv attributedGmv gmvWithin24h refundAmount estimatedCommission averageOrderValue "
        "gmvPerHour showGpm watchGpm skuOrders mainOrders itemsSold uniqueBuyers"
    ),
    "traffic": (
        "impressions impressionsPerHour enterRoomRate views uniqueViewers peakConcurrentViewers "
        "averageConcurrentViewers avgWatchSecondsPerView airSeconds"
    ),
    "products": ("productImpressions productClicks productCtr liveCtr clickToOrderRate addToCarts"),
    "engagement": "likes comments shares newFollowers commentRate followRate negativeFeedbackRate",
}
FRAGMENT = """
fragment F on Figure {
  metric missing asOf finality isEstimated finalAt restatement { from at reason }
  ... on MoneyFigure { money: value { amount currencyCode } }
  ... on CountFigure { count: value }
  ... on RateFigure { rate: value numerator denominator }
  ... on AverageFigure { average: value }
  ... on DurationFigure { seconds: value }
}
"""
_FIELDS = " ".join(
    f"{group} {{ {' '.join(f'{name} {{ ...F }}' for name in names.split())} }}"
    for group, names in GROUPS.items()
)
SELECTION = f"status asOf nextRefreshAt headline {{ ...F }} {_FIELDS}"
_CURRENCIES = "currencies: sales { rateDate directGmvByCurrency { amount currencyCode } }"
_DOCUMENT = f"""
query ($id: ID!) {{ endPage(sessionId: $id) {{
  session {{ airSeconds displayCurrency }} metrics {{ {SELECTION} {_CURRENCIES} }} }} }}
{FRAGMENT}"""


class Figures:
    """A metrics panel; `figures["DIRECT_GMV"]` is that figure, wherever on the panel it stands."""

    def __init__(self, page: dict[str, Any]) -> None:
        self.panel: dict[str, Any] = page["metrics"]
        self.session: dict[str, Any] = page["session"]
        self._by_metric = {
            figure["metric"]: figure for group in GROUPS for figure in self.panel[group].values()
        }

    def __getitem__(self, metric: str) -> dict[str, Any]:
        figure: dict[str, Any] = self._by_metric[metric]
        return figure

    def __iter__(self) -> Any:
        return iter(self._by_metric.values())

    def value(self, metric: str) -> Any:
        """The value of a figure that is not missing."""
        figure = self[metric]
        assert figure["missing"] is None, figure
        return next(figure[name] for name in _VALUES if name in figure)


_VALUES = ("money", "count", "rate", "average", "seconds")


async def figures_of(product: Product, kind: str, *, session: str | None = None) -> Figures:
    """Every figure of the kind's page, or of another session of the same creator."""
    identifier = session or product.session(kind)
    answer = await product.data(_DOCUMENT, of=kind, id=identifier)
    return Figures(answer["endPage"])
