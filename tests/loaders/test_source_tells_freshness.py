"""Source: who reads is told for how long what they have read stays fresh."""

from __future__ import annotations

import asyncio
import math

from loaders.asking import STALE
from loaders.errors import SourceBadAnswer, SourceUnavailable
from loaders.freshness import Freshness
from loaders.names import SHOP
from tests.loaders.hand_driven import asking
from tests.loaders.kept_source import Teller, told_source
from tests.loaders.simulated_time import in_simulated_time, now


@in_simulated_time
async def test_nothing_read_is_fresh_for_ever() -> None:
    """Before the first read, and after one of no keys."""
    asked = asking()
    assert asked.fresh_for == math.inf
    assert await told_source(Teller()).read(asked, []) == {}
    assert asked.fresh_for == math.inf


@in_simulated_time
async def test_a_new_answer_is_fresh_since_it_was_asked_for() -> None:
    """What the call took is part of its age."""
    teller = Teller()
    teller.takes = 0.25
    asked = asking()
    await told_source(teller).read(asked, ["a"])
    assert math.isclose(asked.fresh_for, 0.75)


@in_simulated_time
async def test_the_least_of_all_reads_counts() -> None:
    """A kept answer is fresh for what is left of its time, and a newer one changes nothing."""
    source = told_source(Teller())
    await source.read(asking(), ["a"])
    await asyncio.sleep(0.6)
    asked = asking()
    await source.read(asked, ["a", "b"])
    assert math.isclose(asked.fresh_for, 0.4)
    await source.read(asked, ["b"])
    assert math.isclose(asked.fresh_for, 0.4)


@in_simulated_time
async def test_a_stale_answer_says_so() -> None:
    """Whether it is shown while a newer one is fetched, or because there is none."""
    teller = Teller()
    source = told_source(teller)
    await source.read(asking(), ["a"])
    await asyncio.sleep(1.5)
    renewed_behind = asking()
    await source.read(renewed_behind, ["a"])
    assert renewed_behind.fresh_for == STALE
    await asyncio.sleep(5.0)
    teller.mood = SourceUnavailable(upstream=SHOP)
    through_an_outage = asking()
    await source.read(through_an_outage, ["a"])
    assert through_an_outage.fresh_for == STALE


@in_simulated_time
async def test_of_an_error_and_of_what_is_not_kept_nothing_is_known() -> None:
    """Neither is fresh for any time."""
    teller = Teller()
    small = asking()
    await told_source(teller, most_bytes=0).read(small, ["a"])
    assert small.fresh_for == 0.0
    teller.mood = SourceBadAnswer("not JSON", upstream=SHOP)
    failed = asking()
    await told_source(teller).read(failed, ["a"])
    assert failed.fresh_for == 0.0


@in_simulated_time
async def test_what_is_never_fresh_is_not_for_those_who_share_it() -> None:
    """Who was told of the same change shares the read, and is not told that it lasts."""
    source = told_source(Teller(), freshness=lambda *_: Freshness(0.0, 0.0, 10.0))
    told = now()
    for _ in range(2):
        asked = asking(not_before=told)
        await source.read(asked, ["a"])
        assert asked.fresh_for == 0.0
        await asyncio.sleep(0.1)


@in_simulated_time
async def test_an_answer_that_is_older_than_the_kept_one_is_not_called_fresh() -> None:
    """A call that comes back late says nothing of how long its own answer lasts."""
    teller = Teller()
    source = told_source(teller)
    teller.takes = 0.4
    asked = asking()
    slow = asyncio.create_task(source.read(asked, ["a"]))
    await asyncio.sleep(0.1)
    teller.takes = 0.01
    await source.read(asking(not_before=now()), ["a"])
    await slow
    assert asked.fresh_for == 0.0
