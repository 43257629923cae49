"""A creator sees their own LIVEs only, and cannot tell somebody else's from one that is unknown."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.app.product import OPERATIONS, Product
from tests.app.services import JOURNEY, REWARDS, SHOP
from tests.app.sockets import watching
from tests.gateway.talking import talking

UNKNOWN = "7299999999999999999"
PAGE = "query ($id: ID!) { endPage(sessionId: $id) { id metrics { id } } }"
SESSION = "query ($id: ID!) { liveSession(sessionId: $id) { id title state } }"
NODE = "query ($id: ID!) { node(id: $id) { id __typename } }"
TYPES = (
    "LiveSession",
    "EndPage",
    "Broadcast",
    "Metrics",
    "Benchmarks",
    "AnalyticsLink",
    "RoomImprovements",
    "AccountImprovements",
    "Rewards",
    "Journey",
    "Recordings",
)


def global_id(type_name: str, raw: str) -> str:
    return base64.urlsafe_b64encode(f"{type_name}:{raw}".encode()).decode().rstrip("=")


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what differs between any two requests."""
    for error in answer["errors"]:
        del error["extensions"]["requestId"]
    del answer["extensions"]
    return answer


@pytest.mark.parametrize("document", [PAGE, SESSION], ids=["endPage", "liveSession"])
@pytest.mark.parametrize("kind", ["jpy", "live", "practice", "cancelled"])
async def test_anothers_session_is_answered_like_an_unknown_one(
    product: Product, document: str, kind: str
) -> None:
    """Whatever state it is in, the answer is NOT_FOUND, letter for letter, and nobody is asked."""
    theirs = await product.ask(document, of="ended", id=product.session(kind))
    unknown = await product.ask(document, of="ended", id=UNKNOWN)
    assert [error["extensions"]["code"] for error in theirs["errors"]] == ["NOT_FOUND"]
    assert list(theirs["data"].values()) == [None]
    assert told(theirs) == told(unknown)
    assert await product.services.counts() == {SHOP: 0, REWARDS: 0, JOURNEY: 0}


@pytest.mark.parametrize("bad", ["", "1", "7200000000000012003x", "٧" * 19, "7" * 400, "$ne"])
async def test_what_is_no_session_id_is_not_found(product: Product, bad: str) -> None:
    """Text that is no id is unknown like any other, and no database is asked."""
    answer = await product.ask(PAGE, of="ended", id=bad)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_FOUND"]
    assert answer["extensions"]["upstreams"] == []


@pytest.mark.parametrize("type_name", TYPES)
async def test_anothers_object_is_not_found_by_its_id(product: Product, type_name: str) -> None:
    """A global id of another creator's LIVE leads nowhere, whatever of it it names."""
    theirs = await product.ask(NODE, of="ended", id=global_id(type_name, product.session("jpy")))
    unknown = await product.ask(NODE, of="ended", id=global_id(type_name, UNKNOWN))
    assert theirs["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert theirs["data"] == {"node": None}
    assert told(theirs) == told(unknown)
    assert await product.services.counts() == {SHOP: 0, REWARDS: 0, JOURNEY: 0}


async def test_anothers_recording_and_creator_are_not_found(product: Product) -> None:
    """Neither a recording nor the creator object of somebody else is given."""
    page = await product.page("jpy", "recordings { replay { id } }")
    viewer = await product.data("{ viewer { id } }", of="jpy")
    for identifier in (page["recordings"]["replay"]["id"], viewer["viewer"]["id"]):
        answer = await product.ask(NODE, of="ended", id=identifier)
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_FOUND"]
    # Nor another's recording under one's own session.
    raw = base64.urlsafe_b64decode(page["recordings"]["replay"]["id"] + "==").decode()
    recording = raw.partition("/")[2]
    mixed = global_id("Recording", f"{product.session('ended')}/{recording}")
    answer = await product.ask(NODE, of="ended", id=mixed)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["NOT_FOUND"]


@pytest.mark.parametrize("whose", ["jpy", "live", None])
async def test_anothers_live_cannot_be_watched(product: Product, whose: str | None) -> None:
    """A subscription to it ends at once in one error, like one to a LIVE that is unknown."""
    session = UNKNOWN if whose is None else product.session(whose)
    async with talking(product.gateway.ws_url, product.token("ended")) as socket:
        await socket.subscribe("1", OPERATIONS["LiveTransition"], variables={"sessionId": session})
        message = await socket.hear()
    assert message["type"] == "error"
    (error,) = message["payload"]
    assert error["extensions"]["code"] == "NOT_FOUND"
    assert error["message"] == "There is no such LIVE for this creator."


async def test_one_socket_goes_on_after_a_refusal(product: Product) -> None:
    """What is not found ends its own operation, and no other one of the socket."""
    async with watching(product, "live", product.session("live")) as own:
        assert (await own.update())["session"]["state"] == "LIVE"
        await own.socket.subscribe(
            "2", OPERATIONS["LiveTransition"], variables={"sessionId": UNKNOWN}
        )
        message = await own.socket.hear()
        while message["id"] == "1":
            message = await own.socket.hear()
        assert message["type"] == "error"
        await own.socket.subscribe("3", "{ viewer { creatorId } }")
        message = await own.socket.hear()
        while message["id"] == "1":
            message = await own.socket.hear()
        creator = {"viewer": {"creatorId": product.creator("live")}}
        assert message["payload"]["data"] == creator


async def test_anothers_cursor_is_none_of_ones_own(product: Product) -> None:
    """A cursor is sealed for its creator: another's is refused, and one's own is not."""
    document = (
        "query ($after: String) { viewer { liveSessions(first: 50, after: $after) {"
        " edges { cursor node { sessionId } } } } }"
    )
    theirs = await product.data(document, of="top_creator")
    cursor = theirs["viewer"]["liveSessions"]["edges"][5]["cursor"]
    answer = await product.ask(document, of="ended", after=cursor)
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
    again = await product.data(document, of="top_creator", after=cursor)
    edges = theirs["viewer"]["liveSessions"]["edges"]
    assert again["viewer"]["liveSessions"]["edges"][0] == edges[6]
