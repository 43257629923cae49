"""GraphiQL in a real browser over the real product."""

from __future__ import annotations

import pytest

from tests.browser.visit import Visit
from tests.dev_process import DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIPPED = (
    "EndPageHeadline",
    "EndPageFull",
    "EndPageDeferred",
    "LiveTransition",
    "EndPagePanelRefresh",
    "RecentLives",
    "Improvements",
    "Recordings",
    "RecordingLinks",
    "ShareRecording",
    "MyShares",
    "RevokeShare",
    "LiveStatusPoll",
    "ResumeAfterLaunch",
)


async def test_a_pasted_query_is_answered(visit: Visit, dev: DevProcess) -> None:
    """A person pastes a query and reads its answer, with the token from the link."""
    await visit.open(token=dev.token("ended"), session=dev.session("ended"))
    session = dev.session("ended")
    await visit.paste_query(f'{{liveSession(sessionId:"{session}"){{sessionId endPageState}}}}')
    await visit.run()
    await visit.expect_response(dev.session("ended"), "AVAILABLE")


async def test_the_token_leaves_the_address_bar(visit: Visit, dev: DevProcess) -> None:
    """The link's token and session are in the editors, and no longer in the address."""
    await visit.open(token=dev.token("ended"), session=dev.session("ended"))
    assert visit.page.url == f"{dev.origin}/graphiql"
    await visit.expect_editor("Variables", dev.session("ended"))
    await visit.expect_editor("Headers", dev.token("ended")[:20])


async def test_every_shipped_query_is_ready_to_run(visit: Visit, dev: DevProcess) -> None:
    """Every query that the APP ships has a tab, which answers without an error when it is run."""
    await visit.open(token=dev.token("ended"), session=dev.session("ended"))
    for name in SHIPPED:
        if name in {"LiveTransition", "EndPageDeferred"}:
            continue
        await visit.choose_tab(name)
        answer = await visit.run_query()
        assert "errors" not in answer, name
        assert all(answer["data"].values()), name


async def test_a_page_in_parts_is_shown_whole(visit: Visit, dev: DevProcess) -> None:
    """The page asks for parts, and puts what has come later in its place."""
    session = dev.session("ended")
    await visit.open(token=dev.token("ended"), session=session)
    await visit.choose_tab("EndPageDeferred")
    response = await visit.answered()
    told = 'multipart/mixed;boundary="graphql";incrementalSpec=v0.2'
    assert response.headers["content-type"] == told
    await visit.paste_query(
        f'{{endPage(sessionId:"{session}"){{id ...@defer{{rewards{{status diamondsReceived}}}}}}}}'
    )
    await visit.run()
    await visit.expect_response('"id"', '"rewards"', '"diamondsReceived"', '"READY"')


async def test_the_subscription_turns_when_the_live_ends(visit: Visit, dev: DevProcess) -> None:
    """The subscription's tab shows the LIVE, and shows its end by itself."""
    live = dev.simulate("start", "--creator", dev.creator("ended"))
    await visit.open(token=dev.token("ended"), session=dev.session("ended"), live=live)
    await visit.choose_tab("LiveTransition")
    await visit.run()
    await visit.expect_response('"state": "LIVE"', '"NOT_ENDED"')
    dev.simulate("end", live)
    await visit.expect_response('"state": "ENDED"')


async def test_a_reload_keeps_the_tabs_and_the_token(visit: Visit, dev: DevProcess) -> None:
    """After a reload, without the fragment, the same tabs are there and still answer."""
    await visit.open(token=dev.token("ended"), session=dev.session("ended"))
    await visit.choose_tab("LiveStatusPoll")
    await visit.page.reload()
    await visit.choose_tab("LiveStatusPoll")
    await visit.run()
    await visit.expect_response('"AVAILABLE"')
    assert await visit.page.get_by_role("tab").count() == len(SHIPPED)
