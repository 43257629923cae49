"""Deadlines: who is late is left out, and nobody else notices."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE

PAGE = f"""{{ endPage(sessionId: "{LIVE}") {{
  metrics {{ status }} analyticsLink {{ overall {{ deepLink }} }}
  rewards {{ status }} journey {{ status }} recordings {{ status }} }} }}"""
LATE = {"metrics": "DEADLINE_EXCEEDED", "analyticsLink": "DEADLINE_EXCEEDED"}
METRICS = f'{{ endPage(sessionId: "{LIVE}") {{ metrics {{ status }} }} }}'


@pytest.mark.parametrize("times", [{"cap_ms": 200}, {"operation_ms": 200}])
async def test_a_slow_upstream_costs_its_own_panels(times: dict[str, Any]) -> None:
    """Whether its own cap or the operation's budget runs out, its siblings are whole."""
    company = FakeCompany(**times)
    company.shop.hold()
    answer = await company.ask(PAGE)
    codes = {error["path"][-1]: error["extensions"]["code"] for error in answer.errors}
    assert codes == LATE
    assert all(error["extensions"]["retryable"] for error in answer.errors)
    assert answer.data is not None
    page = answer.data["endPage"]
    assert (page["metrics"], page["analyticsLink"]) == (None, None)
    assert page["rewards"] == page["journey"] == {"status": "READY"}
    assert page["recordings"] == {"status": "EMPTY"}
    async with asyncio.timeout(5):
        await company.shop.cancelled.wait()


async def test_a_record_of_the_late_call_is_kept() -> None:
    """In development the answer lists the call that was given up with its outcome."""
    company = FakeCompany(development=True, cap_ms=50)
    company.shop.hold()
    answer = await company.ask(METRICS)
    told = {call["upstream"]: call["outcome"] for call in answer.extensions["upstreams"]}
    assert told == {"mongodb": "OK", "shop_analytics": "DEADLINE_EXCEEDED"}
    assert answer.upstream_calls == 2


async def test_upstreams_are_told_how_long_they_may_take() -> None:
    """The smaller of the cap and what the operation has left."""
    company = FakeCompany(cap_ms=500, operation_ms=400)
    await company.ask(METRICS)
    assert 0 < company.shop.times_left[0] <= 0.4


async def test_a_cancelled_operation_does_not_touch_one_that_joined_it() -> None:
    """Two clients ask for the same page at once; one hangs up, the other is answered."""
    company = FakeCompany()
    company.shop.hold()
    one, other = (asyncio.create_task(company.ask(METRICS, request_id=name)) for name in "ab")
    await company.shop.entered.wait()
    assert company.shop.request_ids == ["a,b"]
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    assert not company.shop.cancelled.is_set()
    company.shop.let_go()
    answer = await other
    assert answer.data == {"endPage": {"metrics": {"status": "READY"}}}
    assert len(company.shop.calls) == 1


async def test_when_all_have_hung_up_the_call_is_cancelled() -> None:
    """Nobody would read its answer."""
    company = FakeCompany()
    company.shop.hold()
    asked = [asyncio.create_task(company.ask(METRICS)) for _ in range(2)]
    await company.shop.entered.wait()
    for task in asked:
        task.cancel()
    told = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(error) for error in told] == [asyncio.CancelledError] * 2
    async with asyncio.timeout(5):
        await company.shop.cancelled.wait()


async def test_what_is_asked_later_does_not_wait_for_a_slow_call() -> None:
    """A second operation makes a call of its own while the first one's takes longer than usual."""
    times = [0.0]
    company = FakeCompany(monotonic=lambda: times[0])
    company.shop.hold()
    first = asyncio.create_task(company.ask(METRICS))
    await company.shop.entered.wait()
    company.shop.entered.clear()
    times[0] = 0.2
    second = asyncio.create_task(company.ask(METRICS))
    await company.shop.entered.wait()
    assert len(company.shop.calls) == 2
    company.shop.let_go()
    answers = await asyncio.gather(first, second)
    assert [answer.errors for answer in answers] == [[], []]


async def test_viewers_never_share_a_key() -> None:
    """Joined in one call, keys of other languages and creators stay apart."""
    company = FakeCompany()
    await asyncio.gather(*(company.ask(METRICS, language=language) for language in ("en", "es")))
    (call,) = company.shop.calls
    assert [key.language for key in call] == ["en", "es"]
