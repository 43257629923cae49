"""Recordings that are taken away between the page and the tap, and while they are watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.app.creator import Creator
from tests.app.gateway_process import GatewayProcess
from tests.app.linked import ended, first_download, got, opened_at, target
from tests.app.product import OPERATIONS, eventually
from tests.app.recorded import LARGE, Recorded
from tests.app.sockets import Watching
from tests.gateway.slow_reader import reading_at
from tests.gateway.talking import talking
from upstreams.simulator.recordings_service import RecordingsService

# How each of them is done by its service, and by a person at the command line.
WITHDRAWALS: dict[str, Callable[[RecordingsService, str], Any]] = {
    "DELETED": RecordingsService.delete,
    "RESTRICTED": RecordingsService.restrict,
    "EXPIRED": RecordingsService.expire,
}
COMMANDS = {
    "DELETED": "delete-recording",
    "RESTRICTED": "restrict-recording",
    "EXPIRED": "expire-recording",
}
WATCHED = """subscription ($sessionId: ID!) { liveSession(sessionId: $sessionId) {
  reason changed isLast
  session { endPage { recordings { replay { state } highlights { id state } } } } } }"""


async def listed(creator: Creator, session: str) -> dict[str, str]:
    """The state of every recording that the page shows, by its id."""
    told = await creator.data(OPERATIONS["Recordings"], sessionId=session)
    panel = told["endPage"]["recordings"]
    return {one["id"]: one["state"] for one in (panel["replay"], *panel["highlights"])}


@pytest.mark.parametrize("state", WITHDRAWALS)
async def test_what_is_gone_at_the_tap_says_so(
    recorded: Recorded, keeping: GatewayProcess, state: str
) -> None:
    """It was in the page, and had links: the tap is told why there is none any more, the page
    shows it from then on, and what was opened before opens nothing.
    """
    product, creator = recorded.product, recorded.creator.at(keeping)
    before = await listed(creator, recorded.session)
    assert (before[recorded.replay], before[recorded.highlight]) == ("READY", "READY")
    link = (await first_download(creator, recorded.replay))["url"]
    other = (await first_download(creator, recorded.highlight))["url"]
    assert (await got(link, product.client, "HEAD")).status_code == 200
    await product.simulate(COMMANDS[state], recorded.replay_id)
    assert await creator.code(recorded.replay) == f"RECORDING_{state}"
    told = await creator.links(recorded.replay)
    assert told["recording"]["state"] == state
    refused = await creator.share(recorded.replay, "wish")
    assert refused["share"] is None
    assert [error["code"] for error in refused["userErrors"]] == [f"RECORDING_{state}"]
    assert await listed(creator, recorded.session) == {**before, recorded.replay: state}

    async def status() -> int:
        return await opened_at(keeping, link, product.client)

    assert await eventually(status, until=lambda now: now != 200) == 410
    over = await got(link, product.client)
    assert over.text == "This recording is not here any more.\n"
    # The clip is a recording of its own.
    assert (await got(other, product.client, "HEAD")).status_code == 200


@pytest.mark.parametrize("state", WITHDRAWALS)
async def test_who_is_downloading_is_cut_off(
    recorded: Recorded, keeping: GatewayProcess, state: str
) -> None:
    """What is under way ends with the recording, before it is whole."""
    recorded.enlarge()
    link = await first_download(recorded.creator.at(keeping), recorded.replay)
    assert link["sizeBytes"] == LARGE
    async with reading_at(keeping.origin, target(link["url"])) as reader:
        WITHDRAWALS[state](recorded.service, recorded.replay_id)
        await ended(keeping, recorded.replay_id, "gone")
        await reader.read()
        assert 0 < reader.received < LARGE


async def test_a_segment_that_is_lost_takes_its_links_with_it(recorded: Recorded) -> None:
    """The replay is a partial one now: that link opens nothing, and the others go on."""
    product = recorded.product
    links = (await recorded.creator.links(recorded.replay))["links"]["downloads"]
    first, *others = recorded.service.found(recorded.replay_id)["segments"]
    lost = {**first, "state": "FAILED", "file": None}
    recorded.change(recorded.replay_id, state="PARTIAL", segments=[lost, *others])

    async def status() -> int:
        return await opened_at(product.gateway, links[0]["url"], product.client)

    assert await eventually(status, until=lambda now: now != 200) == 404
    again = (await recorded.creator.links(recorded.replay))["links"]["downloads"]
    assert [link["segmentIndex"] for link in again] == [link["segmentIndex"] for link in links[1:]]
    for link in links[1:]:
        assert await opened_at(product.gateway, link["url"], product.client) == 200


async def test_who_has_the_page_open_sees_it_go(recorded: Recorded) -> None:
    """A clip is deleted while it is listed: the page that is watched shows that by itself."""
    soon = datetime.now(UTC) + timedelta(minutes=5)
    # While the replay is processed the page is watched, whatever else is settled.
    recorded.change(recorded.replay_id, state="PROCESSING", segments=[], next_check_at=soon)
    creator = recorded.creator
    async with talking(creator.gateway.ws_url, creator.token) as socket:
        await socket.subscribe("1", WATCHED, variables={"sessionId": recorded.session})
        watching = Watching(socket, "1")
        first = await watching.update()
        assert (first["reason"], first["isLast"]) == ("SNAPSHOT", False)
        panel = first["session"]["endPage"]["recordings"]
        assert panel["replay"] == {"state": "PROCESSING"}
        before = {clip["id"]: clip["state"] for clip in panel["highlights"]}
        recorded.service.delete(recorded.highlight_id)
        update = await watching.update()
        assert (update["reason"], update["changed"]) == ("PANELS", ["RECORDINGS"])
        panel = update["session"]["endPage"]["recordings"]
        after = {clip["id"]: clip["state"] for clip in panel["highlights"]}
        assert after == {**before, recorded.highlight: "DELETED"}
    assert await creator.code(recorded.highlight) == "RECORDING_DELETED"
