"""How final a figure says that it is."""

from __future__ import annotations

import pytest

from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, session
from tests.fakes.times import ENDED_AT, SOON, unix

FINALITIES = """metrics { sales { directGmv { finality } skuOrders { finality }
  averageOrderValue { finality restatement { reason } } } }"""


async def test_a_live_that_has_ended_is_never_live(company: FakeCompany) -> None:
    """Its end may be inferred here before shop analytics has heard of it."""
    company.shop.say(LIVE, groups={"traffic": shop.traffic(finality="LIVE")})
    page = await company.page("metrics { traffic { views { finality } } }")
    assert page["metrics"]["traffic"]["views"]["finality"] == "PROVISIONAL"


@pytest.mark.parametrize(("final_at", "others"), [(ENDED_AT, "FINAL"), (SOON, "SETTLING")])
async def test_only_what_was_changed_is_restated(
    company: FakeCompany, final_at: object, others: str
) -> None:
    """And what is worked out from it; the other numbers of its group are as final as they were."""
    change = {
        "metric": "direct_gmv",
        "from": "1300.00",
        "at": unix(ENDED_AT),
        "reason": "RISK_ORDERS_REMOVED",
    }
    until = unix(ENDED_AT if final_at is ENDED_AT else SOON)
    sales = shop.sales(finality="RESTATED", final_at=until, restatements=[change])
    company.shop.say(LIVE, groups={"sales": sales})
    page = await company.page(FINALITIES)
    assert page["metrics"]["sales"] == {
        "directGmv": {"finality": "RESTATED"},
        "skuOrders": {"finality": others},
        "averageOrderValue": {"finality": "RESTATED", "restatement": None},
    }


async def test_what_will_never_come_is_final(company: FakeCompany) -> None:
    """A LIVE without products has no numbers, and nobody needs to wait for them."""
    company.mongo.put("live_sessions", session(LIVE, products_added=0))
    page = await company.page("metrics { sales { directGmv { finality missing } } }")
    shown = page["metrics"]["sales"]["directGmv"]
    assert shown == {"finality": "FINAL", "missing": "NOT_SUPPORTED"}
