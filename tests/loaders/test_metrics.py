"""Metrics: what shop analytics counts, group by group."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from loaders.errors import SourceUnavailable
from loaders.measures import Finality, Measure, Missing, Provenance, Restatement
from loaders.metric_groups import FORMS, GROUP_OF
from loaders.metrics import Currencies, ShopNumbers, shop_numbers_by_session
from loaders.names import SHOP
from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE
from tests.fakes.times import COUNTED_AT, ENDED_AT, unix
from tests.loaders.asking import session_key

ALL = session_key(1, "sales", "traffic", "products", "engagement")


async def numbers(company: FakeCompany, **said: Any) -> ShopNumbers:
    """The numbers of the LIVE, of which shop analytics says ``said``."""
    company.shop.say(LIVE, **said)
    (found,) = await shop_numbers_by_session(company.operation(), [ALL])
    assert isinstance(found, ShopNumbers)
    return found


def value(found: ShopNumbers, measure: Measure) -> object:
    return found.measures.counted[measure].value


async def test_every_measure_is_read(company: FakeCompany) -> None:
    """Four groups hold all measures, each under the name and in the unit that is ours."""
    found = await numbers(company)
    assert found.measures.counted.keys() == set(Measure)
    assert value(found, Measure.DIRECT_GMV) == Decimal("1200.00")
    assert value(found, Measure.GMV_WITHIN_24H) == Decimal("1250.00")
    assert value(found, Measure.PRODUCT_CLICKS) == 400
    assert value(found, Measure.AVERAGE_CONCURRENT_VIEWERS) == Decimal("25.5")
    assert value(found, Measure.AVG_WATCH_SECONDS_PER_VIEW) == 46
    assert (found.is_ready, found.is_partial, found.as_of) == (True, False, COUNTED_AT)


async def test_currencies_are_told_beside_the_one_that_is_shown(company: FakeCompany) -> None:
    """The display currency, the day of its rate, and the amounts as buyers paid them."""
    found = await numbers(company)
    paid = (("USD", Decimal("1000.00")), ("EUR", Decimal("180.00")))
    assert found.currencies == Currencies("USD", date(2026, 11, 21), paid)


async def test_provenance_is_that_of_the_group(company: FakeCompany) -> None:
    """Counted when the item says, final when the group says; within 24 h has an end of its own."""
    day = shop.sales(finality="SETTLING")
    found = (await numbers(company, groups={"sales": day})).measures.counted
    settling = Provenance(COUNTED_AT, Finality.SETTLING, ENDED_AT)
    assert found[Measure.DIRECT_GMV].provenance == settling
    assert found[Measure.GMV_WITHIN_24H].provenance.final_at == COUNTED_AT


async def test_a_restatement_belongs_to_its_measure(company: FakeCompany) -> None:
    """The measure that was changed says from what, when and why; its neighbours do not."""
    change = {
        "metric": "direct_gmv",
        "from": "1300.00",
        "at": unix(ENDED_AT),
        "reason": "RISK_ORDERS_REMOVED",
    }
    sales = shop.sales(finality="RESTATED", restatements=[change])
    found = (await numbers(company, groups={"sales": sales})).measures.counted
    expected = Restatement(Decimal("1300.00"), ENDED_AT, "RISK_ORDERS_REMOVED")
    assert found[Measure.DIRECT_GMV].restatement == expected
    assert found[Measure.SKU_ORDERS].restatement is None


@pytest.mark.parametrize("name", ["items_sold", "units_sold", "unit_sold"])
async def test_items_sold_has_three_names(company: FakeCompany, name: str) -> None:
    """Older versions of the contract name it otherwise; it is one measure."""
    sales = shop.sales(items_sold=None)
    found = await numbers(company, groups={"sales": {**sales, name: 50}})
    assert value(found, Measure.ITEMS_SOLD) == 50


@pytest.mark.parametrize(
    "sales",
    [
        shop.sales(items_sold=None),
        shop.sales(refund_gmv=shop.usd("60.00", "EUR")),
        shop.sales(direct_gmv=None),
        shop.sales(sku_orders=-1),
        shop.sales(direct_gmv=shop.usd("a lot")),
    ],
    ids=["no items sold", "two currencies", "no GMV", "fewer than none", "no number"],
)
async def test_a_group_that_cannot_be_used_costs_its_own_measures(
    company: FakeCompany, sales: dict[str, Any]
) -> None:
    """They are missing for UPSTREAM_ERROR, the answer is partial, the other groups are whole."""
    found = await numbers(company, groups={"sales": sales})
    assert found.is_partial
    gone = set(FORMS["sales"].numbers)
    assert found.measures.missing == dict.fromkeys(gone, Missing.UPSTREAM_ERROR)
    assert found.measures.counted.keys() == set(Measure) - gone
    assert found.currencies is None


@pytest.mark.parametrize(
    ("code", "why", "is_partial"),
    [(98001001, Missing.UPSTREAM_ERROR, True), (105005, Missing.FORBIDDEN, False)],
)
async def test_a_fault_of_a_group_says_why(
    company: FakeCompany, code: int, why: Missing, is_partial: bool
) -> None:
    """Trouble makes the answer partial; what is not shown to this creator does not."""
    found = await numbers(company, errors=[{"group": "traffic", "code": code}])
    assert found.measures.why_missing(Measure.VIEWS) is why
    assert found.is_partial is is_partial
    assert Measure.DIRECT_GMV in found.measures.counted


async def test_engagement_that_is_left_out_is_forbidden(company: FakeCompany) -> None:
    """Affiliates are not shown it: the key is absent, and nothing failed."""
    found = await numbers(company, groups={"engagement": None})
    assert found.measures.why_missing(Measure.LIKES) is Missing.FORBIDDEN
    assert not found.is_partial


async def test_what_is_not_ready_is_said_to_be(company: FakeCompany) -> None:
    """Every measure that was asked for is NOT_READY, and when to ask again is told."""
    found = await numbers(company, status="NOT_READY", next_refresh_at=unix(COUNTED_AT))
    assert not found.is_ready
    assert found.measures.missing == dict.fromkeys(Measure, Missing.NOT_READY)
    assert found.next_refresh_at == COUNTED_AT


async def test_only_what_was_asked_for_is_read(company: FakeCompany) -> None:
    """Of a group that was not asked for nothing is known, and nothing is said to be missing."""
    (found,) = await shop_numbers_by_session(company.operation(), [session_key(1, "traffic")])
    assert isinstance(found, ShopNumbers)
    assert found.measures.counted.keys() == set(FORMS["traffic"].numbers)
    assert found.measures.missing == {}
    assert found.currencies is None


async def test_numbers_are_aligned_with_their_keys(company: FakeCompany) -> None:
    """An error of one LIVE stays in its slot, whatever order the answers come in."""
    keys = [session_key(number, "traffic") for number in (1, 2, 3)]
    company.shop.say(keys[0].id, groups={"traffic": shop.traffic(views=11)})
    company.shop.say(keys[2].id, groups={"traffic": shop.traffic(views=33)})
    company.shop.fail(keys[1].id, SourceUnavailable(upstream=SHOP))
    one, two, three = await shop_numbers_by_session(company.operation(), keys)
    assert isinstance(two, SourceUnavailable)
    assert isinstance(one, ShopNumbers)
    assert isinstance(three, ShopNumbers)
    assert (value(one, Measure.VIEWS), value(three, Measure.VIEWS)) == (11, 33)


def test_every_measure_has_one_group() -> None:
    """So that a figure can say what it needs."""
    assert GROUP_OF.keys() == set(Measure)
    assert sum(len(form.numbers) for form in FORMS.values()) == len(Measure)
