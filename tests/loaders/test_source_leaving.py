"""Source: who leaves early, by deadline or by cancellation, and whom that touches."""

from __future__ import annotations

import asyncio

import pytest

from loaders.envelope import Item
from loaders.errors import DeadlineExceeded, OperationClosed
from loaders.names import SHOP
from loaders.source import Source
from tests.fakes.upstream import FakeUpstream
from tests.loaders.asking import asking, session_key

KEY = session_key(1)


@pytest.fixture
def upstream() -> FakeUpstream:
    """An upstream that answers nobody until it is let go."""
    slow = FakeUpstream(SHOP)
    slow.hold()
    return slow


async def test_a_slow_upstream_is_given_up_at_its_cap(upstream: FakeUpstream) -> None:
    """The cap of the upstream ends its call, whatever time the operation still has."""
    asked = asking()
    with pytest.raises(DeadlineExceeded) as caught:
        await Source(upstream, cap=0.01).read(asked, [KEY])
    assert caught.value.upstream == SHOP
    assert upstream.cancelled.is_set()
    assert upstream.times_left == [0.01]
    assert [call.outcome for call in asked.calls] == ["DEADLINE_EXCEEDED"]


async def test_a_call_is_told_the_time_left_of_who_has_most(upstream: FakeUpstream) -> None:
    """A call belongs to nobody: the hurried one leaves it, the patient one gets the answer."""
    source = Source(upstream, cap=60.0)
    patient = asyncio.create_task(source.read(asking("patient", budget_ms=30_000), [KEY]))
    with pytest.raises(DeadlineExceeded):
        await source.read(asking("hurried", budget_ms=10), [KEY])
    assert 29 < upstream.times_left[0] <= 30
    assert not upstream.cancelled.is_set()
    upstream.let_go()
    assert isinstance((await patient)[KEY], Item)
    assert len(upstream.calls) == 1


async def test_no_time_left_means_no_waiting(upstream: FakeUpstream) -> None:
    """An operation whose time is over is told so at once."""
    with pytest.raises(DeadlineExceeded):
        await Source(upstream, cap=60.0).read(asking(budget_ms=0), [KEY])


async def two_readers(source: Source, upstream: FakeUpstream) -> list[asyncio.Task[object]]:
    """Two operations that wait for the same call."""
    readers: list[asyncio.Task[object]] = [
        asyncio.create_task(source.read(asking(name), [KEY])) for name in ("one", "other")
    ]
    await upstream.entered.wait()
    assert len(upstream.calls) == 1
    return readers


async def test_cancelling_one_operation_leaves_the_other_whole(upstream: FakeUpstream) -> None:
    """Who joined the same call gets the answer, from that one call."""
    source = Source(upstream, cap=60.0)
    one, other = await two_readers(source, upstream)
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    assert not upstream.cancelled.is_set()
    upstream.let_go()
    assert isinstance(await other, dict)
    assert len(upstream.calls) == 1


async def test_when_all_have_left_the_call_is_cancelled(upstream: FakeUpstream) -> None:
    """The last one to leave ends the call: nobody would read its answer."""
    source = Source(upstream, cap=60.0)
    for reader in await two_readers(source, upstream):
        reader.cancel()
    async with asyncio.timeout(5):
        await upstream.cancelled.wait()


async def test_a_closed_operation_lets_go_of_its_reads(upstream: FakeUpstream) -> None:
    """Closing tells those who wait OPERATION_CLOSED, and ends the call when nobody else waits."""
    source = Source(upstream, cap=60.0)
    asked = asking()
    reader = asyncio.create_task(source.read(asked, [KEY]))
    await upstream.entered.wait()
    assert len(asked.waiting) == 1
    asked.close()
    with pytest.raises(OperationClosed):
        await reader
    assert asked.waiting == set()
    async with asyncio.timeout(5):
        await upstream.cancelled.wait()


async def test_a_source_that_closes_tells_all_who_wait(upstream: FakeUpstream) -> None:
    """At the end of the app no read hangs."""
    source = Source(upstream, cap=60.0)
    readers = await two_readers(source, upstream)
    await source.close()
    for reader in readers:
        with pytest.raises(OperationClosed):
            await reader


async def test_who_left_before_the_call_went_out_is_not_asked_for(upstream: FakeUpstream) -> None:
    """A key whose reader has gone within the same tick costs the upstream nothing."""
    source, asked = Source(upstream, cap=60.0), asking()
    reader = asyncio.create_task(source.read(asked, [KEY]))
    asyncio.get_running_loop().call_soon(asked.close)
    with pytest.raises(OperationClosed):
        await reader
    assert upstream.calls == []
