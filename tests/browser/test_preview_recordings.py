"""Recordings on the end page in a real browser: watched, kept and shared."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Response, expect

from tests.browser.preview_visit import PATIENCE_MS, PreviewVisit
from tests.dev_process import DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_a_recording_is_watched_from_any_place(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """The player shows a real film, jumps into it by ranges, and Escape leaves it."""
    page = preview.page
    ranges: list[int] = []

    def note(response: Response) -> None:
        if "/media/" in response.url:
            ranges.append(response.status)

    page.on("response", note)
    await preview.open_page(dev, "ended")
    await preview.press_until("recordings", "ready")
    button = preview.panel("recordings").get_by_role("button", name="Watch").first
    await button.focus()
    await page.keyboard.press("Enter")
    video = page.locator("video")
    await video.wait_for(timeout=PATIENCE_MS)
    element = await video.element_handle()
    is_there = "video => video.readyState >= 1 && video.duration > 0 && video.videoWidth > 0"
    await page.wait_for_function(is_there, arg=element)
    await page.evaluate("video => { video.currentTime = video.duration * 0.7 }", element)
    is_shown = "video => !video.seeking && video.readyState >= 2 && video.currentTime > 0"
    await page.wait_for_function(is_shown, arg=element)
    assert 206 in ranges
    await preview.keep_picture("player")
    assert await preview.serious_findings() == []
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog")).to_have_count(0)
    await expect(button).to_be_focused()


async def test_a_recording_is_kept_as_a_file(
    preview: PreviewVisit, dev: DevProcess, tmp_path: Path
) -> None:
    """The download is a whole film under a name that says what it is."""
    page = preview.page
    await preview.open_page(dev, "ended")
    await preview.press_until("recordings", "ready")
    await preview.panel("recordings").locator(".highlights button").first.click()
    link = page.get_by_role("link", name="Download")
    await link.wait_for(timeout=PATIENCE_MS)
    async with page.expect_download(timeout=PATIENCE_MS) as coming:
        await link.click()
    download = await coming.value
    assert download.suggested_filename.endswith(".mp4")
    kept = tmp_path / "kept.mp4"
    await download.save_as(kept)
    content = kept.read_bytes()
    assert content[4:8] == b"ftyp"
    assert b"moov" in content
    assert len(content) > 10_000


async def test_a_recording_is_shared_until_that_is_ended(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """The link is one for everybody, is copied, is there the next time, and is closed again."""
    page = preview.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await preview.open_page(dev, "top_creator")
    await preview.press_until("recordings", "ready")
    button = preview.panel("recordings").locator(".highlights button").first
    await button.click()
    await page.get_by_role("button", name="Share", exact=True).click()
    link = page.get_by_label("Link to share")
    await link.wait_for(timeout=PATIENCE_MS)
    url = await link.input_value()
    await page.get_by_role("button", name="Copy link").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == url
    answer = await page.request.get(url)
    assert answer.status == 200
    assert "<video" in await answer.text()

    await page.get_by_role("button", name="Close").click()
    await button.click()
    await expect(link).to_have_value(url, timeout=PATIENCE_MS)
    await page.get_by_role("button", name="End sharing").click()
    await expect(page.locator("div.share")).to_contain_text(
        "The link is closed.", timeout=PATIENCE_MS
    )
    assert (await page.request.get(url)).status == 410
