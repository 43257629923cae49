"""T0: right after the end nobody sees less than what the creator last saw while LIVE."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, session, tick
from tests.fakes.times import COUNTED_AT, ENDED_AT, SOON, STARTED_AT, unix, wire

METRICS = """metrics { status asOf nextRefreshAt
  sales { directGmv { value { amount currencyCode } finality asOf missing restatement { from } }
    refundAmount { value { amount } missing } }
  traffic { views { value finality asOf } enterRoomRate { value finality asOf } } }"""


def not_ready(company: FakeCompany) -> None:
    """Shop analytics has nothing yet, and says when."""
    company.shop.say(LIVE, status="NOT_READY", next_refresh_at=unix(SOON))


def with_tick(company: FakeCompany, at: datetime = ENDED_AT, **counters: Any) -> None:
    """The LIVE carries its last tick."""
    company.mongo.put("live_sessions", session(last_tick=tick(at, **counters)))


async def test_the_last_tick_is_served_as_provisional(company: FakeCompany) -> None:
    """While shop analytics has nothing, its numbers are the page's; what it lacks is NOT_READY."""
    not_ready(company)
    with_tick(company)
    metrics = (await company.page(METRICS))["metrics"]
    assert metrics == {
        "status": "PARTIAL",
        "asOf": wire(ENDED_AT),
        "nextRefreshAt": wire(SOON),
        "sales": {
            "directGmv": {
                "value": {"amount": "1170.00", "currencyCode": "USD"},
                "finality": "PROVISIONAL",
                "asOf": wire(ENDED_AT),
                "missing": None,
                "restatement": None,
            },
            "refundAmount": {"value": None, "missing": "NOT_READY"},
        },
        "traffic": {
            "views": {"value": 1950, "finality": "PROVISIONAL", "asOf": wire(ENDED_AT)},
            "enterRoomRate": {"value": 0.05, "finality": "PROVISIONAL", "asOf": wire(ENDED_AT)},
        },
    }


async def test_the_headline_is_whole_from_the_tick(company: FakeCompany) -> None:
    """None of the nine figures at the top of the page is missing at the first moment."""
    not_ready(company)
    with_tick(company)
    headline = (await company.page("metrics { headline { metric missing } }"))["metrics"][
        "headline"
    ]
    assert [figure["missing"] for figure in headline] == [None] * 9


async def test_without_a_tick_numbers_are_not_ready(company: FakeCompany) -> None:
    """Nothing is made up; only the time on air is known."""
    not_ready(company)
    headline = (await company.page("metrics { headline { metric missing } }"))["metrics"][
        "headline"
    ]
    missing = {figure["metric"]: figure["missing"] for figure in headline}
    assert missing.pop("AIR_SECONDS") is None
    assert set(missing.values()) == {"NOT_READY"}


async def test_a_source_that_is_behind_the_tick_is_not_shown(company: FakeCompany) -> None:
    """Numbers never jump back to what was counted before the tick."""
    with_tick(company)
    before = ENDED_AT - timedelta(minutes=5)
    old = {"traffic": shop.traffic(views=1_000)}
    company.shop.say(LIVE, as_of=unix(before), groups=old)
    metrics = (await company.page(METRICS))["metrics"]
    assert metrics["traffic"]["views"]["value"] == 1950
    assert metrics["sales"]["directGmv"]["value"]["amount"] == "1170.00"
    # The tick does not carry refunds: what shop analytics knew of them is shown.
    assert metrics["sales"]["refundAmount"]["value"] == {"amount": "60.00"}


async def test_a_source_that_is_newer_is_shown_even_where_it_is_smaller(
    company: FakeCompany,
) -> None:
    """Risky orders were taken out: the smaller number is the true one, and says what it was."""
    with_tick(company)
    change = {
        "metric": "direct_gmv",
        "from": "1170.00",
        "at": unix(COUNTED_AT),
        "reason": "RISK_ORDERS_REMOVED",
    }
    sales = shop.sales(finality="RESTATED", direct_gmv=shop.usd("900.00"), restatements=[change])
    company.shop.say(LIVE, groups={"sales": sales, "traffic": shop.traffic(views=1_900)})
    metrics = (await company.page(METRICS))["metrics"]
    assert metrics["traffic"]["views"]["value"] == 1900
    assert metrics["sales"]["directGmv"] == {
        "value": {"amount": "900.00", "currencyCode": "USD"},
        "finality": "RESTATED",
        "asOf": wire(COUNTED_AT),
        "missing": None,
        "restatement": {"from": "1170.00"},
    }


async def test_observed_is_the_figure_of_the_metrics_panel(company: FakeCompany) -> None:
    """Benchmarks and improvements show the very number of the metrics, from the tick as well."""
    not_ready(company)
    with_tick(company)
    benchmarks = shop.benchmarks(peers=[shop.peer("enter_room_rate", "0.04", "0.08")])
    company.shop.say(
        LIVE,
        groups={
            "benchmarks": benchmarks,
            "room_improvements": shop.improvements(shop.suggestion("s1", "WARNING")),
            "sales": None,
            "traffic": None,
            "products": None,
            "engagement": None,
        },
    )
    page = await company.page(
        "metrics { traffic { enterRoomRate { value asOf } } }"
        " benchmarks { comparisons { observed { asOf ... on RateFigure { value } } } }"
        " roomImprovements { improvements { observed } }"
    )
    figure = page["metrics"]["traffic"]["enterRoomRate"]
    assert figure == {"value": 0.05, "asOf": wire(ENDED_AT)}
    assert page["benchmarks"]["comparisons"] == [{"observed": {**figure}}]
    assert page["roomImprovements"]["improvements"] == [{"observed": 0.05}]


async def test_air_time_is_the_sessions_own(company: FakeCompany) -> None:
    """Final as soon as the LIVE has ended, without asking anybody for numbers."""
    paused = STARTED_AT + timedelta(minutes=10)
    resumed = STARTED_AT + timedelta(minutes=25)
    happened = (("STARTED", STARTED_AT), ("PAUSED", paused), ("RESUMED", resumed))
    company.mongo.put("live_sessions", session(LIVE, *happened, ("ENDED", ENDED_AT)))
    page = await company.page("metrics { traffic { airSeconds { value finality asOf } } }")
    assert page["metrics"]["traffic"]["airSeconds"] == {
        "value": 2700.0,
        "finality": "FINAL",
        "asOf": wire(ENDED_AT),
    }
