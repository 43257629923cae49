"""Source state: how a source is doing, and how its keys were answered."""

from __future__ import annotations

import asyncio

from loaders.errors import SourceUnavailable
from loaders.kept import ENTRY_BYTES
from loaders.names import SHOP
from loaders.source_state import SourceState
from tests.loaders.hand_driven import asking
from tests.loaders.kept_source import Teller, told_source
from tests.loaders.simulated_time import in_simulated_time


@in_simulated_time
async def test_each_key_is_counted_by_how_it_was_answered() -> None:
    """Asked for, fresh, stale while it is renewed, and standing in while its upstream is away."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a", "b"])
    await source.read(asking(), ["a"])
    assert source.state() == SourceState(
        upstream=SHOP,
        is_open=False,
        times_opened=0,
        retries=0,
        splits=0,
        under_way=0,
        waiting=0,
        kept=2 * (100 + ENTRY_BYTES),
        reads={"asked": 2, "fresh": 1, "stale": 0, "stands_in": 0},
    )
    await asyncio.sleep(1.5)
    await source.read(asking(), ["a"])
    await asyncio.sleep(0.1)  # It has been renewed, which asks for it once more.
    assert source.state().reads == {"asked": 3, "fresh": 1, "stale": 1, "stands_in": 0}
    await asyncio.sleep(5)
    teller.mood = SourceUnavailable(upstream=SHOP)
    await source.read(asking(), ["a"])
    assert source.state().reads == {"asked": 4, "fresh": 1, "stale": 1, "stands_in": 1}


@in_simulated_time
async def test_a_breaker_that_opens_and_calls_that_are_made_again_are_counted() -> None:
    """Three calls in a row have failed, of which the second and third were tried again."""
    teller = Teller()
    teller.mood = SourceUnavailable(upstream=SHOP)
    source = told_source(teller)
    await source.read(asking(), ["a"])
    state = source.state()
    assert (state.is_open, state.times_opened, state.retries) == (True, 1, len(teller.asked) - 1)
    assert state.retries == 2
    teller.mood = None
    await asyncio.sleep(1.5)
    await source.read(asking(), ["a"])
    state = source.state()
    assert (state.is_open, state.times_opened, state.retries) == (False, 1, 2)


@in_simulated_time
async def test_a_call_under_way_is_seen() -> None:
    """Until it has landed."""
    teller = Teller()
    teller.takes = 0.5
    source = told_source(teller)
    reading = asyncio.create_task(source.read(asking(), ["a"]))
    await asyncio.sleep(0.1)
    assert (source.state().under_way, source.state().waiting) == (1, 0)
    await reading
    assert source.state().under_way == 0
