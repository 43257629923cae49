"""Trace: what a developer is told of an operation, and others are not."""

from __future__ import annotations

import asyncio

from loaders.asking import UpstreamCall
from loaders.errors import SourceUnavailable
from loaders.names import SHOP
from loaders.trace import KeptRead, Trace
from tests.loaders.hand_driven import HandDriven, asking
from tests.loaders.joined import joining
from tests.loaders.kept_source import Teller, told_source
from tests.loaders.simulated_time import in_simulated_time, now, ticks


@in_simulated_time
async def test_what_was_kept_is_told_with_its_age() -> None:
    """A fresh answer, one that is stale, and one in the place of an error: each with its age."""
    teller = Teller()
    source = told_source(teller)
    began = now()
    await source.read(asking(), ["a"])
    for wait, is_stale in ((0.5, False), (1.5, True)):
        await asyncio.sleep(began + wait - now())
        asked = asking()
        asked.trace = Trace(now())
        await source.read(asked, ["a"])
        assert asked.trace.kept == [KeptRead(SHOP, now() - began, is_stale)]
    await ticks()
    teller.mood = SourceUnavailable(upstream=SHOP)
    await asyncio.sleep(5)
    asked = asking()
    asked.trace = Trace(now())
    await source.read(asked, ["a"])
    assert [(read.age > 4, read.is_stale) for read in asked.trace.kept] == [(True, True)]
    assert [call.outcome for call in asked.calls] == ["SOURCE_UNAVAILABLE"]


@in_simulated_time
async def test_of_a_joined_call_each_is_told_how_many_keys_are_its_own() -> None:
    """Both are told the same beginning and all keys; who keeps no trace is told no more."""
    upstream = HandDriven()
    joined = joining(upstream)
    one, other, third = asking(), asking(), asking()
    one.trace, other.trace = Trace(now()), Trace(now())
    began = now()
    reading = [
        asyncio.create_task(joined.read(asked, keys))
        for asked, keys in ((one, "ab"), (other, "bcd"), (third, "d"))
    ]
    await ticks()
    upstream.calls[0].answer()
    await asyncio.gather(*reading)
    call = one.calls[0]
    assert one.calls == [UpstreamCall(SHOP, 4, call.ms, "OK", began, own_keys=2)]
    assert other.calls == [UpstreamCall(SHOP, 4, call.ms, "OK", began, own_keys=3)]
    assert third.calls == [UpstreamCall(SHOP, 4, call.ms, "OK", began)]


@in_simulated_time
async def test_who_keeps_no_trace_is_told_nothing_of_what_was_kept() -> None:
    """Nothing is gathered for those to whom nothing of it is told."""
    source = told_source(Teller())
    await source.read(asking(), ["a"])
    asked = asking()
    await source.read(asked, ["a"])
    assert asked.trace is None
