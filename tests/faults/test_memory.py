"""However much an upstream says, the gateway takes no more of it than it can use."""

from __future__ import annotations

import pytest

from tests.faults.conftest import OpenStageApart
from tests.faults.kinds import KINDS
from tests.faults.lives import ended_lives
from tests.faults.stage import Wires

_MOST_GROWTH = 30 * 1024 * 1024
_WARM_PAGES = 5
_PAGES = 3


@pytest.mark.parametrize(
    "name",
    [
        "huge-plain",
        "huge-chunked",
        "huge-in-one-chunk",
        "gzip-bomb",
        "endless-headers",
        "endless-header",
    ],
)
async def test_memory_hardly_grows(name: str, stage_apart: OpenStageApart, wires: Wires) -> None:
    """An answer of 200 MB from every upstream adds at most 30 MB to the gateway's memory."""
    async with stage_apart() as (opened, memory):
        lives = ended_lives(opened.running, most=_WARM_PAGES + _PAGES)
        for live in lives[:_WARM_PAGES]:
            await opened.page_of(live.creator, live.id)
        await wires.misbehave(KINDS[name].misbehaviour)
        memory.forget_peak()
        before = memory.now
        for live in lives[_WARM_PAGES:]:
            page = await opened.page_of(live.creator, live.id)
            assert page.errors
        assert memory.peak - before < _MOST_GROWTH
