"""Every document that the APP ships, for every kind of LIVE that there is."""

from __future__ import annotations

import base64

import pytest

from tests.app.product import OPERATIONS, SCENES, Product
from upstreams.company.strata import STRATA

KINDS = [stratum.kind for stratum in STRATA]
NO_PAGE = {
    "live": "NOT_ENDED",
    "paused": "NOT_ENDED",
    "scheduled": "NOT_ENDED",
    "practice": "PRACTICE",
    "cancelled": "CANCELLED",
    "false_start": "FALSE_START",
}
OF_A_PAGE = ("EndPageFull", "EndPageHeadline", "EndPageDeferred", "Improvements", "Recordings")
NODE = "query ($id: ID!) { node(id: $id) { id } }"
PANELS = (
    "Metrics",
    "Benchmarks",
    "AnalyticsLink",
    "RoomImprovements",
    "AccountImprovements",
    "Rewards",
    "Journey",
    "Recordings",
)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_shipped_query_is_answered(product: Product, kind: str) -> None:
    """Each query comes without an error; where a LIVE has no page, its state says why."""
    session = product.session(kind)
    polled = await product.data(OPERATIONS["LiveStatusPoll"], of=kind, sessionId=session)
    assert polled["liveSession"]["endPageState"] == NO_PAGE.get(kind, "AVAILABLE")
    for name in OF_A_PAGE:
        page = (await product.data(OPERATIONS[name], of=kind, sessionId=session))["endPage"]
        assert (page is None) == (kind in NO_PAGE), name
    recent = await product.data(OPERATIONS["RecentLives"], of=kind)
    listed = {edge["node"]["sessionId"] for edge in recent["viewer"]["liveSessions"]["edges"]}
    has_ended = NO_PAGE.get(kind) not in {"NOT_ENDED", "CANCELLED"}
    assert (session in listed) == has_ended
    resumed = (await product.data(OPERATIONS["ResumeAfterLaunch"], of=kind))["viewer"]
    assert resumed["creatorId"] == product.creator(kind)
    if kind in {"live", "paused"}:
        assert resumed["currentLive"]["sessionId"] == session
    elif kind not in NO_PAGE and kind not in SCENES:
        assert resumed["lastEndedLive"]["sessionId"] == session


async def test_each_panel_is_refreshed_alone_by_its_own_id(product: Product) -> None:
    """The id that the page gave a panel brings that panel back, and asks for no other."""
    page = await product.page("ended", " ".join(f"{_field(name)} {{ id }}" for name in PANELS))
    for name in PANELS:
        identifier = page[_field(name)]["id"]
        node = (await product.data(OPERATIONS["EndPagePanelRefresh"], of="ended", id=identifier))[
            "node"
        ]
        assert node["__typename"] == name
        assert node["id"] == identifier
        assert node["status"] == "READY"


async def test_every_id_is_unique_and_leads_back(product: Product) -> None:
    """Page, session, creator, broadcast and recordings are found again by their ids."""
    page = await product.page(
        "ended",
        "id session { id broadcast { id } } recordings { replay { id } highlights { id } }",
    )
    viewer = (await product.data("{ viewer { id } }", of="ended"))["viewer"]
    found = [
        page["id"],
        viewer["id"],
        page["session"]["id"],
        page["session"]["broadcast"]["id"],
        page["recordings"]["replay"]["id"],
        *(clip["id"] for clip in page["recordings"]["highlights"]),
    ]
    assert len(found) == len(set(found)) == 5 + 6
    for identifier in found:
        node = await product.data(NODE, of="ended", id=identifier)
        assert node == {"node": {"id": identifier}}
    forged = base64.urlsafe_b64encode(b"LiveSession:not-a-number").decode()
    answer = await product.ask(NODE, of="ended", id=forged)
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def _field(panel: str) -> str:
    return panel[0].lower() + panel[1:]
