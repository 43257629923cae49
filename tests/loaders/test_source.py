"""Source: which keys leave together, and what comes back to whom."""

from __future__ import annotations

import asyncio

import pytest

from loaders.asking import UpstreamCall
from loaders.envelope import Item
from loaders.errors import KnownError, SourceForbidden, SourceUnavailable
from loaders.names import SHOP
from loaders.source import Source
from tests.fakes.upstream import FakeUpstream
from tests.loaders.asking import asking, session_key


@pytest.fixture
def upstream() -> FakeUpstream:
    return FakeUpstream(SHOP)


@pytest.fixture
def source(upstream: FakeUpstream) -> Source:
    """Calls may hold two keys, and take a minute."""
    return Source(upstream, cap=60.0, most_keys=2)


async def test_keys_of_one_tick_leave_in_one_call(source: Source, upstream: FakeUpstream) -> None:
    """Two operations that ask at once share a call; each gets its own keys and the record."""
    one, other = asking("request-1"), asking("request-2")
    found = await asyncio.gather(
        source.read(one, [session_key(1)]), source.read(other, [session_key(2)])
    )
    assert upstream.calls == [(session_key(1), session_key(2))]
    assert upstream.request_ids == ["request-1,request-2"]
    assert [set(answers) for answers in found] == [{session_key(1)}, {session_key(2)}]
    for asked in (one, other):
        (call,) = asked.calls
        assert (call.upstream, call.keys, call.outcome) == (SHOP, 2, "OK")


async def test_a_key_that_two_ask_for_is_asked_once(source: Source, upstream: FakeUpstream) -> None:
    """The same key of two operations is one key of the call."""
    key = session_key(1, "sales")
    one, other = await asyncio.gather(
        source.read(asking("a"), [key]), source.read(asking("b"), [key])
    )
    assert upstream.calls == [(key,)]
    assert one[key] is other[key]


async def test_nobody_waits_for_company(source: Source, upstream: FakeUpstream) -> None:
    """A key that is asked for while a call is under way leaves at once, in a call of its own."""
    upstream.hold()
    first = asyncio.create_task(source.read(asking(), [session_key(1)]))
    await upstream.entered.wait()
    upstream.entered.clear()
    second = asyncio.create_task(source.read(asking(), [session_key(2)]))
    await upstream.entered.wait()
    assert upstream.calls == [(session_key(1),), (session_key(2),)]
    upstream.let_go()
    await asyncio.gather(first, second)


async def test_a_call_holds_no_more_keys_than_the_contract_allows(
    source: Source, upstream: FakeUpstream
) -> None:
    """Five keys of one reader leave in calls of two, and all come back."""
    keys = [session_key(number) for number in range(5)]
    found = await source.read(asking(), keys)
    assert sorted(len(call) for call in upstream.calls) == [1, 2, 2]
    assert set(found) == set(keys)
    assert all(isinstance(answer, Item) for answer in found.values())


async def test_company_is_split_where_a_call_is_full(
    source: Source, upstream: FakeUpstream
) -> None:
    """Three readers of one key each make two calls, since a call may hold two keys."""
    readers = (source.read(asking(), [session_key(number)]) for number in range(3))
    await asyncio.gather(*readers)
    assert [len(call) for call in upstream.calls] == [2, 1]


async def test_an_error_of_one_key_stays_with_it(source: Source, upstream: FakeUpstream) -> None:
    """The neighbour's answer is whole, and nobody's read raises."""
    good, bad = session_key(1), session_key(2)
    error = SourceForbidden(upstream=SHOP)
    upstream.fail(bad.id, error)
    found = await source.read(asking(), [bad, good])
    assert found[bad] is error
    assert isinstance(found[good], Item)


async def test_decode_is_aligned_with_its_keys(source: Source, upstream: FakeUpstream) -> None:
    """Whatever order answers come in, value n is that of key n, and a failure stays in its slot."""
    keys = [session_key(2), session_key(1)]
    upstream.say(session_key(1).id, as_of="1795360001")
    upstream.say(session_key(2).id, as_of="1795360002")
    seconds = await source.decode(asking(), keys, lambda item, _: int(item.as_of.timestamp()))
    assert seconds == [1795360002, 1795360001]

    def refuse(item: Item, _: object) -> int:
        if item.as_of.timestamp() == 1795360002:
            raise SourceUnavailable(upstream=SHOP)
        return 1

    failed, whole = await source.decode(asking(), keys, refuse)
    assert isinstance(failed, SourceUnavailable)
    assert whole == 1


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [(SourceUnavailable(upstream=SHOP), "SOURCE_UNAVAILABLE"), (RuntimeError("bug"), "INTERNAL")],
)
async def test_a_call_that_fails_fails_all_who_wait(
    source: Source, upstream: FakeUpstream, failure: Exception, outcome: str
) -> None:
    """Everybody in the call is told the same, and the record says how it ended."""
    upstream.failure = failure
    askers = [asking("a"), asking("b")]
    reads = (source.read(asked, [session_key(1)]) for asked in askers)
    told = await asyncio.gather(*reads, return_exceptions=True)
    assert told == [failure, failure]
    assert [[call.outcome for call in asked.calls] for asked in askers] == [[outcome], [outcome]]


async def test_a_call_is_not_tried_again_by_itself(source: Source, upstream: FakeUpstream) -> None:
    """One failed read is one call."""
    upstream.failure = SourceUnavailable(upstream=SHOP)
    with pytest.raises(KnownError):
        await source.read(asking(), [session_key(1)])
    assert len(upstream.calls) == 1


async def test_a_record_says_how_long_the_call_took(source: Source) -> None:
    """Milliseconds, never negative, on the one call."""
    asked = asking()
    await source.read(asked, [session_key(1)])
    (call,) = asked.calls
    assert isinstance(call, UpstreamCall)
    assert call.ms >= 0
