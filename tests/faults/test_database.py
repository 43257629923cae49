"""While the database is away, what it said before is shown; when it is back, so is everything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tests.faults.conftest import OpenStage
from tests.faults.lives import ended_lives
from tests.faults.page import PANELS, PANELS_OF, Page, assert_broken
from tests.faults.pipe import Pipe
from tests.faults.stage import Stage, Wires
from tests.faults.test_matrix import MOST_SECONDS

_PASSING = {"SOURCE_UNAVAILABLE", "DEADLINE_EXCEEDED"}
_READERS = 4

AWAY: dict[str, Callable[[Pipe], None]] = {"refuses": Pipe.refuse, "is silent": Pipe.swallow}


@pytest.mark.parametrize("name", AWAY)
async def test_what_was_read_before_is_shown(
    name: str, stage: OpenStage, wires: Wires, healthy: Page
) -> None:
    """A page that was read before is whole while the database is away, and afterwards."""
    async with stage() as opened:
        await opened.page()
        AWAY[name](wires.database)
        for _ in range(5):
            page = await opened.page()
            assert_broken(page, healthy, panels=frozenset(), codes=set())
            assert page.seconds < MOST_SECONDS
        await wires.behave()
        assert (await opened.whole_page()).errors == {}


@pytest.mark.parametrize("name", AWAY)
async def test_what_was_never_read_is_told_to_be_away(
    name: str, stage: OpenStage, wires: Wires, healthy: Page
) -> None:
    """A LIVE that was never read is null and may be asked for again; later it is there."""
    async with stage() as opened:
        AWAY[name](wires.database)
        for _ in range(5):
            page = await opened.page()
            assert page.status == 200
            [error] = page.wire["errors"]
            assert error["path"] == ["endPage"]
            assert error["extensions"]["code"] in _PASSING
            assert error["extensions"]["retryable"] is True
            assert page.wire["data"] == {"endPage": None}
            assert page.seconds < MOST_SECONDS
        await wires.behave()
        page = await _as_soon_as_it_is_there(opened)
        assert_broken(page, healthy, panels=frozenset(), codes=set())


@pytest.mark.parametrize("name", AWAY)
async def test_recordings_that_were_never_read_cost_themselves_alone(
    name: str, stage: OpenStage, wires: Wires, healthy: Page
) -> None:
    """When the session is known and its recordings are not, the other panels are whole."""
    query = "query ($sessionId: ID!) { endPage(sessionId: $sessionId) { id } }"
    async with stage() as opened:
        await opened.page(query=query)
        AWAY[name](wires.database)
        page = await opened.page()
        assert_broken(page, healthy, panels=PANELS_OF["mongodb"], codes=_PASSING)
        assert page.seconds < MOST_SECONDS
        await wires.behave()
        assert (await opened.whole_page()).content("recordings") == healthy.content("recordings")


async def test_pages_go_on_in_mid_load(stage: OpenStage, wires: Wires) -> None:
    """While pages are read without a pause the database goes and comes: each is answered in time,
    those that were read before stay whole, and at the end all are.
    """
    async with stage() as opened:
        lives = ended_lives(opened.running, most=2 * _READERS)
        known, unknown = lives[:_READERS], lives[_READERS:]
        for live in known:
            assert (await opened.page_of(live.creator, live.id)).errors == {}
        pages: list[Page] = []
        is_over = asyncio.Event()

        async def read_on(number: int) -> None:
            while not is_over.is_set():
                live = known[number]
                page = await opened.page_of(live.creator, live.id)
                assert page.errors == {}
                pages.append(page)

        async with asyncio.TaskGroup() as readers:
            for number in range(_READERS):
                readers.create_task(read_on(number))
            wires.database.refuse()
            first = await opened.page_of(unknown[0].creator, unknown[0].id)
            wires.database.swallow()
            await wires.database.behave()
            for live in unknown:
                await _as_soon_as_it_is_there(opened, live.creator, live.id)
            is_over.set()
    assert first.wire["data"] == {"endPage": None}
    assert len(pages) > _READERS
    assert all(page.status == 200 and page.seconds < MOST_SECONDS for page in pages)


async def _as_soon_as_it_is_there(stage: Stage, *live: str) -> Page:
    async with asyncio.timeout(10):
        while True:
            page = await (stage.page_of(*live) if live else stage.page())
            if page.wire["data"]["endPage"] is not None and not page.errors:
                assert page.panels.keys() >= PANELS
                return page
