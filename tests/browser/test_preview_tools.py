"""What a developer does beside the end page: panels, their query, and the calls that it makes."""

from __future__ import annotations

import gzip
import re

import pytest
from graphql import build_schema, parse, validate
from playwright.async_api import expect

from tests.browser.preview_visit import PANELS, ROOT, PreviewVisit, seeing_calls
from tests.dev_process import DevProcess
from tests.needed import lacking

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_SCRIPT_BYTES = 200 * 1024


async def test_a_panel_that_is_not_ticked_is_not_asked_for(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """Without a panel the query has not its fields, and its upstream is not called."""
    page = preview.page
    await preview.open_page(dev, "seasoned_creator")
    await preview.expect_states(metrics="ready")
    boxes = page.locator(".panels label")
    await expect(boxes).to_have_text(list(PANELS))
    await page.get_by_role("button", name="Ask anew").click()
    all_of_them = ("journey", "mongodb", "rewards", "shop_analytics")
    await page.wait_for_function(seeing_calls(*all_of_them))
    query = page.locator(".query code")
    await expect(query).to_contain_text("rewards {")

    await page.get_by_role("checkbox", name="rewards", exact=True).uncheck()
    await page.wait_for_function(seeing_calls("journey", "mongodb", "shop_analytics"))
    await expect(preview.panel("rewards")).to_have_count(0)
    await expect(query).not_to_contain_text("RewardsPanel")
    await page.get_by_role("checkbox", name="journey", exact=True).uncheck()
    await page.wait_for_function(seeing_calls("mongodb", "shop_analytics"))
    schema = build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))
    assert validate(schema, parse(await query.inner_text())) == []

    await page.get_by_role("checkbox", name="rewards", exact=True).check()
    await page.wait_for_function(seeing_calls("mongodb", "rewards", "shop_analytics"))
    await preview.press_until("rewards", "ready")


async def test_the_creators_lead_to_their_pages(preview: PreviewVisit, dev: DevProcess) -> None:
    """Each button opens another creator's LIVE, told as it is; going back comes back."""
    page = preview.page
    await preview.open_page(dev, "ended")
    await preview.expect_states(metrics="ready")
    told = {
        "zero_views": ("metrics", "Too little to tell"),
        "two_currencies": ("metrics", "Paid as"),
        "jpy": ("metrics", "¥"),
        "restated": ("metrics", "corrected · was"),
        "cohort_too_small": ("benchmarks", "Too few similar LIVEs"),
        "new_creator": ("benchmarks", "Tips for your next LIVE"),
        "suspended": ("roomImprovements", "This LIVE was suspended"),
        "good_performance": ("roomImprovements", "nothing to suggest"),
    }
    for kind, (panel, words) in told.items():
        await page.locator(f'[data-kind="{kind}"]').click()
        await preview.press_until(panel, "ready")
        await expect(preview.panel(panel)).to_contain_text(words)
        assert page.url == f"{dev.origin}/preview/{dev.session(kind)}"
    await page.go_back()
    await expect(page.locator('[data-kind="suspended"]')).to_have_attribute("aria-current", "page")
    await preview.press_until("metrics", "ready")


async def test_who_has_no_token_is_asked_for_one(preview: PreviewVisit, dev: DevProcess) -> None:
    """Without the link's token nothing is shown; with a creator's own their page is."""
    page = preview.page
    await page.goto(f"{dev.origin}/preview/{dev.session('ended')}")
    await page.get_by_label("Development token").fill(dev.token("ended"))
    await page.get_by_role("button", name="Show the page").click()
    await preview.press_until("metrics", "ready")
    await expect(page.locator(".creators")).to_have_count(0)


async def test_the_page_may_ask_nobody_but_the_gateway_and_the_buttons(
    preview: PreviewVisit, dev: DevProcess
) -> None:
    """The policy is on: no script but ours, and one other place to ask."""
    answer = await preview.page.request.get(f"{dev.origin}/preview/{dev.session('ended')}")
    rules = answer.headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in rules
    assert "script-src 'self'" in rules
    assert f"connect-src 'self' {dev.ready['controls']['url']}" in rules


def test_the_script_is_small() -> None:
    """All that the page's script loads is no more than 200 KB compressed."""
    built = ROOT / "web" / "dist"
    if not (built / "preview.html").exists():
        lacking("the page is not built: make web")
    named = re.compile(r"([\w.-]+\.js)\b")
    known = set(named.findall((built / "preview.html").read_text(encoding="utf-8")))
    waiting = set(known)
    while waiting:
        text = (built / "assets" / waiting.pop()).read_text(encoding="utf-8")
        there = {name for name in named.findall(text) if (built / "assets" / name).exists()}
        waiting |= there - known
        known |= there
    sizes = {name: len(gzip.compress((built / "assets" / name).read_bytes())) for name in known}
    assert 0 < sum(sizes.values()) <= MOST_SCRIPT_BYTES, sizes


def test_the_smaller_forms_of_assets_are_the_same_assets() -> None:
    """What the build has compressed is what it has written in the end, and not a draft of it."""
    packed = list((ROOT / "web" / "dist" / "assets").glob("*.gz"))
    if not packed:
        lacking("the pages are not built: make web")
    for file in packed:
        assert gzip.decompress(file.read_bytes()) == file.with_suffix("").read_bytes(), file.name
        assert file.with_suffix(".br").exists()
