"""What every client is told of a LIVE: how it is now, its end, and that there is no more."""

from __future__ import annotations

from tests.app.product import OPERATIONS, Product
from tests.clients.app import App, news
from tests.clients.conftest import CREATOR
from tests.clients.watched import Watched

WITH_PANELS = """subscription ($sessionId: ID!) { liveSession(sessionId: $sessionId) {
  isLast
  session { id state revision endPage { id metrics { status } rewards { status } } } } }"""
WITH_REASONS = """subscription ($sessionId: ID!) { liveSession(sessionId: $sessionId) {
  isLast reason session { id state revision } } }"""


async def test_the_end_is_told_and_the_stream_completes(app: App, live: Watched) -> None:
    """The LIVE as it is comes at once; then its end with its page; then the client is done."""
    await live.by(app)
    first = app.updates[0]
    assert (first["isLast"], first["session"]["endPage"]) == (False, None)
    live.end()
    ended = await app.state("ENDED")
    assert ended["session"]["endReason"] == "HOST_ENDED"
    assert ended["session"]["endPage"]["id"]
    assert (await app.last())["session"]["state"] == "ENDED"
    await app.over()
    assert news(app.updates)[-1]["session"]["state"] == "ENDED"
    assert (app.count("watching"), app.count("connected")) == (1, 1)


async def test_a_page_in_the_update_is_told_with_the_end(app: App, live: Watched) -> None:
    """The panels that a client selects are in the update that tells of the end."""
    await live.by(app, document=WITH_PANELS)
    live.end()
    page = (await app.state("ENDED"))["session"]["endPage"]
    assert page["metrics"]["status"] in {"PARTIAL", "READY"}
    assert page["rewards"]["status"] == "READY"
    assert app.count("connected") == 1


async def test_each_update_says_why_it_has_come(app: App, live: Watched) -> None:
    """The first is how things are, and the end is a turn that they take."""
    await live.by(app, document=WITH_REASONS)
    assert app.updates[0]["reason"] == "SNAPSHOT"
    live.end()
    assert (await app.state("ENDED"))["reason"] == "TRANSITION"
    await app.over()


async def test_a_live_that_is_over_is_told_at_once(app: App, product: Product) -> None:
    """Of a LIVE that had ended before, the first thing told is the last one."""
    document, session = OPERATIONS["LiveTransition"], product.session("ended")
    await app.watch(product.gateway.url, product.token("ended"), document, sessionId=session)
    await app.over()
    assert {update["isLast"] for update in app.updates} == {True}
    assert len(news(app.updates)) == 1


async def test_what_is_not_found_is_told_with_its_code(app: App, product: Product) -> None:
    """Somebody else's LIVE is an error of the operation, and a client can tell by its code."""
    document, session = OPERATIONS["LiveTransition"], product.session("jpy")
    await app.watch(product.gateway.url, product.token(CREATOR), document, sessionId=session)
    assert (await app.refused())["extensions"]["code"] == "NOT_FOUND"
