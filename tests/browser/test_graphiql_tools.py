"""GraphiQL's tools: how an answer was made, as whom it was asked for, and by which way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from gateway.document_folder import read_folder
from tests.browser.ide_visit import IdeVisit
from tests.dev_process import DevProcess
from tests.house.source_file import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UPSTREAMS = ["journey", "mongodb", "rewards", "shop_analytics"]
PAGE = "[data-own] .ms"


@pytest.fixture
async def ide(chromium: Browser, dev: DevProcess) -> AsyncIterator[IdeVisit]:
    """A developer with an empty profile, watched like everybody else."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800})
    visit = IdeVisit.of(await context.new_page(), origin=dev.origin)
    yield visit
    await context.close()
    visit.assert_quiet()


async def test_the_waterfall_shows_calls_and_what_was_kept(ide: IdeVisit, dev: DevProcess) -> None:
    """Asked anew, a page shows each call; asked again, what needed none. On phones, too."""
    await ide.open_link(dev)
    await ide.choose_tab("EndPageFull")
    await ide.page.get_by_label("Ask anew").check()
    answer = await ide.run_query()
    calls = [call["upstream"] for call in answer["extensions"]["upstreams"]]
    assert sorted(set(calls)) == UPSTREAMS
    await expect(ide.waterfall).to_contain_text("EndPageFull")
    assert await ide.rows("upstream") == calls
    own = f"{answer['extensions']['gateway']['ownMs']:.1f} ms"
    await expect(ide.waterfall.locator(PAGE)).to_have_text(own)

    await ide.page.get_by_label("Ask anew").uncheck()
    again = (await ide.run_query())["extensions"]
    kept = [read["upstream"] for read in again["kept"]]
    assert kept
    await expect(ide.waterfall.locator("[data-kept]")).to_have_count(len(kept))
    assert await ide.rows("kept") == kept
    assert await ide.rows("upstream") == [call["upstream"] for call in again["upstreams"]]

    await ide.keep_picture("waterfall")
    await ide.page.set_viewport_size({"width": 390, "height": 844})
    await expect(ide.waterfall.locator(PAGE)).to_be_in_viewport()
    await expect(ide.page.locator("button.graphiql-execute-button")).to_be_in_viewport()
    assert await ide.page.evaluate("document.documentElement.scrollWidth") == 390
    await ide.keep_picture("waterfall-phone")


async def test_a_page_in_parts_is_shown_in_the_older_format(ide: IdeVisit, dev: DevProcess) -> None:
    """The switch says so, where the other one is usual; all parts come to stand in their places."""
    session = dev.session("ended")
    await ide.open_link(dev)
    await ide.choose("@defer", "20220824")
    await ide.paste_query(
        f'{{endPage(sessionId:"{session}"){{id ...@defer{{rewards{{status diamondsReceived}}}}}}}}'
    )
    response = await ide.answered()
    assert response.headers["content-type"].startswith("multipart/mixed")
    assert "deferSpec=20220824" in response.headers["content-type"]
    await ide.expect_response('"id"', '"rewards"', '"diamondsReceived"', '"READY"')
    # What the last part tells of how it was made is shown as that of any answer.
    await expect(ide.waterfall.locator("[data-own]")).to_be_visible()


async def test_the_subscription_turns_over_an_event_stream(ide: IdeVisit, dev: DevProcess) -> None:
    """The same tab as over a WebSocket, of which none is opened."""
    sockets: list[str] = []
    ide.page.on("websocket", lambda socket: sockets.append(socket.url))
    live = dev.simulate("start", "--creator", dev.creator("ended"))
    await ide.open_link(dev, live=live)
    await ide.choose("Subscriptions", "Server-sent events")
    await ide.choose_tab("LiveTransition")
    response = await ide.answered()
    assert response.headers["content-type"].startswith("text/event-stream")
    await ide.expect_response('"state": "LIVE"', '"NOT_ENDED"')
    dev.simulate("end", live)
    await ide.expect_response('"state": "ENDED"')
    assert sockets == []


async def test_another_creator_is_picked_for_every_tab(ide: IdeVisit, dev: DevProcess) -> None:
    """The tabs have the token and the LIVE of who was picked, and what was changed in them."""
    await ide.open_link(dev)
    who = ide.page.get_by_label("As", exact=True)
    creators = who.locator('optgroup[label="Creators"] option')
    assert await creators.all_inner_texts() == ["New", "Growing", "Seasoned", "Top", "Suspended"]
    await ide.paste_query(f'{{endPage(sessionId:"{dev.session("ended")}"){{metrics{{status}}}}}}')
    # The page keeps a tab when it has not been written in for a moment.
    await ide.page.wait_for_function(
        "() => sessionStorage.getItem('graphiql:tabState')?.includes('metrics{status}}}')"
    )
    async with ide.page.expect_navigation():
        await ide.choose("As", "Top")
    await ide.page.locator(".graphiql-query-editor .view-line").first.wait_for()
    await expect(who).to_have_value("top_creator")

    answer = await ide.run_query()
    assert answer["data"]["endPage"]["metrics"]["status"]
    await ide.choose_tab("EndPageFull")
    session = (await ide.run_query())["data"]["endPage"]["session"]
    assert session["sessionId"] == dev.session("top_creator")
    await ide.choose_tab("EndPagePanelRefresh")
    assert "errors" not in await ide.run_query()
    await ide.expect_editor("Headers", dev.token("top_creator")[:20])


async def test_the_cost_stands_beside_the_run_button(ide: IdeVisit, dev: DevProcess) -> None:
    """It is asked for, shown for the tab that it is of, and nothing is shown without it."""
    asked = await ide.answer_with({"cost": {"requested": 1614, "limit": 5000, "actual": 87}})
    await ide.open_link(dev)
    await ide.choose_tab("EndPageFull")
    await ide.run_query()
    cost = ide.page.locator(".graphiql-toolbar output")
    await expect(cost).to_have_text("cost 1,614 of 5,000")
    assert [request["extensions"]["cost"] for request in asked] == [True]
    await ide.choose_tab("LiveStatusPoll")
    await expect(cost).to_have_count(0)


async def test_known_documents_are_listed_with_their_ids(ide: IdeVisit, dev: DevProcess) -> None:
    """Each has the id that `endpage documents` gives it; the one that was answered is marked."""
    await ide.open_link(dev)
    await ide.choose_tab("LiveStatusPoll")
    await ide.run_query()
    await ide.page.get_by_role("button", name="Show Known documents").click()
    listed = ide.page.locator("[data-document]")
    documents = read_folder(ROOT / "web" / "operations")
    await expect(listed).to_have_count(len(documents))
    ids = await listed.locator(".id").all_inner_texts()
    assert sorted(ids) == sorted(f"sha256:{one.id}" for one in documents)
    marked = ide.page.locator("[data-document][aria-current]")
    await expect(marked).to_have_attribute("data-document", "LiveStatusPoll")
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        await ide.page.emulate_media(color_scheme=scheme)
        assert await ide.serious_findings() == []
        await ide.keep_picture(f"documents-{scheme}")
    await listed.get_by_role("button", name="EndPageHeadline").click()
    answer = await ide.answered()
    assert "EndPageHeadline" in (answer.request.post_data or "")
