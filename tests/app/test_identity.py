"""Who may ask at all: tokens over HTTP and over sockets."""

from __future__ import annotations

import pytest
from websockets.asyncio.client import connect

from gateway.development import mint_token
from tests.app.product import SECRET, Product
from tests.app.services import JOURNEY, REWARDS, SHOP
from tests.gateway.talking import PROTOCOL, Socket

DOCUMENT = "query ($id: ID!) { endPage(sessionId: $id) { rewards { status } } }"
REFUSALS = {
    "none": (401, 4401, "UNAUTHENTICATED"),
    "another secret": (401, 4401, "UNAUTHENTICATED"),
    "no token at all": (401, 4401, "UNAUTHENTICATED"),
    "expired": (401, 4401, "TOKEN_EXPIRED"),
    "another platform": (403, 4403, "CLIENT_NOT_SUPPORTED"),
}


def authorization(product: Product, case: str) -> dict[str, str]:
    match case:
        case "none":
            return {}
        case "another secret":
            token = mint_token(product.creator("ended"), secret=b"x" * 48)
        case "expired":
            token = product.token("ended", seconds=-60)
        case "another platform":
            token = product.token("ended", platform="web")
        case _:
            token = "not.a.token"
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("case", REFUSALS)
async def test_who_is_not_known_is_told_nothing(product: Product, case: str) -> None:
    """Over HTTP a refusal has its status and its code and no data; nobody behind is asked."""
    status, _, code = REFUSALS[case]
    headers = authorization(product, case)
    response = await product.respond(DOCUMENT, headers, id=product.session("ended"))
    assert response.status_code == status
    answer = response.json()
    assert "data" not in answer
    assert [error["extensions"]["code"] for error in answer["errors"]] == [code]
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert await product.services.counts() == {SHOP: 0, REWARDS: 0, JOURNEY: 0}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_socket_is_closed_to_who_is_not_known(product: Product, case: str) -> None:
    """Over a socket the same refusal is a close code."""
    _, closed_with, _ = REFUSALS[case]
    async with connect(product.gateway.ws_url, subprotocols=[PROTOCOL]) as connection:
        socket = Socket(connection)
        await socket.say("connection_init", payload=authorization(product, case))
        code, _ = await socket.closed()
    assert code == closed_with


async def test_identity_does_not_come_from_the_request(product: Product) -> None:
    """Only the token says who asks: an id in headers or variables changes nothing."""
    headers = product.headers("ended") | {"x-creator-id": product.creator("jpy")}
    response = await product.respond(
        "{ viewer { creatorId } }", headers, sub=product.creator("jpy")
    )
    assert response.json()["data"] == {"viewer": {"creatorId": product.creator("ended")}}


async def test_a_token_of_an_unknown_creator_sees_nothing(product: Product) -> None:
    """A good token of a creator who never went LIVE: nothing is found, and no error is ours."""
    token = mint_token("6899999999999999999", secret=SECRET)
    headers = {"authorization": f"Bearer {token}"}
    document = (
        "{ viewer { currentLive { id } lastEndedLive { id } liveSessions { nodes { id } } } }"
    )
    answer = (await product.respond(document, headers)).json()
    assert answer["data"]["viewer"] == {
        "currentLive": None,
        "lastEndedLive": None,
        "liveSessions": {"nodes": []},
    }
