"""Right after the end: what the page shows before and after shop analytics has counted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.app.figures import Figures, figures_of
from tests.app.product import Product, eventually, unix

# The counters of the last tick, and the figures that they are.
TICKED = {
    "sku_orders": "SKU_ORDERS",
    "main_orders": "MAIN_ORDERS",
    "items_sold": "ITEMS_SOLD",
    "customers": "UNIQUE_BUYERS",
    "impressions": "IMPRESSIONS",
    "views": "VIEWS",
    "viewers": "UNIQUE_VIEWERS",
    "pcu": "PEAK_CONCURRENT_VIEWERS",
    "product_impressions": "PRODUCT_IMPRESSIONS",
    "product_clicks": "PRODUCT_CLICKS",
    "add_to_carts": "ADD_TO_CARTS",
    "likes": "LIKES",
    "comments": "COMMENTS",
    "shares": "SHARES",
    "new_followers": "NEW_FOLLOWERS",
}
# Shop analytics alone knows these.
NOT_TICKED = {
    "ATTRIBUTED_GMV",
    "GMV_WITHIN_24H",
    "REFUND_AMOUNT",
    "ESTIMATED_COMMISSION",
    "NEGATIVE_FEEDBACK_RATE",
}


def never_behind(figures: Figures, tick: dict[str, Any]) -> None:
    """Every figure that the tick has is there, and is at least the tick's."""
    for name, metric in TICKED.items():
        assert figures.value(metric) >= tick[name], metric
    assert Decimal(figures.value("DIRECT_GMV")["amount"]) >= Decimal(tick["direct_gmv"])


async def test_the_page_is_never_behind_the_last_tick(product: Product) -> None:
    """At the end figures are the last tick's, provisional; later shop analytics', no smaller."""
    kind = "marketing"
    session = await product.simulate("start", "--creator", product.creator(kind))

    async def document() -> dict[str, Any]:
        return product.live.found(session)

    started = await document()
    ticked = await eventually(
        document, until=lambda now: now["last_tick"]["at"] > started["last_tick"]["at"]
    )
    assert ticked["last_tick"]["impressions"] > started["last_tick"]["impressions"]
    assert ticked["revision"] > started["revision"]
    await product.simulate("end", session)
    ended = await document()
    at_once = await figures_of(product, kind, session=session)
    never_behind(at_once, ticked["last_tick"])
    for name, metric in TICKED.items():
        assert at_once.value(metric) == ended["last_tick"][name], metric
    assert at_once.value("DIRECT_GMV")["amount"] == ended["last_tick"]["direct_gmv"]
    assert at_once.panel["status"] == "PARTIAL"
    assert unix(at_once.panel["nextRefreshAt"]) > unix(at_once.panel["asOf"])
    for figure in at_once:
        if figure["metric"] in NOT_TICKED:
            assert figure["missing"] == "NOT_READY"
        elif figure["metric"] != "AIR_SECONDS":
            assert (figure["missing"], figure["finality"]) == (None, "PROVISIONAL")

    async def later() -> Figures:
        return await figures_of(product, kind, session=session)

    counted = await eventually(later, until=lambda now: now.panel["status"] == "READY")
    never_behind(counted, ended["last_tick"])
    assert {figure["missing"] for figure in counted} == {None}
    assert counted["DIRECT_GMV"]["finality"] == "PROVISIONAL"


async def test_other_panels_are_pending_at_the_end(product: Product) -> None:
    """Benchmarks, link and diagnosis say when to come back; rewards and recordings have begun."""
    kind = "midnight_crossing"
    session = product.live.start(product.creator(kind))
    product.live.end(session)
    panels = ("benchmarks", "analyticsLink", "roomImprovements", "rewards", "journey")
    selection = " ".join(f"{name} {{ status nextRefreshAt asOf }}" for name in panels)
    document = f"""query ($id: ID!) {{ endPage(sessionId: $id) {{ {selection}
      benchmarks {{ stage comparisons {{ metric }} }}
      roomImprovements {{ outcome improvements {{ title }} }} }} }}"""
    page = (await product.data(document, of=kind, id=session))["endPage"]
    for name in ("benchmarks", "analyticsLink", "roomImprovements"):
        assert page[name]["status"] == "PENDING", name
        assert unix(page[name]["nextRefreshAt"]) > unix(page[name]["asOf"])
    assert page["benchmarks"]["stage"] == "UNKNOWN"
    assert page["benchmarks"]["comparisons"] == []
    assert page["roomImprovements"]["outcome"] is None
    assert page["rewards"]["status"] == "READY"
    assert page["journey"]["status"] == "READY"

    async def recordings() -> Any:
        asked = """query ($id: ID!) { endPage(sessionId: $id) {
          recordings { status nextRefreshAt replay { state } highlights { id } } } }"""
        return (await product.data(asked, of=kind, id=session))["endPage"]["recordings"]

    begun = await eventually(recordings, until=lambda now: now["replay"] is not None)
    # On a slow machine the first highlight may be there already.
    assert begun["status"] == ("PARTIAL" if begun["highlights"] else "PENDING")
    assert begun["replay"] == {"state": "PROCESSING"}
    assert begun["nextRefreshAt"] is not None


async def test_a_running_live_has_no_page_but_live_state(product: Product) -> None:
    """While it runs there is no page and no error, and the session counts air time."""
    document = (
        "query ($id: ID!) { endPage(sessionId: $id) { id } liveSession(sessionId: $id) {"
        " state endPageState endReason endedAt airSeconds nextCheckAt endPage { id } } }"
    )
    told = await product.data(document, of="live", id=product.session("live"))
    assert told["endPage"] is None
    live = told["liveSession"]
    assert (live["state"], live["endPageState"]) == ("LIVE", "NOT_ENDED")
    assert (live["endReason"], live["endedAt"], live["endPage"]) == (None, None, None)
    assert live["airSeconds"] >= 35 * 60
    assert live["nextCheckAt"] is not None
