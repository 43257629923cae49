"""The end page for everybody: in their language, by keyboard, in light and dark, on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.preview_visit import PreviewVisit
from tests.dev_process import DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def phone(chromium: Browser, dev: DevProcess) -> AsyncIterator[PreviewVisit]:
    """A visitor in the dark with a phone, who wants nothing to move."""
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark",
        reduced_motion="reduce",
        has_touch=True,
    )
    visit = PreviewVisit.of(await context.new_page(), origin=dev.origin)
    yield visit
    await context.close()
    visit.assert_quiet()


async def test_nothing_keeps_anybody_from_using_it(preview: PreviewVisit, dev: DevProcess) -> None:
    """At a desk in the light, axe has no serious finding, on the page and beside it."""
    await preview.open_page(dev, "ended")
    await preview.expect_all_ready()
    assert await preview.serious_findings() == []


async def test_it_is_for_a_phone_from_right_to_left(phone: PreviewVisit, dev: DevProcess) -> None:
    """In Arabic and in the dark nothing is wider than the phone, moves, or cannot be read."""
    await phone.open_page(dev, "top_creator", language="ar")
    await phone.expect_states(metrics="ready", benchmarks="ready", rewards="ready")
    html = phone.page.locator("html")
    await expect(html).to_have_attribute("dir", "rtl")
    await expect(html).to_have_attribute("lang", "ar")
    await expect(phone.panel("metrics").locator("h2")).to_have_text("الأرقام الرئيسية")
    await expect(phone.page.locator(".developer")).to_be_hidden()
    assert await phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    moving = "document.getAnimations().filter(({playState}) => playState === 'running').length"
    assert await phone.page.evaluate(moving) == 0
    assert await phone.serious_findings() == []
    await phone.keep_picture("phone-arabic-dark")


async def test_a_live_can_be_read_in_the_dark(phone: PreviewVisit, dev: DevProcess) -> None:
    """While the LIVE runs, axe has no serious finding either."""
    await phone.open_page(dev, "paused", language="es")
    await expect(phone.page.locator(".live .badge")).to_have_text("En pausa")
    assert await phone.serious_findings() == []
    await phone.keep_picture("phone-paused-dark")


async def test_the_language_is_switched(preview: PreviewVisit, dev: DevProcess) -> None:
    """Words, amounts and what the sources say follow the language; a reload keeps it."""
    page = preview.page
    await preview.open_page(dev, "final")
    amount = preview.panel("metrics").locator(".hero .value")
    await expect(amount).to_contain_text("$")
    english = await amount.inner_text()
    await page.get_by_role("button", name="Español").click()
    await expect(preview.panel("metrics").locator("h2")).to_have_text("Cifras clave")
    digits = english.removeprefix("$").replace(",", "").replace(".", ",")
    await expect(amount).to_contain_text("US$")
    assert (await amount.inner_text()).replace(".", "").startswith(digits)
    await expect(preview.panel("journey")).to_contain_text("Hitos")
    await page.reload()
    await expect(preview.panel("metrics").locator("h2")).to_have_text("Cifras clave")


async def test_it_is_used_by_keyboard_alone(preview: PreviewVisit, dev: DevProcess) -> None:
    """The first key leads past the buttons to the page; a list is opened and closed by keys."""
    page = preview.page
    await preview.open_page(dev, "ended")
    await preview.press_until("benchmarks", "ready")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()
    await page.keyboard.press("Tab")
    more = preview.panel("benchmarks").get_by_role("button", name="Show all 10")
    await more.focus()
    await page.keyboard.press("Space")
    await expect(preview.panel("benchmarks").locator(".comparison")).to_have_count(10)
