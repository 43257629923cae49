"""A share's page in a real browser: it plays, and nothing runs or loads that is not ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Page, expect
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from tests.browser.visit import PATIENCE_MS
from tests.fakes.shares import TOKEN, segment
from tests.fakes.times import NOW
from tests.gateway.share_site import ShareSite, share_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILM = Path(__file__).parent / "little_film.mp4"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="1280"/>'
IS_PLAYABLE = "video => video.readyState >= 1 && video.duration > 0"


def film(_request: Request) -> Response:
    """Every piece of every recording is the same little film."""
    return FileResponse(FILM, media_type="video/mp4")


def picture(_request: Request) -> Response:
    """Every still picture is the same."""
    return Response(PICTURE, media_type="image/svg+xml")


def elsewhere(request: Request) -> Response:
    """A page of somebody else with a frame in it."""
    # It is served with ours here, which may show nothing of others by itself.
    policy = {"Content-Security-Policy": "frame-src *"}
    frame = f'<iframe src="{request.query_params["frame"]}"></iframe>'
    return HTMLResponse(frame, headers=policy)


def origin_of(site: ShareSite) -> str:
    """Where it is served."""
    return str(site.client.base_url).rstrip("/")


@dataclass
class Tab:
    """A tab whose console is watched."""

    page: Page
    site: ShareSite
    origin: str
    complaints: list[str]

    async def open(self, path: str = "") -> None:
        """The page of the share, or what is below it."""
        await self.page.goto(f"{self.origin}/s/{TOKEN}{path}")

    async def becomes(self, is_so: str, selector: str = "video") -> None:
        """Wait until that is so of the element."""
        element = await self.page.locator(selector).element_handle()
        await self.page.wait_for_function(is_so, arg=element, timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ShareSite]:
    """The pages, with films and pictures beside them, and somebody else's page."""
    beside = [
        Route("/files/media/{recording}/{piece}.mp4", film),
        Route("/files/posters/{name}.jpg", picture),
        Route("/elsewhere", elsewhere),
    ]
    async with share_site(tmp_path_factory.mktemp("share"), beside=beside) as site:
        site.storage.origin = f"{origin_of(site)}/files"
        yield site


@pytest.fixture
async def tab(chromium: Browser, served: ShareSite) -> AsyncIterator[Tab]:
    """A telephone's tab, with one open share to look at."""
    served.forget()
    context = await chromium.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    tab = Tab(page, served, origin_of(served), [])
    page.on("console", lambda message: tab.complaints.append(message.text))
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    yield tab
    await context.close()


@pytest.mark.parametrize(("scheme", "ground"), [("light", "246, 246, 248"), ("dark", "14, 15, 22")])
async def test_it_can_be_watched(tab: Tab, scheme: Literal["light", "dark"], ground: str) -> None:
    """By day and by night the film is there, the page fits the screen, and nobody complains."""
    await tab.page.emulate_media(color_scheme=scheme)
    tab.site.put(recording_changes={"product_url": "https://shop.example/p"})
    await tab.open()
    await tab.becomes(IS_PLAYABLE)
    assert await tab.page.evaluate("document.documentElement.scrollWidth") == 390
    assert await tab.page.locator("[data-broken]").is_hidden()
    shown = await tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert shown == f"rgb({ground})"
    assert tab.complaints == []


async def test_parts_play_one_after_the_other(tab: Tab) -> None:
    """Who has started one is shown the next when it is over, and sees where they are."""
    parts = [segment(index) for index in range(3)]
    tab.site.put(recording_changes={"kind": "REPLAY", "file": None, "segments": parts})
    await tab.open()
    await tab.page.get_by_role("link", name="Part 2").click()
    last = tab.page.get_by_role("link", name="Part 3")
    await expect(last).to_have_attribute("aria-current", "true", timeout=PATIENCE_MS)
    await tab.becomes("video => video.ended && video.src.includes('/2.mp4')")
    assert await tab.page.locator("[aria-current]").count() == 1
    assert tab.complaints == []


async def test_a_film_that_does_not_come_says_what_helps(tab: Tab) -> None:
    """A link that has run out, as when a page was left open, is told of in words."""
    await tab.page.route("**/media/**", lambda route: route.fulfill(status=410))
    await tab.open()
    await expect(tab.page.locator("[data-broken]")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    "title",
    [
        "<script>window.ran = 1</script>",
        '"><img src=x onerror="window.ran = 1">',
        "</title></h1><svg onload='window.ran = 1'>",
    ],
)
async def test_no_title_runs(tab: Tab, title: str) -> None:
    """It is read as it was typed, and that is all."""
    tab.site.put(recording_changes={"title": title})
    await tab.open()
    await expect(tab.page.locator("h1")).to_have_text(title)
    await tab.becomes(IS_PLAYABLE)
    assert await tab.page.evaluate("window.ran") is None
    assert tab.complaints == []


async def test_nothing_else_would_run_or_load(tab: Tab) -> None:
    """The policy holds in the browser: a script or a picture put into the page does nothing."""
    await tab.open()
    refused: list[Any] = await tab.page.evaluate(
        """async () => {
            const refused = [];
            document.addEventListener(
                "securitypolicyviolation", event => refused.push(event.effectiveDirective)
            );
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            const image = document.createElement("img");
            image.src = "https://elsewhere.invalid/a.png";
            document.body.append(script, image);
            await fetch("/livez").catch(() => {});
            await new Promise(resolve => setTimeout(resolve, 0));
            return refused;
        }"""
    )
    assert sorted(refused) == ["connect-src", "img-src", "script-src-elem"]
    assert await tab.page.evaluate("window.ran") is None


async def test_the_player_stands_in_other_pages_and_the_page_in_none(tab: Tab) -> None:
    """Somebody else's page may show the player, and nothing that looks like our page."""
    # Another name of the same machine is another site.
    other = tab.origin.replace("127.0.0.1", "localhost")
    for path, is_shown in (("/player", True), ("", False)):
        await tab.page.goto(f"{other}/elsewhere?frame={tab.origin}/s/{TOKEN}{path}")
        count = await tab.page.frame_locator("iframe").locator("video").count()
        assert bool(count) is is_shown, path


async def test_what_is_over_is_told_on_one_screen(tab: Tab) -> None:
    """A page of our own, with nothing to scroll for."""
    tab.site.put(revoked_at=NOW)
    await tab.open()
    await expect(tab.page.locator("h1")).to_have_text("No longer shared")
    assert await tab.page.evaluate("document.documentElement.scrollHeight") <= 844
