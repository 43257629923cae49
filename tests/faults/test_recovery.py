"""When the fault is over, pages are whole again by themselves, and soon."""

from __future__ import annotations

import time

import pytest

from tests.faults.conftest import OpenStage
from tests.faults.kinds import KINDS
from tests.faults.lives import ended_lives
from tests.faults.page import Page, assert_broken
from tests.faults.stage import SERVICES, Wires

# Two seconds, and room for a machine that is busy with other things.
_RECOVERS_WITHIN = 2.0 + 2.0
_PAGES = 40
# An upstream may be met by a tenth more calls than there are pages.
_CALLS_PER_PAGE = 1.1


@pytest.mark.parametrize(
    "name", ["refuse", "blackhole", "reset-in-the-middle", "500", "429-retry-after", "garbage-json"]
)
async def test_pages_are_whole_again(
    name: str, stage: OpenStage, wires: Wires, healthy: Page
) -> None:
    """Two seconds after upstreams answer again, at the latest, a page is whole."""
    async with stage() as opened:
        others = ended_lives(opened.running, most=4)
        await wires.misbehave(KINDS[name].misbehaviour)
        for live in others:
            assert (await opened.page_of(live.creator, live.id)).errors
        await wires.behave()
        cleared = time.monotonic()
        page = await opened.whole_page()
        assert_broken(page, healthy, panels=frozenset(), codes=set())
        assert time.monotonic() - cleared < _RECOVERS_WITHIN


@pytest.mark.parametrize(
    "name", ["reset-at-request", "cut-in-the-middle", "500", "503-retry-after", "garbage-json"]
)
async def test_a_failing_upstream_is_hardly_asked_more(
    name: str, stage: OpenStage, wires: Wires
) -> None:
    """Retries and splits add no more than a tenth to the calls of a failing upstream."""
    async with stage() as opened:
        lives = ended_lives(opened.running, most=_PAGES)
        await wires.misbehave(KINDS[name].misbehaviour, at=SERVICES)
        for live in lives:
            page = await opened.page_of(live.creator, live.id)
            assert page.errors
        for service in SERVICES:
            assert wires.services[service].requests <= _CALLS_PER_PAGE * _PAGES
