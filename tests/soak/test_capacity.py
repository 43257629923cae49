"""What two gateways give is found by asking faster and faster."""

from __future__ import annotations

import random

import pytest

from tests.faults.page import Page
from tests.soak.capacity import is_held, most_held


async def test_the_last_rate_that_is_held_is_what_can_be_had() -> None:
    """The first look is a warm-up; a rate that is not held ends it."""
    tried: list[float] = []

    async def holds(rate: float) -> bool:
        tried.append(rate)
        return len(tried) > 1 and rate < 20

    assert await most_held(holds) == pytest.approx(16.9)
    assert tried == pytest.approx([10, 10, 13, 16.9, 21.97])


async def test_nothing_can_be_had_where_the_first_rate_is_too_much() -> None:
    """Who asks for half of it asks for the least then."""

    async def holds(_: float) -> bool:
        return False

    assert await most_held(holds) == 0


@pytest.mark.parametrize(
    ("page", "held"),
    [
        (Page(200, '{"data": {}}', 0.5), True),
        (Page(200, '{"data": {}}', 0.6), False),
        (Page(200, '{"data": {}, "errors": []}', 0.1), False),
        (Page(503, '{"errors": []}', 0.1), False),
    ],
)
async def test_a_rate_is_held_by_whole_pages_that_come_soon(page: Page, held: bool) -> None:
    """Late, broken and refused ones are none."""
    asked = 0

    async def ask() -> Page:
        nonlocal asked
        asked += 1
        return page

    chance = random.Random(1)
    assert await is_held(ask, 200, seconds=0.05, chance=chance) is held
    assert asked > 0


@pytest.mark.parametrize(("bad", "held"), [(0, True), (100, True), (10, False)])
async def test_one_page_in_a_hundred_may_be_bad(bad: int, held: bool) -> None:
    """``bad``: of so many pages one is, if any."""
    asked = 0

    async def ask() -> Page:
        nonlocal asked
        asked += 1
        is_bad = bad and asked % bad == 0
        return Page(503 if is_bad else 200, "{}", 0.1)

    chance = random.Random(1)
    assert await is_held(ask, 4_000, seconds=0.1, chance=chance) is held
    assert asked > 100
