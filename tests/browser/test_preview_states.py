"""The end page's panels in a real browser, in every state that they can be in."""

from __future__ import annotations

import pytest
from playwright.async_api import Route, expect

from tests.browser.preview_visit import PATIENCE_MS, PreviewVisit
from tests.dev_process import DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# LIVEs that no other test looks at: of one that was seen before, the last good answer is shown.
NOBODYS = ("vnd", "affiliate")


async def test_a_page_is_whole(preview: PreviewVisit, dev: DevProcess) -> None:
    """Every panel is ready, with what it is for: figures with their finality, bars, a chart."""
    await preview.open_page(dev, "ended")
    await preview.expect_all_ready()
    metrics = preview.panel("metrics")
    await expect(metrics.locator("[data-metric]")).to_have_count(9)
    await expect(metrics.locator(".hero .value")).to_contain_text("$")
    await expect(metrics.locator(".hero .finality")).to_contain_text("provisional")
    compared = preview.panel("benchmarks").locator(".comparison").first
    await expect(compared.locator(".measure")).to_have_count(3)
    link = preview.panel("analyticsLink").locator("a").first
    assert (await link.get_attribute("data-deep-link") or "").startswith("shoplive://")
    severities = preview.panel("roomImprovements").locator("[data-severity]")
    assert await severities.first.get_attribute("data-severity") == "CRITICAL"
    chart = preview.panel("rewards").get_by_role("img")
    assert "Diamonds in my last LIVEs" in (await chart.get_attribute("aria-label") or "")
    await expect(chart.locator("canvas")).to_have_count(1)
    assert await preview.panel("journey").get_by_role("progressbar").count() > 0
    await expect(preview.panel("recordings").locator("img")).not_to_have_count(0)
    await preview.keep_picture("ended-desktop")


async def test_a_panel_that_there_is_not_says_so(preview: PreviewVisit, dev: DevProcess) -> None:
    """A LIVE without shopping has no key numbers; its rewards are there."""
    await preview.open_page(dev, "not_shoppable")
    await preview.expect_states(metrics="not_supported", benchmarks="not_supported")
    await expect(preview.panel("metrics")).to_contain_text("Not for this kind of LIVE.")
    await preview.press_until("rewards", "ready")


async def test_what_is_missing_is_told_beside_the_rest(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """A replay that lacks some of its pieces can be watched, and says that it lacks them."""
    await preview.open_page(dev, "replay_partial")
    await preview.press_until("recordings", "partial")
    await expect(preview.panel("recordings")).to_contain_text("Not complete yet")
    await expect(preview.panel("recordings")).to_contain_text("Some parts are missing")
    await expect(preview.panel("recordings").get_by_role("button").first).to_be_visible()


async def test_what_is_to_come_is_counted_down_to(preview: PreviewVisit, dev: DevProcess) -> None:
    """A diagnosis that is not there yet says when it is looked for again; no recording is empty."""
    await preview.open_page(dev, "disconnected")
    await preview.press_until("roomImprovements", "pending")
    countdown = preview.panel("roomImprovements").locator(".countdown")
    await expect(countdown).to_contain_text("Looking again in")
    before = await countdown.inner_text()
    await expect(countdown).not_to_have_text(before, timeout=PATIENCE_MS)
    await preview.press_until("recordings", "empty")
    await expect(preview.panel("recordings")).to_contain_text("Nothing to show here.")


async def test_a_panel_that_failed_is_tried_again(preview: PreviewVisit, dev: DevProcess) -> None:
    """A broken service costs its panel alone, which says why, and is there once it is mended."""
    await preview.open_page(dev, "not_shoppable")
    await preview.expect_states(metrics="not_supported")
    await preview.set_fault("rewards", "broken")
    try:
        await preview.choose(NOBODYS[0])
        await preview.expect_states(rewards="failed")
        await preview.press_until("journey", "ready")
        await expect(preview.panel("rewards").locator("code")).to_have_text("SOURCE_UNAVAILABLE")
        await preview.panel("rewards").scroll_into_view_if_needed()
        await preview.keep_picture("failed")
    finally:
        await preview.set_fault("rewards", "well")
    await preview.press_until("rewards", "ready")


async def test_an_old_answer_says_how_old_it_is(preview: PreviewVisit, dev: DevProcess) -> None:
    """A service that answers nonsense leaves what was known, with its age, until it is well."""
    await preview.open_page(dev, "growing_creator")
    await preview.press_until("journey", "ready")
    marks = await preview.panel("journey").get_by_role("progressbar").count()
    await preview.set_fault("journey", "corrupt")
    stale = preview.panel("journey").locator(".stale")
    try:
        await expect(stale).to_contain_text("As of", timeout=PATIENCE_MS)
        assert await preview.panel("journey").get_by_role("progressbar").count() == marks
        await preview.panel("journey").scroll_into_view_if_needed()
        await preview.keep_picture("stale")
    finally:
        await preview.set_fault("journey", "well")
    for _ in range(20):
        await preview.page.get_by_role("button", name="Ask anew").click()
        await expect(preview.panel("journey")).to_have_attribute("aria-busy", "false")
        if not await stale.count():
            break
        # The breaker lets one probe through at a time.
        await preview.page.wait_for_timeout(500)
    await expect(stale).to_have_count(0)


async def test_what_is_being_renewed_is_not_called_old(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """An answer that was kept is looked at once more before anybody is told that it is old, however
    many parts it comes in.
    """
    seen = "window.saidOld = window.saidOld || document.querySelector('.stale') !== null"
    await preview.page.add_init_script(f"""
      new MutationObserver(() => {{ {seen}; }})
        .observe(document, {{childList: true, subtree: true}});
    """)

    async def renewing(route: Route) -> None:
        asked = route.request.post_data or ""
        if "EndPagePreview" not in asked and "RefreshPanels" not in asked:
            await route.continue_()
            return
        answer = await route.fetch()
        # On a busy machine the gateway, too, may be late, and what comes then is old indeed.
        is_renewed = "RefreshPanels" in asked
        before, after = ("true", "false") if is_renewed else ("false", "true")
        text = (await answer.text()).replace(f'"isStale":{before}', f'"isStale":{after}')
        await route.fulfill(response=answer, body=text)

    await preview.page.route("**/graphql", renewing)
    looked_again = preview.page.expect_request(
        lambda request: "RefreshPanels" in (request.post_data or ""), timeout=PATIENCE_MS
    )
    async with looked_again:
        await preview.open_page(dev, "ended")
    await preview.expect_states(metrics="ready", journey="ready")
    assert await preview.page.evaluate("window.saidOld") is False


async def test_a_slow_panel_has_a_skeleton_while_others_are_there(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """What is deferred does not keep the key numbers waiting; what hangs has failed in the end."""
    await preview.page.add_init_script("""
      const state = (name) =>
        document.querySelector(`[data-panel="${name}"]`)?.getAttribute('data-state');
      new MutationObserver(() => {
        window.wereAhead ||= state('metrics') === 'ready' && state('journey') === 'loading';
      }).observe(document, {childList: true, subtree: true, attributes: true});
    """)
    await preview.open_page(dev, "not_shoppable")
    await preview.expect_states(metrics="not_supported")
    await preview.set_fault("journey", "hung")
    chosen = preview.page.locator(f'[data-kind="{NOBODYS[1]}"][aria-current="page"]')
    try:
        for _ in range(20):
            await preview.choose(NOBODYS[1])
            await expect(chosen).to_have_count(1)
            await preview.expect_states(journey="failed")
            if await preview.page.evaluate("window.wereAhead"):
                break
            # On a busy machine the key numbers, too, may be late once.
            await preview.choose("not_shoppable")
            await preview.expect_states(metrics="not_supported")
        else:
            raise AssertionError("the key numbers were never there before the journey")
    finally:
        await preview.set_fault("journey", "well")
    await preview.press_until("journey", "ready")


async def test_a_page_that_there_never_will_be_says_why(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """A practice has no end page, and none is waited for."""
    await preview.open_page(dev, "practice")
    await expect(preview.page.locator(".live")).to_contain_text("This was a practice.")
    await expect(preview.page.locator("[data-panel]")).to_have_count(0)
