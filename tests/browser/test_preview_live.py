"""From LIVE to end page in a real browser: by the subscription, and without a reload."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.browser.preview_visit import PATIENCE_MS, PreviewVisit
from tests.dev_process import DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_the_live_turns_into_its_end_page(preview: PreviewVisit, dev: DevProcess) -> None:
    """A LIVE begins, pauses, goes on and ends by the buttons; the page is there by itself."""
    page = preview.page
    await preview.open_page(dev, "zero_sales")
    await preview.expect_states(metrics="ready")
    await preview.command("start")
    live = page.locator(".live")
    await expect(live.locator(".badge")).to_have_text("LIVE", timeout=PATIENCE_MS)
    await expect(live).to_contain_text("Your end page opens here by itself")
    await expect(page.locator("[data-panel]")).to_have_count(0)
    timer = live.get_by_role("timer")
    await expect(timer).not_to_have_text(await timer.inner_text(), timeout=PATIENCE_MS)
    await preview.keep_picture("live")
    await page.evaluate("window.isTheSamePage = true")

    await preview.command("pause")
    await expect(live.locator(".badge")).to_have_text("Paused", timeout=PATIENCE_MS)
    await preview.command("resume")
    await expect(live.locator(".badge")).to_have_text("LIVE", timeout=PATIENCE_MS)
    await preview.command("end")
    await expect(page.locator(".ended")).to_contain_text("ended by you", timeout=PATIENCE_MS)
    await preview.press_until("roomImprovements", "pending")
    await expect(preview.panel("metrics").locator(".hero .value")).to_be_visible()
    await preview.keep_picture("just-ended")
    # What comes some seconds after the end is looked for by itself.
    await expect(preview.panel("recordings").locator("button").first).to_be_visible(
        timeout=PATIENCE_MS
    )
    assert await page.evaluate("window.isTheSamePage") is True


async def test_a_suspension_is_told_and_a_continuation_followed(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """What the platform has ended says why; what goes on elsewhere leads there."""
    page = preview.page
    await preview.open_page(dev, "zero_sales")
    await preview.expect_states(metrics="ready")
    await preview.command("start")
    await expect(page.locator(".live .badge")).to_have_text("LIVE", timeout=PATIENCE_MS)
    await preview.command("suspend")
    await expect(page.locator(".ended")).to_contain_text("suspended", timeout=PATIENCE_MS)
    await expect(preview.panel("roomImprovements").locator(".violation")).to_contain_text(
        "This LIVE was suspended", timeout=PATIENCE_MS
    )
    await preview.command("start")
    await expect(page.locator(".live .badge")).to_have_text("LIVE", timeout=PATIENCE_MS)
    first = page.url
    await preview.command("continue")
    await expect(page.locator(".ended")).to_contain_text("went on as another", timeout=PATIENCE_MS)
    await page.locator(".ended").get_by_role("button", name="Open it").click()
    await expect(page.locator(".live .badge")).to_have_text("LIVE", timeout=PATIENCE_MS)
    assert page.url != first


# The first three things that the page says of its connection, each with the time in milliseconds.
_REMEMBER_WHAT_IS_SAID = """() => {
  const place = document.querySelector('.connection');
  const said = [];
  window.firstThree = new Promise((resolve) => new MutationObserver(() => {
    if (said.at(-1)?.[0] !== place.textContent) said.push([place.textContent, performance.now()]);
    if (said.length === 3) resolve(said);
  }).observe(place, {childList: true, characterData: true, subtree: true}));
}"""


async def test_a_cut_network_is_told_and_got_over(preview: PreviewVisit, dev: DevProcess) -> None:
    """The page says that the network has gone, and that it is back, with what it has missed."""
    page = preview.page
    live = await preview.press_elsewhere(dev, "/lives", creator=dev.creator("zero_sales"))
    await preview.open_session(dev, live, dev.token("zero_sales"))
    await expect(page.locator(".live .badge")).to_have_text("LIVE", timeout=PATIENCE_MS)
    await page.evaluate(_REMEMBER_WHAT_IS_SAID)
    await page.context.set_offline(True)
    said = page.locator(".connection")
    await expect(said).to_have_text("No connection. Trying again…", timeout=PATIENCE_MS)
    await preview.keep_picture("cut")
    await preview.press_elsewhere(dev, f"/lives/{live}/end")
    await page.context.set_offline(False)
    async with asyncio.timeout(PATIENCE_MS / 1000):
        (lost, _), (back, came), (nothing, went) = await page.evaluate("firstThree")
    assert lost == "No connection. Trying again…"
    assert back == "Connected again. You have missed nothing."
    assert nothing == ""
    # Long enough to be read, also if the LIVE has ended meanwhile and nothing more is to be told.
    assert went - came > 5_000
    await expect(page.locator(".ended")).to_contain_text("ended by you", timeout=PATIENCE_MS)
    await expect(preview.panel("metrics").locator(".hero .value")).to_be_visible()
    # That is what a browser says of a network that is not there; all else would be a fault.
    preview.complaints[:] = [
        told for told in preview.complaints if "ERR_INTERNET_DISCONNECTED" not in told
    ]


async def test_a_cut_says_nothing_of_the_token(preview: PreviewVisit, dev: DevProcess) -> None:
    """Whoever cannot ask which panels there are asks again; nobody has to show a token anew."""
    page, cuts, known = preview.page, 0, asyncio.Event()

    async def meet(route: Route) -> None:
        nonlocal cuts
        if "query Panels" not in (route.request.post_data or ""):
            await route.continue_()
        elif cuts < 2:
            cuts += 1
            await route.abort()
        else:
            known.set()
            await route.continue_()

    await page.route("**/graphql", meet)
    await preview.open_page(dev, "ended")
    async with asyncio.timeout(PATIENCE_MS / 1000):
        await known.wait()
    await expect(preview.panel("metrics").locator(".hero .value")).to_be_visible()
    await expect(page.locator("form.token")).to_have_count(0)
    preview.complaints[:] = [told for told in preview.complaints if "ERR_FAILED" not in told]
