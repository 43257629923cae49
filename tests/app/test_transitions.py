"""What a creator's APP sees of a LIVE from its start to its page, asking again and again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.app.product import OPERATIONS, Product, eventually

STATE = """query ($id: ID!) { liveSession(sessionId: $id) {
  state revision endReason endedAt startedAt airSeconds endPageState nextCheckAt
  history { kind reason revision } endPage { id } } }"""


async def state_of(product: Product, kind: str, session: str) -> dict[str, Any]:
    found: dict[str, Any] = (await product.data(STATE, of=kind, id=session))["liveSession"]
    return found


async def test_an_app_finds_its_page_after_a_cold_start(product: Product) -> None:
    """A LIVE is the current one until it ends, and then the last ended one, at once."""
    kind = "final"

    async def resumed() -> dict[str, Any]:
        told = await product.data(OPERATIONS["ResumeAfterLaunch"], of=kind)
        viewer: dict[str, Any] = told["viewer"]
        return viewer

    before = await resumed()
    assert before["currentLive"] is None
    assert before["lastEndedLive"]["sessionId"] == product.session(kind)
    session = product.live.start(product.creator(kind))
    during = await resumed()
    assert during["currentLive"]["sessionId"] == session
    assert during["lastEndedLive"] == before["lastEndedLive"]
    product.live.end(session)
    after = await resumed()
    assert after["currentLive"] is None
    assert after["lastEndedLive"]["sessionId"] == session
    assert after["lastEndedLive"]["endPageState"] == "AVAILABLE"


async def test_a_pause_is_no_end_and_no_air_time(product: Product) -> None:
    """A paused LIVE is still the current one; air time stands still until it goes on."""
    kind = "replay_failed"
    session = product.live.start(product.creator(kind))
    product.live.pause(session)
    paused = await state_of(product, kind, session)
    assert (paused["state"], paused["endPageState"]) == ("PAUSED", "NOT_ENDED")
    later = await state_of(product, kind, session)
    assert later["airSeconds"] == paused["airSeconds"]
    product.live.resume(session)
    resumed = await state_of(product, kind, session)
    assert resumed["state"] == "LIVE"
    product.live.end(session)
    ended = await state_of(product, kind, session)
    assert (ended["state"], ended["endReason"]) == ("ENDED", "HOST_ENDED")
    assert [event["kind"] for event in ended["history"]] == [
        "SCHEDULED",
        "STARTED",
        "PAUSED",
        "RESUMED",
        "ENDED",
    ]
    assert ended["endPage"] is not None
    assert paused["revision"] < resumed["revision"] < ended["revision"]


async def test_a_lost_connection_may_come_back(product: Product) -> None:
    """It is ENDING for a time of grace; back in time nothing has ended, else it ended when lost."""
    kind = "replay_not_saved"
    session = product.live.start(product.creator(kind))
    product.live.disconnect(session)
    lost = await state_of(product, kind, session)
    assert (lost["state"], lost["endPageState"]) == ("ENDING", "NOT_ENDED")
    assert lost["nextCheckAt"] is not None
    product.live.reconnect(session)
    assert (await state_of(product, kind, session))["state"] == "LIVE"
    product.live.disconnect(session)
    away = product.live.found(session)["events"][-1]["at"]

    async def look() -> dict[str, Any]:
        return await state_of(product, kind, session)

    ended = await eventually(look, until=lambda now: now["state"] != "ENDING")
    assert (ended["state"], ended["endReason"]) == ("ENDED", "DISCONNECTED_TIMEOUT")
    assert ended["endedAt"] == away.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert ended["endPageState"] == "AVAILABLE"


async def test_a_suspension_is_told_first(product: Product) -> None:
    """The diagnosis of a suspended LIVE begins with why, and where to appeal."""
    page = await product.page(
        "suspended",
        "session { endReason } "
        "roomImprovements { status outcome violation { code title appealLink } }",
    )
    assert page["session"]["endReason"] == "PLATFORM_SUSPENDED"
    room = page["roomImprovements"]
    assert (room["status"], room["outcome"]) == ("READY", "VIOLATION")
    assert room["violation"]["code"] == "COUNTERFEIT_PRODUCT"
    assert room["violation"]["title"]
    assert room["violation"]["appealLink"].endswith(product.session("suspended"))


async def test_a_false_start_has_no_page(product: Product) -> None:
    """A LIVE that was over as soon as it had begun is told as such, and its page is no error."""
    kind = "settling"
    before = await product.data(OPERATIONS["ResumeAfterLaunch"], of=kind)
    session = product.live.start(product.creator(kind))
    await product.simulate("false-start", session)
    told = await state_of(product, kind, session)
    assert (told["state"], told["endPageState"], told["endPage"]) == ("ENDED", "FALSE_START", None)
    # Whichever LIVE was the last one with a page, it is so still.
    resumed = await product.data(OPERATIONS["ResumeAfterLaunch"], of=kind)
    last, was = (one["viewer"]["lastEndedLive"]["sessionId"] for one in (resumed, before))
    assert last == was != session


BROADCAST = """query ($id: ID!) { liveSession(sessionId: $id) {
  state endReason continuedBy { sessionId }
  broadcast { airSeconds sessions { sessionId airSeconds endPage { metrics {
      sales { directGmv { value { amount } } skuOrders { value } itemsSold { value } }
      traffic { impressions { value } views { value } } products { productClicks { value } } } } }
    totals { directGmv { amount currencyCode } skuOrders itemsSold impressions views productClicks
             isComplete } } } }"""


async def test_a_broadcast_in_parts_adds_up(product: Product) -> None:
    """Three parts link to each other, and the totals are the sums of their pages' figures."""
    first = product.session("continued")
    told = (await product.data(BROADCAST, of="continuation", id=first))["liveSession"]
    parts = told["broadcast"]["sessions"]
    assert [parts[0]["sessionId"], parts[-1]["sessionId"]] == [
        first,
        product.session("continuation"),
    ]
    assert len(parts) == 3
    assert told["endReason"] == "DEVICE_SWITCH"
    assert told["continuedBy"]["sessionId"] == parts[1]["sessionId"]
    assert told["broadcast"]["airSeconds"] == sum(part["airSeconds"] for part in parts)
    metrics = [part["endPage"]["metrics"] for part in parts]
    totals = told["broadcast"]["totals"]
    assert totals["isComplete"] is True
    summed = sum(Decimal(one["sales"]["directGmv"]["value"]["amount"]) for one in metrics)
    assert totals["directGmv"] == [{"amount": str(summed), "currencyCode": "USD"}]
    for group, name in (
        ("sales", "skuOrders"),
        ("sales", "itemsSold"),
        ("traffic", "impressions"),
        ("traffic", "views"),
        ("products", "productClicks"),
    ):
        assert totals[name] == sum(one[group][name]["value"] for one in metrics)
    (last,) = (await product.data(BROADCAST, of="continuation", id=parts[2]["sessionId"])).values()
    assert last["continuedBy"] is None
    assert last["broadcast"] == told["broadcast"]


async def test_a_live_goes_on_as_another(product: Product) -> None:
    """`simulate continue` ends the one and starts the other; the broadcast has both."""
    kind = "lost_connection"
    session = product.live.start(product.creator(kind))
    following = await product.simulate("continue", session)
    told = (await product.data(BROADCAST, of=kind, id=session))["liveSession"]
    assert (told["state"], told["endReason"]) == ("ENDED", "DEVICE_SWITCH")
    assert told["continuedBy"] == {"sessionId": following}
    parts = [part["sessionId"] for part in told["broadcast"]["sessions"]]
    assert parts == [session, following]
    product.live.end(following)
