"""Masking: what was not thrown on purpose says nothing to a client, and all to the log."""

from __future__ import annotations

from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from loaders.errors import SourceBadAnswer
from loaders.names import SHOP
from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE

METRICS = f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }} rewards {{ status }} }} }}'
SECRET = "swordfish"


@pytest.mark.parametrize("development", [False, True])
async def test_an_unexpected_exception_is_internal(development: bool) -> None:
    """Its panel is null with INTERNAL and a plain sentence; its text is in the log alone."""
    company = FakeCompany(development=development)
    company.shop.failure = RuntimeError(f"the password is {SECRET}")
    with capture_logs() as logs:
        answer = await company.ask(METRICS)
    assert answer.data is not None
    assert answer.data["endPage"] == {"metrics": None, "rewards": {"status": "READY"}}
    (error,) = answer.errors
    assert error["message"] == "Something unexpected went wrong."
    assert error["path"] == ["endPage", "metrics"]
    assert error["extensions"] == {
        "code": "INTERNAL",
        "retryable": True,
        "requestId": "request-1",
    }
    assert SECRET not in str(answer.to_wire())
    (line,) = logs
    assert (line["event"], line["log_level"]) == ("unexpected_error", "error")
    assert SECRET in str(line["exc_info"])


async def test_a_bug_below_a_panel_is_masked_too(company: FakeCompany) -> None:
    """A failure of our own code, before any source is asked, says no more than one of theirs."""
    company.sources.lifecycle = None  # type: ignore[assignment]
    with capture_logs():
        answer = await company.ask(METRICS)
    assert answer.data == {"endPage": None}
    assert [error["extensions"]["code"] for error in answer.errors] == ["INTERNAL"]
    assert "NoneType" not in str(answer.to_wire())


async def test_the_detail_of_a_bad_answer_is_logged_and_not_told(company: FakeCompany) -> None:
    """A client learns that the source's answer was bad, an operator learns why."""
    company.shop.failure = SourceBadAnswer(f"envelope: {SECRET}", upstream=SHOP)
    with capture_logs() as logs:
        answer = await company.ask(METRICS)
    assert SECRET not in str(answer.to_wire())
    assert answer.errors[0]["message"] == "This could not be read from its source."
    assert logs == [
        {
            "event": "bad_answer",
            "log_level": "warning",
            "upstream": SHOP,
            "detail": f"envelope: {SECRET}",
            "request_id": "request-1",
        }
    ]


async def test_numbers_that_nobody_could_have_counted_break_no_page(company: FakeCompany) -> None:
    """An amount beyond all measure is its group's fault, and not a failure of the page."""
    huge = format(Decimal(10) ** 30, "f")
    company.shop.say(LIVE, groups={"sales": shop.sales(direct_gmv=shop.usd(huge))})
    page = await company.page("metrics { status sales { gmvPerHour { missing } } }")
    assert page["metrics"] == {
        "status": "PARTIAL",
        "sales": {"gmvPerHour": {"missing": "UPSTREAM_ERROR"}},
    }
