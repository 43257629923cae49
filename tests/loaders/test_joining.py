"""Joining: which keys leave together, and when."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import (
    DeadlineExceeded,
)
from tests.loaders.hand_driven import HandDriven, Said, asking
from tests.loaders.joined import MEDIAN, joining, one_by_one, reading
from tests.loaders.simulated_time import in_simulated_time, now, ticks


@in_simulated_time
async def test_keys_of_one_tick_leave_together_at_once() -> None:
    """No time passes before an idle upstream is asked, once, for all keys; each gets its own."""
    upstream = HandDriven()
    joined, began = joining(upstream), now()
    one, other = reading(joined, "a", "b"), reading(joined, "b", "c")
    await ticks()
    assert upstream.asked == [("a", "b", "c")]
    assert upstream.calls[0].started_at == began
    upstream.calls[0].answer()
    assert await one == {"a": Said("a", 0), "b": Said("b", 0)}
    assert await other == {"b": Said("b", 0), "c": Said("c", 0)}


@in_simulated_time
async def test_keys_wait_while_all_slots_are_taken_and_leave_when_one_frees() -> None:
    """What was asked for meanwhile leaves in one call."""
    upstream = HandDriven()
    joined = joining(upstream)
    readers = await one_by_one(joined, "abcd")
    assert upstream.asked == [("a",), ("b",)]
    upstream.calls[0].answer()
    await ticks()
    assert upstream.asked == [("a",), ("b",), ("c", "d")]
    for call in upstream.running:
        call.answer()
    await asyncio.gather(*readers)


@in_simulated_time
async def test_a_black_hole_in_all_slots_holds_new_keys_up_for_the_median_only() -> None:
    """Each key that waits leaves after the median; the slots are full all the while."""
    upstream = HandDriven()
    joined = joining(upstream)
    hung = await one_by_one(joined, "ab")
    await asyncio.sleep(0.2)
    for key in "cd":
        began = now()
        late = reading(joined, key)
        await asyncio.sleep(MEDIAN - 0.001)
        assert not any(key in call.keys for call in upstream.calls)
        await asyncio.sleep(0.002)
        assert upstream.calls[-1].keys == (key,)
        assert upstream.calls[-1].started_at == pytest.approx(began + MEDIAN)
        upstream.calls[-1].answer()
        assert await late == {key: Said(key, upstream.calls[-1].number)}
    await asyncio.gather(*hung)


@in_simulated_time
async def test_who_comes_after_one_that_left_waits_for_the_median_itself() -> None:
    """A timer that was set for a key that has gone sends no other key before its time."""
    upstream = HandDriven()
    joined = joining(upstream)
    hung = [reading(joined, "a")]
    await ticks()
    hung.append(reading(joined, "b"))
    await ticks()
    gone = reading(joined, "c")
    await asyncio.sleep(MEDIAN - 0.01)
    gone.cancel()
    await ticks()
    late = reading(joined, "d")
    await asyncio.sleep(MEDIAN - 0.001)
    assert len(upstream.calls) == 2
    await asyncio.sleep(0.002)
    assert upstream.calls[-1].keys == ("d",)
    upstream.calls[-1].answer()
    await asyncio.gather(late, *hung)


@in_simulated_time
async def test_no_more_calls_than_most_calls_ever() -> None:
    """However long keys wait: what finds no call ends at its own deadline, asked of nobody."""
    upstream = HandDriven()
    joined = joining(upstream, most_calls=3)
    readers = []
    for number in range(6):
        readers.append(asyncio.create_task(joined.read(asking(budget_ms=900), [str(number)])))
        await asyncio.sleep(MEDIAN * 2)
    assert len(upstream.running) == 3
    found = await asyncio.gather(*readers)
    assert {type(answer) for answers in found for answer in answers.values()} == {DeadlineExceeded}


@in_simulated_time
async def test_a_call_holds_at_most_its_keys() -> None:
    """Five keys leave in calls of two, and all come back."""
    upstream = HandDriven(lambda call: call.answer())
    found = await joining(upstream, most_keys=2).read(asking(), list("abcde"))
    assert upstream.asked == [("a", "b"), ("c", "d"), ("e",)]
    assert [answer.key for answer in found.values() if isinstance(answer, Said)] == list("abcde")


@in_simulated_time
async def test_a_key_under_way_is_joined_while_it_is_prompt() -> None:
    """Up to twice the median a second asker shares the call; after that it may never come."""
    upstream = HandDriven()
    joined = joining(upstream)
    readers = [reading(joined, "a")]
    await asyncio.sleep(2 * MEDIAN - 0.001)
    readers.append(reading(joined, "a"))
    await ticks()
    assert upstream.asked == [("a",)]
    await asyncio.sleep(0.002)
    readers.append(reading(joined, "a"))
    await ticks()
    assert upstream.asked == [("a",), ("a",)]
    upstream.calls[1].answer()
    assert await readers[2] == {"a": Said("a", 1)}
    upstream.calls[0].answer()
    assert [await reader for reader in readers[:2]] == [{"a": Said("a", 0)}] * 2


@in_simulated_time
async def test_who_was_told_of_a_change_joins_no_call_that_began_before() -> None:
    """A call of its own leaves; who was told then too, or comes after, joins that newer one."""
    upstream = HandDriven()
    joined = joining(upstream)
    before = reading(joined, "a")
    await asyncio.sleep(0.001)
    told = now()
    newest = asyncio.create_task(joined.read(asking(not_before=told), ["a"]))
    await asyncio.sleep(0.001)
    other = asyncio.create_task(joined.read(asking(not_before=told), ["a"]))
    after = reading(joined, "a")
    await ticks()
    assert upstream.asked == [("a",), ("a",)]
    upstream.calls[1].answer()
    assert [await newest, await other, await after] == [{"a": Said("a", 1)}] * 3
    upstream.calls[0].answer()
    assert await before == {"a": Said("a", 0)}


@in_simulated_time
async def test_those_who_were_told_while_all_slots_were_taken_leave_in_one_call() -> None:
    """One key in one call, however many were told, and at however many moments."""
    upstream = HandDriven()
    joined = joining(upstream)
    before = reading(joined, "a")
    await ticks()
    other = reading(joined, "b")
    await ticks()
    told = []
    for _ in range(20):
        await asyncio.sleep(0.001)
        told.append(asyncio.create_task(joined.read(asking(not_before=now()), ["a"])))
    await ticks()
    upstream.calls[1].answer()
    await ticks()
    upstream.calls[2].answer()
    assert [await one for one in told] == [{"a": Said("a", 2)}] * 20
    upstream.calls[0].answer()
    await asyncio.gather(before, other)
    assert upstream.asked == [("a",), ("b",), ("a",)]
