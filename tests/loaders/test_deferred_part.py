"""Deferred part: it shares what the operation reads, and has a deadline of its own."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from loaders.deferred_part import DeferredPart
from loaders.errors import DeadlineExceeded
from loaders.improvements import account_improvements_by_creator
from loaders.keys import Key
from loaders.metrics import shop_numbers_by_session
from loaders.names import SHOP
from loaders.operation import Operation
from loaders.session import Session
from loaders.shop import ACCOUNT_IMPROVEMENTS, SALES
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, live_id, session
from tests.fakes.times import ENDED_AT

LONG_MS = 60_000


def parts(company: FakeCompany, *, budget_ms: int = LONG_MS) -> tuple[Operation, DeferredPart]:
    """An operation whose deferred part has ``budget_ms``."""
    first = company.operation(SALES, ACCOUNT_IMPROVEMENTS)
    return first, DeferredPart(first, budget_ms=budget_ms)


def key_of(operation: Operation, number: int = 1) -> Key:
    """What ``operation`` asks of the numbers of one LIVE."""
    live = msgspec.convert(session(live_id(number)), Session)
    return operation.session_key(SHOP, live, ENDED_AT)


async def test_what_both_ask_in_one_tick_is_one_call(company: FakeCompany) -> None:
    """One call with the keys of both, told of once."""
    first, later = parts(company)
    await asyncio.gather(
        first.load(shop_numbers_by_session, key_of(first)),
        later.load(account_improvements_by_creator, later.creator_key(SHOP, CREATOR)),
        later.load(shop_numbers_by_session, key_of(later, 2)),
    )
    (call,) = company.shop.calls
    assert {key.id for key in call} == {LIVE, live_id(2), CREATOR}
    assert [(told.upstream, told.keys) for told in first.calls] == [(SHOP, 3)]
    assert later.calls is first.calls


async def test_what_the_first_part_asks_is_asked_once(company: FakeCompany) -> None:
    """While it is under way and when it is there; the other way round, each asks for itself."""
    first, later = parts(company)
    one = first.load(shop_numbers_by_session, key_of(first))
    assert await later.load(shop_numbers_by_session, key_of(later)) is await one
    assert await later.load(shop_numbers_by_session, key_of(later)) is await one
    assert len(company.shop.calls) == 1
    await later.load(shop_numbers_by_session, key_of(later, 2))
    await first.load(shop_numbers_by_session, key_of(first, 2))
    assert len(company.shop.calls) == 3


async def test_it_is_the_same_operation_but_for_its_time(company: FakeCompany) -> None:
    """Who asks, in which language, at which moment, with which groups and for whom it is told."""
    first, later = parts(company)
    assert later.now is first.now
    assert (later.viewer, later.language, later.request_id) == (
        first.viewer,
        first.language,
        first.request_id,
    )
    assert later.next_refreshes is first.next_refreshes
    assert key_of(later) == key_of(first)
    assert (later.whole, first.whole) == (first, first)


async def test_each_part_has_its_own_deadline() -> None:
    """What the deferred part alone needs has its time; what both need has the first part's."""
    company = FakeCompany(operation_ms=50)
    company.shop.hold()
    first, later = parts(company)
    both = first.load(shop_numbers_by_session, key_of(first))
    alone = later.load(shop_numbers_by_session, key_of(later, 2))
    with pytest.raises(DeadlineExceeded):
        await both
    with pytest.raises(DeadlineExceeded):
        await later.load(shop_numbers_by_session, key_of(later))
    company.shop.let_go()
    assert (await alone).is_ready


async def test_closing_both_lets_go_of_everything(company: FakeCompany) -> None:
    """No call goes on that only this operation waits for."""
    company.shop.hold()
    first, later = parts(company)
    loading = later.load(shop_numbers_by_session, key_of(later))
    await company.shop.entered.wait()
    later.close()
    first.close()
    async with asyncio.timeout(5):
        await company.shop.cancelled.wait()
    with pytest.raises(Exception, match=r"closed"):
        await loading


async def test_who_gives_up_takes_nobody_with_them(company: FakeCompany) -> None:
    """Cancelling one who waits for a value leaves it to all others, in either part."""
    company.shop.hold()
    first, later = parts(company)
    waiting = [
        asyncio.ensure_future(operation.load(shop_numbers_by_session, key_of(first, number)))
        for operation, number in ((first, 1), (later, 2), (later, 1), (later, 2))
    ]
    await company.shop.entered.wait()
    for given_up in waiting[2:]:
        given_up.cancel()
    company.shop.let_go()
    assert all([(await each).is_ready for each in waiting[:2]])
