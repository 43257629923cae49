"""A subscription to a LIVE, from now to its end, over real sockets."""

from __future__ import annotations

from typing import Any

from tests.app.product import Product, eventually
from tests.app.sockets import watching
from tests.gateway.talking import talking

WITH_PAGE = """subscription ($sessionId: ID!) { liveSession(sessionId: $sessionId) {
  reason changed fetchAfterMs isLast
  session { state revision endPage { servedAt
    metrics { status asOf traffic { views { value finality } } sales { directGmv { missing } } }
    rewards { status } } } } }"""


async def test_the_end_is_told_when_it_has_come(product: Product) -> None:
    """First the LIVE as it is, then its end as the simulator makes it, told as the last."""
    kind = "marketing"
    session = product.live.start(product.creator(kind))
    async with watching(product, kind, session) as live:
        first = await live.update()
        assert (first["session"]["state"], first["isLast"]) == ("LIVE", False)
        assert first["session"]["endPage"] is None
        assert first["session"]["endPageState"] == "NOT_ENDED"
        await product.simulate("end", session)
        last = await live.update_when("ENDED")
        assert last["isLast"] is True
        assert last["session"]["endReason"] == "HOST_ENDED"
        assert last["session"]["endPageState"] == "AVAILABLE"
        assert last["session"]["endPage"]["id"]
        assert last["session"]["nextCheckAt"] is None
        assert last["session"]["revision"] > first["session"]["revision"]
        await live.completed()


async def test_a_live_that_is_over_is_told_once(product: Product) -> None:
    """Of a LIVE that had ended before, the first update is the last one."""
    for kind, state in (("ended", "ENDED"), ("cancelled", "CANCELLED"), ("suspended", "ENDED")):
        async with watching(product, kind, product.session(kind)) as live:
            update = await live.update()
            assert (update["session"]["state"], update["isLast"]) == (state, True)
            await live.completed()


async def test_a_pause_is_told_and_is_no_end(product: Product) -> None:
    """Pause and return come as updates of their own, in the order in which they happened."""
    kind = "midnight_crossing"
    session = product.live.start(product.creator(kind))
    async with watching(product, kind, session) as live:
        await live.update()
        product.live.pause(session)
        paused = await live.update_when("PAUSED")
        assert paused["isLast"] is False
        product.live.resume(session)
        resumed = await live.update_when("LIVE")
        assert resumed["session"]["revision"] > paused["session"]["revision"]
        product.live.suspend(session)
        last = await live.update_when("ENDED")
        assert last["session"]["endReason"] == "PLATFORM_SUSPENDED"
        await live.completed()


async def test_a_lost_connection_is_ending_and_may_come_back(product: Product) -> None:
    """Lost is ENDING, back is LIVE; lost for longer than the grace it has ended by the clock."""
    kind = "replay_failed"
    session = product.live.start(product.creator(kind))
    async with watching(product, kind, session) as live:
        await live.update()
        product.live.disconnect(session)
        assert (await live.update_when("ENDING"))["isLast"] is False
        product.live.reconnect(session)
        assert (await live.update_when("LIVE"))["isLast"] is False
        product.live.disconnect(session)
        assert (await live.update_when("ENDING"))["isLast"] is False
        # The clock alone makes this one.
        last = await live.update()
        assert (last["session"]["state"], last["isLast"]) == ("ENDED", True)
        assert last["session"]["endReason"] == "DISCONNECTED_TIMEOUT"
        await live.completed()


async def test_the_page_comes_with_the_end_and_is_followed_until_it_settles(
    product: Product,
) -> None:
    """After the end it is loaded from the last tick; what shop analytics counts is told when it
    has, with the panel that has changed.
    """
    kind = "replay_not_saved"
    session = product.live.start(product.creator(kind))
    async with watching(product, kind, session, document=WITH_PAGE) as live:
        first = await live.update()
        assert first["session"]["endPage"] is None
        assert (first["reason"], first["changed"]) == ("SNAPSHOT", [])
        await product.services.forget()
        product.live.end(session)
        end = await live.update_when("ENDED")
        counts = await product.services.counts()
        settled = await live.update()
    page = end["session"]["endPage"]
    tick = product.live.found(session)["last_tick"]
    views = page["metrics"]["traffic"]["views"]
    assert views == {"value": tick["views"], "finality": "PROVISIONAL"}
    assert page["metrics"]["status"] == "PARTIAL"
    assert page["rewards"]["status"] == "READY"
    assert counts == {"shop_analytics": 1, "rewards": 1, "journey": 0}
    assert (end["reason"], end["isLast"]) == ("TRANSITION", False)
    assert end["changed"] == ["METRICS", "REWARDS"]
    assert 0 <= end["fetchAfterMs"] <= 10_000
    assert settled["reason"] == "PANELS"
    assert "METRICS" in settled["changed"]
    assert settled["session"]["endPage"]["metrics"]["status"] == "READY"
    assert settled["session"]["revision"] == end["session"]["revision"]


async def test_two_watch_the_same_live(product: Product) -> None:
    """Two sockets hear the same end; one that leaves before takes nothing from the other."""
    kind = "lost_connection"
    session = product.live.start(product.creator(kind))
    async with (
        watching(product, kind, session) as one,
        watching(product, kind, session) as other,
    ):
        async with watching(product, kind, session) as leaving:
            for live in (one, other, leaving):
                assert (await live.update())["session"]["state"] == "LIVE"
        product.live.end(session)
        ends = [await live.update_when("ENDED") for live in (one, other)]
        assert ends[0]["session"] == ends[1]["session"]
        for live in (one, other):
            await live.completed()


async def test_many_operations_share_a_socket(product: Product) -> None:
    """Queries and subscriptions of one socket go on beside each other, each under its own id."""
    kind = "dst_crossing"
    session = product.live.start(product.creator(kind))
    async with talking(product.gateway.ws_url, product.token(kind)) as socket:
        document = "subscription ($id: ID!) { liveSession(sessionId: $id) { session { state } } }"
        for name in ("a", "b"):
            await socket.subscribe(name, document, variables={"id": session})
        page = "query ($id: ID!) { endPage(sessionId: $id) { rewards { status } } }"
        await socket.subscribe("c", page, variables={"id": product.session(kind)})
        product.live.end(session)
        heard: dict[str, list[Any]] = {"a": [], "b": [], "c": []}
        done: set[str] = set()
        while done != {"a", "b", "c"}:
            message = await socket.hear()
            if message["type"] == "complete":
                done.add(message["id"])
            else:
                heard[message["id"]].append(message["payload"]["data"])
    ended = {"liveSession": {"session": {"state": "ENDED"}}}
    assert heard["a"][-1] == heard["b"][-1] == ended
    assert heard["c"] == [{"endPage": {"rewards": {"status": "READY"}}}]


async def test_who_unsubscribes_hears_no_more(product: Product) -> None:
    """After its own complete an operation is silent, and its line is written as closed."""
    kind = "no_clicks"
    session = product.live.start(product.creator(kind))
    before = len(product.gateway.logged())

    async def closed() -> list[str]:
        lines = product.gateway.logged()[before:]
        return [line for line in lines if "subscription" in line and "closed" in line]

    async with watching(product, kind, session) as live:
        await live.update()
        await live.socket.say("complete", id="1")
        assert len(await eventually(closed, until=bool)) == 1
        product.live.end(session)
        await live.socket.say("ping")
        message = await live.socket.hear()
        assert message["type"] == "pong"
