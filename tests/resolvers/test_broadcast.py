"""Broadcast: LIVEs that are one to the viewers, and the sums of what may be added up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from resolvers.schema import schema
from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, live_id, session, tick
from tests.fakes.times import ENDED_AT, STARTED_AT

TOTALS = """broadcast { airSeconds sessions { sessionId } totals { isComplete
  directGmv { amount currencyCode } skuOrders itemsSold impressions views productClicks } }"""
COUNTS = st.integers(min_value=0, max_value=10**9)


def part(number: int, **changes: Any) -> dict[str, Any]:
    """One LIVE of a broadcast that began with LIVE; each lasted an hour."""
    made = STARTED_AT + timedelta(hours=number)
    return session(live_id(number), broadcast_id=LIVE, created_at=made, **changes)


def money(amount: str, currency: str) -> dict[str, Any]:
    """Sales of which every amount is in ``currency``."""
    names = ("direct_gmv", "attributed_gmv", "24h_live_gmv", "refund_gmv", "est_commission")
    return {"display_currency": currency, **dict.fromkeys(names, shop.usd(amount, currency))}


async def broadcast(company: FakeCompany) -> Any:
    data = await company.data(f'{{ liveSession(sessionId: "{LIVE}") {{ {TOTALS} }} }}')
    return data["liveSession"]["broadcast"]


@given(
    st.lists(
        st.tuples(
            COUNTS, COUNTS, st.decimals(min_value=0, max_value=10**6, places=2), st.booleans()
        ),
        min_size=1,
        max_size=5,
    )
)
async def test_totals_are_the_sums_of_their_lives(
    counted: list[tuple[int, int, Decimal, bool]],
) -> None:
    """Counts over all of them, money one amount a currency and to the last digit."""
    company = FakeCompany()
    gmv: dict[str, Decimal] = {}
    for number, (views, orders, amount, is_euro) in enumerate(counted, start=1):
        currency = "EUR" if is_euro else "USD"
        gmv[currency] = gmv.get(currency, Decimal(0)) + amount
        company.mongo.put("live_sessions", part(number, display_currency=currency))
        sales = shop.sales(sku_orders=orders, items_sold=orders, **money(f"{amount:f}", currency))
        groups = {"traffic": shop.traffic(views=views), "sales": sales}
        company.shop.say(live_id(number), groups=groups)
    found = await broadcast(company)
    totals = found["totals"]
    assert found["airSeconds"] == 3600 * len(counted)
    assert totals["views"] == sum(views for views, _, _, _ in counted)
    assert totals["skuOrders"] == totals["itemsSold"] == sum(orders for _, orders, _, _ in counted)
    assert totals["impressions"] == 40_000 * len(counted)
    assert totals["productClicks"] == 400 * len(counted)
    assert {m["currencyCode"]: Decimal(m["amount"]) for m in totals["directGmv"]} == gmv
    assert totals["isComplete"] is True


async def test_a_broadcast_costs_one_more_find_and_one_call(company: FakeCompany) -> None:
    """All its LIVEs' numbers together, and only the groups of what is summed."""
    company.mongo.put("live_sessions", part(1), part(2), part(3))
    found = await broadcast(company)
    assert [one["sessionId"] for one in found["sessions"]] == [live_id(n) for n in (1, 2, 3)]
    assert company.calls() == {"live_sessions": 2, "shop_analytics": 1}
    groups = {"sales", "traffic", "products"}
    assert company.shop.group_sets() == [{live_id(n): groups for n in (1, 2, 3)}]


async def test_a_broadcast_without_totals_asks_no_upstream(company: FakeCompany) -> None:
    """Its LIVEs and their time on air are in the database."""
    await company.data(
        f'{{ liveSession(sessionId: "{LIVE}") {{ broadcast {{ airSeconds sessions {{ id }} }} }} }}'
    )
    assert company.calls() == {"live_sessions": 2}


async def test_what_is_not_counted_yet_makes_totals_incomplete(company: FakeCompany) -> None:
    """The others are summed, the last tick stands in where there is one, and that is told."""
    company.mongo.put("live_sessions", part(1), part(2, last_tick=tick(ENDED_AT)), part(3))
    for number in (2, 3):
        company.shop.say(live_id(number), status="NOT_READY")
    totals = (await broadcast(company))["totals"]
    assert (totals["views"], totals["isComplete"]) == (2000 + 1950, False)


async def test_lives_that_were_not_shoppable_are_not_summed(company: FakeCompany) -> None:
    """They belong to the broadcast, and have no numbers of the shop."""
    company.mongo.put("live_sessions", part(1), part(2, products_added=0))
    found = await broadcast(company)
    assert len(found["sessions"]) == 2
    assert (found["totals"]["views"], found["totals"]["isComplete"]) == (2000, True)
    assert company.shop.group_sets() == [{LIVE: {"sales", "traffic", "products"}}]


async def test_totals_that_cannot_be_loaded_are_null(company: FakeCompany) -> None:
    """The LIVEs of the broadcast are there all the same."""
    company.shop.failure = RuntimeError("bug")
    answer = await company.ask(f'{{ liveSession(sessionId: "{LIVE}") {{ {TOTALS} }} }}')
    assert answer.data is not None
    assert answer.data["liveSession"]["broadcast"]["totals"] is None
    assert [error["path"] for error in answer.errors] == [["liveSession", "broadcast", "totals"]]


def test_what_counts_people_is_not_summed() -> None:
    """Who came twice would count twice: uniques, averages and rates have no total."""
    fields = set(schema._schema.type_map["BroadcastTotals"].fields)  # type: ignore[attr-defined]
    assert fields == {
        "directGmv",
        "skuOrders",
        "itemsSold",
        "impressions",
        "views",
        "productClicks",
        "isComplete",
    }
