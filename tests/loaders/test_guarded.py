"""Guarded: when an upstream is called, when it is asked again, and what counts against it."""

from __future__ import annotations

import asyncio

import pytest

from loaders.errors import DeadlineExceeded, SourceForbidden, SourceUnavailable
from loaders.names import SHOP
from tests.loaders.guarding import BAD, PAUSE, UNAVAILABLE, guarded, read, saying
from tests.loaders.hand_driven import HandDriven, Said
from tests.loaders.simulated_time import in_simulated_time, now, ticks


@in_simulated_time
async def test_a_call_that_broke_off_is_made_again() -> None:
    """After a pause, with the time that is left, and the answer is that of the second call."""
    upstream = saying(lambda call: UNAVAILABLE if call.number == 0 else None)
    assert await read(guarded(upstream)) == {"a": Said("a", 1)}
    assert [call.time_left for call in upstream.calls] == pytest.approx([1.0, 1.0 - PAUSE])


@in_simulated_time
async def test_the_breaker_opens_after_three_failures_in_a_row() -> None:
    """The retries count; then nobody is asked, and who comes is told when to come again."""
    upstream = saying(lambda _: UNAVAILABLE)
    careful = guarded(upstream)
    assert await read(careful) is UNAVAILABLE
    assert len(upstream.calls) == 3
    await asyncio.sleep(0.4)
    refused = await read(careful)
    assert isinstance(refused, SourceUnavailable)
    assert refused.retry_after_ms == pytest.approx(600, abs=1)
    assert len(upstream.calls) == 3


@in_simulated_time
async def test_one_probe_decides_and_nothing_is_spent_on_waiting_for_it() -> None:
    """While it is under way all others are refused at once, without retries; then all goes on."""
    upstream = saying(lambda _: UNAVAILABLE)
    careful = guarded(upstream)
    await read(careful)
    upstream.script = lambda _: None
    await asyncio.sleep(1.0)
    probe = asyncio.create_task(read(careful))
    await ticks()
    assert len(upstream.running) == 1
    began, saved = now(), careful._budget._saved
    for _ in range(5):
        assert isinstance(await read(careful), SourceUnavailable)
    assert (now(), careful._budget._saved) == (began, saved)
    assert len(upstream.running) == 1
    upstream.running[0].answer()
    assert await probe == {"a": Said("a", 3)}
    upstream.script = lambda call: call.answer()
    assert await read(careful) == {"a": Said("a", 4)}


@in_simulated_time
async def test_a_call_that_we_cancel_is_no_failure() -> None:
    """Any number of clients that leave does not close an upstream off."""
    upstream = HandDriven()
    careful = guarded(upstream)
    for _ in range(5):
        reading = asyncio.create_task(read(careful))
        await ticks()
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    upstream.script = lambda call: call.answer()
    assert await read(careful) == {"a": Said("a", 5)}


@pytest.mark.parametrize(("given", "called"), [(0.09, 6), (0.1, 4)])
@in_simulated_time
async def test_who_gave_next_to_no_time_has_learnt_nothing(given: float, called: int) -> None:
    """Time-outs count as failures, except of calls that had less than a tenth of a second."""
    upstream = HandDriven()
    careful = guarded(upstream)
    for _ in range(3):
        assert isinstance(await read(careful, time_left=given), DeadlineExceeded)
    await asyncio.sleep(1.0)
    for _ in range(3):
        await read(careful, time_left=given)
    assert len(upstream.calls) == called


@in_simulated_time
async def test_a_time_out_is_not_asked_again() -> None:
    """There is no time left to do it in."""
    upstream = HandDriven()
    began = now()
    assert isinstance(await read(guarded(upstream)), DeadlineExceeded)
    assert now() == pytest.approx(began + 1.0)
    assert len(upstream.calls) == 1


@in_simulated_time
async def test_a_retry_waits_as_long_as_it_is_told_to() -> None:
    """Retry-After is honoured within the time left, and beyond it there is no retry."""
    busy = SourceUnavailable(upstream=SHOP, retry_after_ms=300)
    upstream = saying(lambda call: busy if call.number % 2 == 0 else None)
    careful, began = guarded(upstream), now()
    assert await read(careful) == {"a": Said("a", 1)}
    assert now() == pytest.approx(began + 0.3)
    assert await read(careful, time_left=0.3) is busy
    assert len(upstream.calls) == 3


@in_simulated_time
async def test_nothing_is_retried_beyond_the_budget() -> None:
    """One retry is there for the first read, none for the second."""
    upstream = saying(lambda _: UNAVAILABLE)
    careful = guarded(upstream, most=2.0, failures=100)
    await read(careful)
    assert len(upstream.calls) == 2
    await read(careful)
    assert len(upstream.calls) == 3


@in_simulated_time
async def test_retries_are_a_tenth_of_the_calls() -> None:
    """An upstream that never answers is asked by a thousand reads 1.12 times as often, at most."""
    upstream = saying(lambda _: UNAVAILABLE)
    careful = guarded(upstream, failures=1_000_000)
    for _ in range(1_000):
        await read(careful)
    assert len(upstream.calls) - 1_000 <= 0.1 * len(upstream.calls) + 10


@in_simulated_time
async def test_a_bad_answer_of_one_key_is_not_asked_again() -> None:
    """It would be as bad again; it says that the upstream is there."""
    upstream = saying(lambda _: BAD)
    careful = guarded(upstream)
    for asked in range(1, 6):
        assert await read(careful) is BAD
        assert len(upstream.calls) == asked


@in_simulated_time
async def test_an_error_of_a_key_is_an_answer() -> None:
    """It is given on as it is, asked once, and no failure."""
    forbidden = SourceForbidden(upstream=SHOP)
    upstream = HandDriven(lambda call: call.answer(a=forbidden))
    careful = guarded(upstream)
    for _ in range(5):
        assert await read(careful, ["a", "b"]) == {
            "a": forbidden,
            "b": Said("b", upstream.calls[-1].number),
        }
    assert len(upstream.calls) == 5


@in_simulated_time
async def test_something_unexpected_is_no_failure_of_the_upstream() -> None:
    """It goes on to who asked, is not retried, and leaves no probe behind that blocks the next."""
    bug = ZeroDivisionError()
    upstream = saying(lambda _: bug)
    careful = guarded(upstream)
    for _ in range(5):
        assert await read(careful) is bug
    assert len(upstream.calls) == 5
    upstream = saying(lambda call: UNAVAILABLE if call.number < 3 else bug)
    careful = guarded(upstream)
    await read(careful)
    await asyncio.sleep(1.0)
    assert await read(careful) is bug
    assert await read(careful) is bug


@in_simulated_time
async def test_only_good_calls_tell_how_long_one_takes() -> None:
    """The median is that of answers; failures that come at once do not make it shorter."""
    upstream = HandDriven()
    careful = guarded(upstream, most=0.0)
    reading = asyncio.create_task(read(careful))
    await asyncio.sleep(0.2)
    upstream.calls[0].answer()
    await reading
    upstream.script = lambda call: call.fail(UNAVAILABLE)
    await read(careful)
    assert careful.latency.median() == pytest.approx(0.2)
