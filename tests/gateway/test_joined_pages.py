"""Joined pages: what a page costs its sources falls as more of them are asked for at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import live_id, session

PAGE = """query Page($sessionId: ID!) { endPage(sessionId: $sessionId) {
    metrics { status } benchmarks { status } rewards { status } journey { status }
    recordings { status } } }"""
PANEL = """query Panel($sessionId: ID!) { endPage(sessionId: $sessionId) {
    rewards { diamondsReceived } } }"""
SOURCES = ("shop_analytics", "rewards", "journey", "live_sessions", "recordings")


async def asked(pages: int, query: str) -> tuple[FakeCompany, list[dict[str, Any]]]:
    """So many pages of as many LIVEs, asked for at once."""
    company = FakeCompany()
    for number in range(1, pages + 1):
        company.mongo.put("live_sessions", session(live_id(number)))
    ids = [live_id(number) for number in range(1, pages + 1)]
    shown = await asyncio.gather(*(company.data(query, {"sessionId": id_}) for id_ in ids))
    return company, shown


@pytest.mark.parametrize("pages", [1, 8, 32, 80])
async def test_pages_that_are_asked_for_at_once_share_their_calls(pages: int) -> None:
    """One call of each source, however many pages; up to eighty keys leave in one."""
    company, shown = await asked(pages, PAGE)
    assert all(page["endPage"]["rewards"] is not None for page in shown)
    assert company.calls() == dict.fromkeys(SOURCES, 1)


async def test_more_than_leave_in_one_call_leave_in_two() -> None:
    """128 LIVEs are 128 keys of each source, eighty of them in the first call."""
    company, _ = await asked(128, PANEL)
    assert [len(call) for call in company.rewards.calls] == [80, 48]
    assert company.calls() == {"rewards": 2, "live_sessions": 2}
