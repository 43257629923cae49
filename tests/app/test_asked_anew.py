"""A developer asks anew: the calls are made, whatever was read a moment ago."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.gateway_process import GatewayProcess
from tests.app.product import OPERATIONS, Product
from tests.gateway.part_clients import CURRENT, payloads

PAGE = OPERATIONS["EndPageDeferred"]
KIND = "final"


async def upstreams_of(
    product: Product, gateway: GatewayProcess, accept: str, **extensions: Any
) -> set[str]:
    """Which upstreams this gateway has called for the page."""
    body = {"query": PAGE, "variables": {"sessionId": product.session(KIND)}}
    headers = {**product.headers(KIND), "accept": accept}
    told = await product.client.post(
        gateway.url, json={**body, "extensions": extensions}, headers=headers
    )
    last = payloads(told.content)[-1] if accept == CURRENT else told.json()
    return {call["upstream"] for call in last["extensions"]["upstreams"]}


@pytest.mark.parametrize("accept", ["application/json", CURRENT], ids=["whole", "parts"])
async def test_what_was_just_read_is_read_again(
    product: Product, keeping: GatewayProcess, accept: str
) -> None:
    """All of it, what is deferred too; and for who does not ask for that nothing is."""
    everyone = {"mongodb", "shop_analytics", "rewards", "journey"}
    assert await upstreams_of(product, keeping, accept, anew=True) == everyone
    assert await upstreams_of(product, keeping, accept) == set()
    assert await upstreams_of(product, keeping, accept, anew="yes") == set()
