"""Relay's runtime over what its compiler has made: fragments, a node, a connection, parts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.product import Product
from tests.app.services import JOURNEY, SHOP
from tests.clients.asked import Clients

KIND = "ended"
READY = {"ok": True, "value": {"status": "READY"}}
LIST = """query ($first: Int!) { viewer { liveSessions(first: $first) {
  edges { node { sessionId } } } } }"""


async def shown(clients: Clients, way: str, *, of: str = KIND) -> list[dict[str, Any]]:
    """What the screen shows, one state after the other; no request has a text but where it must."""
    variables = {"sessionId": clients.product.session(of)}
    answer = await clients.ask("relay", way, of=of, variables=variables)
    texts = [bool((sent["body"] or {}).get("query")) for sent in answer["sent"]]
    assert texts == [way == "query"] * len(texts)
    states: list[dict[str, Any]] = answer["states"]
    return states


async def earned(product: Product) -> dict[str, Any]:
    page: dict[str, Any] = await product.page(KIND, "rewards { id status diamondsReceived }")
    rewards: dict[str, Any] = page["rewards"]
    return rewards


@pytest.mark.parametrize("way", ["query", "known"])
async def test_a_page_is_read_by_its_fragments(clients: Clients, way: str) -> None:
    """By the text and by the id under which Relay's compiler has listed it."""
    (state,) = await shown(clients, way)
    assert state["metrics"]["status"] in {"PARTIAL", "READY"}
    assert state["rewards"] == await earned(clients.product)
    assert state["journey"] == READY


async def test_a_field_that_has_failed_is_caught(clients: Clients) -> None:
    """What is @catch is an error in its place, and the rest of the page is shown."""
    services = clients.product.services
    await services.break_by(JOURNEY, status=400)
    try:
        (state,) = await shown(clients, "known")
    finally:
        await services.mend()
    assert state["rewards"]["status"] == "READY"
    assert state["journey"]["ok"] is False
    (error,) = state["journey"]["errors"]
    assert error["extensions"]["code"] == "SOURCE_BAD_ANSWER"


async def test_a_field_that_is_required_takes_its_page_along(clients: Clients) -> None:
    """Null by an error is null for @required, too."""
    services = clients.product.services
    await services.break_by(SHOP, status=400)
    try:
        (state,) = await shown(clients, "known")
    finally:
        await services.mend()
    assert (state["metrics"], state["rewards"]) == (None, None)


async def test_a_panel_is_fetched_again_by_its_node(clients: Clients) -> None:
    """The store merges it with the panel of the page, by its id."""
    before, after = await shown(clients, "refetched")
    assert before == after == await earned(clients.product)


async def test_a_list_goes_on(clients: Clients) -> None:
    """The connection in the store grows by the page behind its cursor."""
    product = clients.product
    first, both = (await clients.ask("relay", "paged", of=KIND))["states"]
    data = await product.data(LIST, of=KIND, first=5)
    edges = data["viewer"]["liveSessions"]["edges"]
    ids = [edge["node"]["sessionId"] for edge in edges]
    assert (first, both) == (ids[:2], ids)


async def test_a_page_is_shown_part_by_part(clients: Clients) -> None:
    """The headline first, in the format of labels and paths, which is the one that Relay reads."""
    first, last = await shown(clients, "deferred")
    assert first["metrics"]["status"] == last["metrics"]["status"]
    assert (first["journey"], last["journey"]) == (None, READY)


@pytest.mark.parametrize("way", ["knownSubscription", "knownSubscriptionBySocket"])
async def test_an_end_is_told(clients: Clients, way: str) -> None:
    """By the id of the subscription, over graphql-sse and over graphql-ws."""
    session = clients.product.session(KIND)
    ended = {"isLast": True, "session": {"sessionId": session, "state": "ENDED"}}
    assert await shown(clients, way) == [{"data": {"liveSession": ended}}]
