"""The same subscription through a client that somebody else has written."""

from __future__ import annotations

from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.websockets import WebsocketsTransport

from tests.app.product import OPERATIONS, Product


def client_of(product: Product, kind: str) -> Client:
    transport = WebsocketsTransport(
        product.gateway.ws_url,
        subprotocols=["graphql-transport-ws"],
        init_payload={"authorization": f"Bearer {product.token(kind)}"},
    )
    return Client(transport=transport, fetch_schema_from_transport=False)


async def test_a_common_client_hears_the_end(product: Product) -> None:
    """It gets the LIVE, then the end, and then its loop is over by itself."""
    kind = "midnight_crossing"
    session = product.live.start(product.creator(kind))
    heard: list[dict[str, Any]] = []
    request = gql(OPERATIONS["LiveTransition"])
    request.variable_values = {"sessionId": session}
    async with client_of(product, kind) as connected:
        async for result in connected.subscribe(request):
            if not heard:
                product.live.end(session)
            heard.append(result["liveSession"])
    assert heard[0]["session"]["state"] == "LIVE"
    assert [update["isLast"] for update in heard].index(True) == len(heard) - 1
    assert heard[-1]["session"]["state"] == "ENDED"


async def test_a_common_client_is_told_what_is_not_found(product: Product) -> None:
    """An error of the protocol is an exception of the client, with our code."""
    request = gql(OPERATIONS["LiveTransition"])
    request.variable_values = {"sessionId": product.session("jpy")}
    async with client_of(product, "ended") as connected:
        with pytest.raises(TransportQueryError) as refused:
            async for _ in connected.subscribe(request):
                pass
    assert refused.value.errors is not None
    assert refused.value.errors[0]["extensions"]["code"] == "NOT_FOUND"
