"""The span of a soak: over by the clock, not before all has happened, or when it is cut short."""

from __future__ import annotations

import asyncio

from tests.soak.span import Span


async def test_it_is_over_by_the_clock() -> None:
    """Whoever rests for longer is woken, and rests no more."""
    span = Span(0.01)
    assert not span.is_over
    assert not await span.rest(3600)
    assert (span.is_over, span.was_cut, span.left) == (True, False, 0.0)
    assert not await span.rest(3600)


async def test_it_waits_for_what_is_to_happen() -> None:
    """Its time alone does not end it; the last of the things does."""
    span = Span(0, least=2)
    await asyncio.sleep(0)
    assert await span.rest(0.01)
    span.happened()
    assert not span.is_over
    span.happened()
    assert span.is_over


async def test_what_happens_early_does_not_end_it() -> None:
    """All that was waited for, and time left: it goes on."""
    span = Span(3600, least=1)
    span.happened()
    assert await span.rest(0)
    span.cut()
    assert (span.is_over, span.was_cut) == (True, True)
    assert not await span.rest(3600)
