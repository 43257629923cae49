"""Joining: what comes back to whom, and what is recorded of it."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from loaders.errors import (
    SourceBadAnswer,
    SourceForbidden,
    SourceUnavailable,
)
from loaders.names import SHOP
from tests.loaders.hand_driven import HandDriven, Said, asking
from tests.loaders.joined import joining, reading
from tests.loaders.simulated_time import in_simulated_time, ticks


@in_simulated_time
async def test_the_queue_is_bounded() -> None:
    """A key too many is unavailable at once, and told when to come again; a known key joins."""
    upstream = HandDriven()
    joined = joining(upstream, most_waiting=2)
    readers = [reading(joined, "a", "b"), reading(joined, "a", "c")]
    await ticks()
    upstream.calls[0].answer()
    assert await readers[0] == {"a": Said("a", 0), "b": Said("b", 0)}
    found = await readers[1]
    assert found["a"] == Said("a", 0)
    assert isinstance(found["c"], SourceUnavailable)
    assert found["c"].retry_after_ms == 1_000
    assert upstream.asked == [("a", "b")]


@in_simulated_time
async def test_an_error_of_one_key_stays_with_it() -> None:
    """The neighbour's answer is whole; a key that was left out is a bad answer."""
    upstream = HandDriven()
    joined = joining(upstream)
    reader = reading(joined, "a", "b")
    await ticks()
    error = SourceForbidden(upstream=SHOP)
    upstream.calls[0].answer(a=error)
    assert await reader == {"a": error, "b": Said("b", 0)}
    reader = reading(joined, "a", "b")
    await ticks()
    upstream.calls[1].leave_out("b")
    found = await reader
    assert found["a"] == Said("a", 1)
    assert isinstance(found["b"], SourceBadAnswer)


@in_simulated_time
async def test_something_unexpected_is_everybodys_error_and_logged_once() -> None:
    """Nobody hangs, the message says nothing of it, and the next call goes as if nothing were."""
    upstream = HandDriven()
    joined = joining(upstream)
    with capture_logs() as logs:
        askers = [asking(), asking()]
        readers = [asyncio.create_task(joined.read(asked, ["a", "b"])) for asked in askers]
        await ticks()
        upstream.calls[0].fail(ZeroDivisionError("address 10.0.0.1"))
        errors = [answer for found in await asyncio.gather(*readers) for answer in found.values()]
    assert [str(error) for error in errors] == ["Something unexpected went wrong."] * 4
    assert [[call.outcome for call in asked.calls] for asked in askers] == [["INTERNAL"]] * 2
    assert [(log["event"], log["upstream"]) for log in logs] == [("unexpected_error", SHOP)]
    reader = reading(joined, "a")
    await ticks()
    upstream.calls[1].answer()
    assert await reader == {"a": Said("a", 1)}


@in_simulated_time
async def test_each_call_is_recorded_once_for_each_who_took_part() -> None:
    """Also for who reads two keys of it, or reads twice; not for who was not in it."""
    upstream = HandDriven()
    joined = joining(upstream)
    one, other, third = asking("one"), asking("other"), asking("third")
    readers = [
        asyncio.create_task(joined.read(asked, keys))
        for asked, keys in ((one, ["a", "b"]), (one, ["b"]), (other, ["b"]))
    ]
    await ticks()
    readers.append(asyncio.create_task(joined.read(third, ["c"])))
    await asyncio.sleep(0.02)
    upstream.calls[0].answer()
    upstream.calls[1].fail(SourceUnavailable(upstream=SHOP))
    await asyncio.gather(*readers)
    assert upstream.calls[0].request_id == "one,other"
    assert one.calls == other.calls
    told = [(call.keys, call.ms, call.outcome) for call in one.calls + third.calls]
    assert told == [(2, 20.0, "OK"), (1, 20.0, "SOURCE_UNAVAILABLE")]


@in_simulated_time
async def test_who_leaves_at_the_deadline_is_told_of_the_call_that_was_too_slow() -> None:
    """The record is there when the read returns, and the call's own end adds no second one."""
    upstream = HandDriven()
    joined, hurried, patient = joining(upstream), asking(budget_ms=100), asking()
    waiting = asyncio.create_task(joined.read(patient, ["a"]))
    await joined.read(hurried, ["a"])
    assert [(call.ms, call.outcome) for call in hurried.calls] == [(100.0, "DEADLINE_EXCEEDED")]
    upstream.calls[0].answer()
    await waiting
    assert [call.outcome for call in hurried.calls] == ["DEADLINE_EXCEEDED"]
    assert [call.outcome for call in patient.calls] == ["OK"]
