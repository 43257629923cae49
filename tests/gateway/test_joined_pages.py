"""Joined pages: what a page costs its sources falls as more of them are asked for at once."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import live_id, session

PANELS = """metrics { status } benchmarks { status } rewards { status } journey { status }
    recordings { status }"""
SOURCES = ("shop_analytics", "rewards", "journey", "live_sessions", "recordings")


@pytest.mark.parametrize(("pages", "calls"), [(1, 1), (8, 1), (32, 1), (80, 1)])
async def test_pages_that_are_asked_for_at_once_share_their_calls(pages: int, calls: int) -> None:
    """One call of each source, however many pages; up to eighty keys leave in one."""
    company = FakeCompany()
    for number in range(pages):
        company.mongo.put("live_sessions", session(live_id(number + 1)))
    shown = await asyncio.gather(
        *(company.page(PANELS, live_id(number + 1)) for number in range(pages))
    )
    assert all(page["rewards"] is not None for page in shown)
    assert company.calls() == dict.fromkeys(SOURCES, calls)


async def test_more_than_leave_in_one_call_leave_in_two() -> None:
    """128 LIVEs are 128 keys of each source, eighty of them in the first call."""
    company = FakeCompany()
    for number in range(128):
        company.mongo.put("live_sessions", session(live_id(number + 1)))
    await asyncio.gather(
        *(company.page("rewards { diamondsReceived }", live_id(n + 1)) for n in range(128))
    )
    assert [len(call) for call in company.rewards.calls] == [80, 48]
    assert company.calls() == {"rewards": 2, "live_sessions": 2}
