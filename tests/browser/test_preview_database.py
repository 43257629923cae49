"""The database away, as a developer makes it be: what that costs the page, and what it does not."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.preview_visit import PreviewVisit
from tests.dev_process import DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A LIVE that no other test looks at: of recordings that were seen before, the last are shown.
NOBODYS = "beyond_32_bits"


async def test_without_the_database_recordings_alone_fail(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """Whose LIVE it is was read before, so the page holds; recordings are there once it is well."""
    page = preview.page
    box = page.get_by_role("checkbox", name="recordings", exact=True)
    await preview.open_page(dev, "not_shoppable")
    await preview.expect_states(metrics="not_supported")
    await box.uncheck()
    await preview.choose(NOBODYS)
    await preview.press_until("metrics", "ready")
    await preview.set_fault("mongodb", "broken")
    try:
        await box.check()
        await preview.expect_states(recordings="failed", metrics="ready")
        for held in ("benchmarks", "rewards", "journey"):
            await preview.press_until(held, "ready")
        await expect(preview.panel("recordings").locator("code")).to_have_text("SOURCE_UNAVAILABLE")
        await preview.keep_picture("database-away")
    finally:
        await preview.set_fault("mongodb", "well")
    await preview.press_until("recordings", "ready")
