"""A real Chromium over a real `endpage dev`. Both start once, and only when a test asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext

from tests.browser.chromium import CHROMIUM, opened_chromium
from tests.browser.preview_visit import PreviewVisit
from tests.browser.visit import Visit
from tests.dev_process import DevProcess, dev_process
from tests.needed import lacking

CHROMIUM_IS_THERE = CHROMIUM.exists()
BUILT = Path(__file__).resolve().parents[2] / "web" / "dist" / "preview.html"


@pytest.fixture(scope="session")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevProcess]:
    """`endpage dev`, with everything that it starts, and a creator for every kind of LIVE."""
    if not BUILT.exists():
        lacking("the pages are not built: make web")
    folder = tmp_path_factory.mktemp("dev")
    told = ("--creators", "45", "--analytics-delay", "6")
    with dev_process(folder, *told, starts_within=180) as running:
        yield running


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium, headless."""
    if not CHROMIUM_IS_THERE:
        lacking("/usr/bin/chromium is missing: make chromium, as root")
    async with opened_chromium() as browser:
        yield browser


async def _closed(visit: Visit, context: BrowserContext) -> None:
    """Close the tab, about which there must be nothing to say."""
    # A page goes on asking when its test is over; who answers for the gateway then is not needed.
    await visit.page.unroute_all(behavior="ignoreErrors")
    await context.close()
    visit.assert_quiet()


@pytest.fixture
async def visit(chromium: Browser, dev: DevProcess) -> AsyncIterator[Visit]:
    """A visitor with an empty profile, whose console and requests are watched."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    visit = Visit.of(await context.new_page(), origin=dev.origin)
    yield visit
    await _closed(visit, context)


@pytest.fixture
async def preview(chromium: Browser, dev: DevProcess) -> AsyncIterator[PreviewVisit]:
    """A visitor of the end page at a desk, watched like the other one."""
    context = await chromium.new_context(viewport={"width": 1440, "height": 900})
    visit = PreviewVisit.of(await context.new_page(), origin=dev.origin)
    yield visit
    await _closed(visit, context)
