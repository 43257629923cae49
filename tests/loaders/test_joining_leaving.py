"""Joining: who leaves early, by deadline or by cancellation, and whom that touches."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import DeadlineExceeded, OperationClosed, SourceUnavailable
from loaders.guarded import Guarded
from loaders.joining import Joining
from tests.loaders.hand_driven import HandDriven, Said, asking
from tests.loaders.joined import CAP, joining, one_by_one, reading
from tests.loaders.simulated_time import in_simulated_time, now, ticks


@in_simulated_time
async def test_who_has_more_time_does_not_join_a_call_that_was_given_less() -> None:
    """The deadline of the hurried ends the call that was made for them, and nobody else's."""
    upstream = HandDriven()
    joined = joining(upstream)
    hurried = asyncio.create_task(joined.read(asking(budget_ms=300), ["a"]))
    await asyncio.sleep(0.01)
    patient = reading(joined, "a")
    assert isinstance((await hurried)["a"], DeadlineExceeded)
    assert [call.time_left for call in upstream.calls] == pytest.approx([0.3, CAP])
    upstream.calls[1].answer()
    assert await patient == {"a": Said("a", 1)}


@in_simulated_time
async def test_a_call_has_the_time_of_who_can_wait_longest_or_its_cap() -> None:
    """The hurried one leaves a call that goes on for the patient one."""
    upstream = HandDriven()
    joined = joining(upstream)
    hurried = asyncio.create_task(joined.read(asking(budget_ms=100), ["a"]))
    patient = asyncio.create_task(joined.read(asking(budget_ms=700), ["a"]))
    assert isinstance((await hurried)["a"], DeadlineExceeded)
    (call,) = upstream.calls
    assert call.time_left == pytest.approx(0.7)
    assert not call.was_cancelled
    call.answer()
    assert await patient == {"a": Said("a", 0)}


@in_simulated_time
async def test_an_upstream_is_judged_by_calls_that_had_no_more_than_the_askers_time() -> None:
    """Who leaves at the deadline does not end a call that ends then by itself: a black hole opens
    the breaker, also where all askers have less time than the cap.
    """
    upstream = HandDriven()
    joined: Joining[str, Said] = Joining(Guarded(upstream, monotonic=now), cap=CAP, monotonic=now)
    for _ in range(3):
        found = await joined.read(asking(budget_ms=300), ["a"])
        assert isinstance(found["a"], DeadlineExceeded)
        await asyncio.sleep(0.01)
    assert isinstance((await joined.read(asking(budget_ms=300), ["a"]))["a"], SourceUnavailable)
    assert [call.was_cancelled for call in upstream.calls] == [True] * 3


@in_simulated_time
async def test_who_has_no_time_left_asks_nobody() -> None:
    """The upstream is not called, and the answer is there at once."""
    upstream = HandDriven()
    found = await joining(upstream).read(asking(budget_ms=0), ["a"])
    assert isinstance(found["a"], DeadlineExceeded)
    assert await joining(upstream).read(asking(), []) == {}
    await ticks()
    assert upstream.calls == []


@in_simulated_time
async def test_cancelling_one_leaves_the_other_whole() -> None:
    """The call goes on while one of its askers waits, and is cancelled when the last has left."""
    upstream = HandDriven()
    joined = joining(upstream)
    one, other, third = (reading(joined, key) for key in ("a", "a", "b"))
    await ticks()
    one.cancel()
    other.cancel()
    await ticks()
    assert not upstream.calls[0].was_cancelled
    third.cancel()
    await ticks()
    assert [call.was_cancelled for call in upstream.calls] == [True]
    assert all(reader.cancelled() for reader in (one, other, third))


@in_simulated_time
async def test_nobody_joins_a_call_that_is_being_cancelled() -> None:
    """Who asks in the very tick in which the last one leaves has a call of their own."""
    upstream = HandDriven()
    joined = joining(upstream)
    leaving = reading(joined, "a")
    await ticks()
    leaving.cancel()
    coming = reading(joined, "a")
    await ticks()
    assert [call.was_cancelled for call in upstream.calls] == [True, False]
    upstream.calls[1].answer()
    assert await coming == {"a": Said("a", 1)}


@pytest.mark.parametrize("steps", range(5))
@in_simulated_time
async def test_who_leaves_at_once_leaves_no_call_behind(steps: int) -> None:
    """In whichever tick the only asker goes, also before the call began, a slot is free."""
    upstream = HandDriven()
    joined = joining(upstream)
    for _ in range(20):
        leaving = reading(joined, "a")
        await ticks(steps)
        leaving.cancel()
        await ticks()
    assert upstream.running == []
    staying = [reading(joined, "b")]
    await ticks()
    assert upstream.calls[-1].keys == ("b",)
    upstream.calls[-1].answer()
    await asyncio.gather(*staying)


@in_simulated_time
async def test_who_left_while_waiting_is_not_asked_for() -> None:
    """A key that nobody waits for any more costs the upstream nothing."""
    upstream = HandDriven()
    joined = joining(upstream)
    readers = {}
    for key in "abcd":
        readers[key] = reading(joined, key)
        await ticks()
    readers["c"].cancel()
    await ticks()
    upstream.calls[0].answer()
    await ticks()
    assert upstream.asked == [("a",), ("b",), ("d",)]
    for call in upstream.running:
        call.answer()
    assert await readers["d"] == {"d": Said("d", 2)}
    await readers["a"], await readers["b"]


@in_simulated_time
async def test_a_closed_operation_leaves_its_reads_and_begins_none() -> None:
    """Its read is cancelled, and what it would read after that asks nobody."""
    upstream = HandDriven()
    joined, asked = joining(upstream), asking()
    reader = asyncio.create_task(joined.read(asked, ["a"]))
    await ticks()
    asked.close()
    await ticks()
    assert reader.cancelled()
    assert upstream.calls[0].was_cancelled
    assert isinstance((await joined.read(asked, ["b"]))["b"], DeadlineExceeded)
    assert upstream.asked == [("a",)]


@in_simulated_time
async def test_closing_ends_all_calls_and_sends_none() -> None:
    """Those in a call and those who wait for one are told that it is over."""
    upstream = HandDriven()
    joined = joining(upstream)
    readers = await one_by_one(joined, "abcd")
    await joined.close()
    found = await asyncio.gather(*readers)
    assert {type(answer) for answers in found for answer in answers.values()} == {OperationClosed}
    assert [call.was_cancelled for call in upstream.calls] == [True, True]
