"""The list of a creator's LIVEs: pages that stay right while LIVEs start and end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.product import Product

LIST = """query ($first: Int! = 10, $after: String, $states: [State!]) {
  viewer { liveSessions(first: $first, after: $after, states: $states) {
    edges { cursor node { sessionId state startedAt } }
    nodes { sessionId }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""


async def listed(product: Product, kind: str, **variables: Any) -> dict[str, Any]:
    found: dict[str, Any] = (await product.data(LIST, of=kind, **variables))["viewer"]
    connection: dict[str, Any] = found["liveSessions"]
    assert [edge["node"]["sessionId"] for edge in connection["edges"]] == [
        node["sessionId"] for node in connection["nodes"]
    ]
    return connection


async def all_of(product: Product, kind: str, **variables: Any) -> list[str]:
    """Every session of the list, page by page."""
    found: list[str] = []
    after = None
    while True:
        page = await listed(product, kind, after=after, **variables)
        found += [node["sessionId"] for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def test_pages_are_the_whole_history_newest_first(product: Product) -> None:
    """Whatever the size of a page, all LIVEs come once, in the order in which they were made."""
    history = product.world.history(product.world.kind_creator("top_creator"))
    newest = sorted(history, key=lambda one: (one.created_at, one.id), reverse=True)
    expected = [session.id for session in newest]
    for first in (7, 50):
        assert await all_of(product, "top_creator", first=first) == expected


async def test_a_filter_leaves_out_and_keeps_the_order(product: Product) -> None:
    """Pages of some states are the whole list without the others."""
    whole: list[tuple[str, str]] = []
    page = await listed(product, "top_creator", first=50)
    whole += [(edge["node"]["sessionId"], edge["node"]["state"]) for edge in page["edges"]]
    page = await listed(product, "top_creator", first=50, after=page["pageInfo"]["endCursor"])
    whole += [(edge["node"]["sessionId"], edge["node"]["state"]) for edge in page["edges"]]
    ended = [identifier for identifier, state in whole if state == "ENDED"]
    assert await all_of(product, "top_creator", first=9, states=["ENDED"]) == ended
    others = [identifier for identifier, state in whole if state != "ENDED"]
    states = ["SCHEDULED", "LIVE", "PAUSED", "ENDING", "CANCELLED"]
    assert await all_of(product, "top_creator", first=5, states=states) == others
    assert await all_of(product, "top_creator", first=5, states=[]) == []


async def test_a_live_that_starts_and_ends_in_between_moves_nothing(product: Product) -> None:
    """Between two pages LIVEs start and end: no LIVE comes twice and none is left out."""
    kind = "seasoned_creator"
    before = await all_of(product, kind, first=50)
    running = product.live.start(product.creator(kind))
    page = await listed(product, kind, first=5)
    found = [node["sessionId"] for node in page["nodes"]]
    assert found[0] == running
    product.live.end(running)
    later = product.live.start(product.creator(kind))
    while page["pageInfo"]["hasNextPage"]:
        page = await listed(product, kind, first=5, after=page["pageInfo"]["endCursor"])
        found += [node["sessionId"] for node in page["nodes"]]
    assert found == [running, *before]
    product.live.end(later)
    assert set(await all_of(product, kind, first=3)) == {later, *found}


async def test_the_same_filter_keeps_its_place_when_a_live_ends(product: Product) -> None:
    """A cursor of the ended LIVEs stays good when another one ends: the rest is as it was."""
    kind = "growing_creator"
    before = await all_of(product, kind, first=50, states=["ENDED"])
    running = product.live.start(product.creator(kind))
    first = await listed(product, kind, first=4, states=["ENDED"])
    product.live.end(running)
    rest = await listed(
        product, kind, first=50, states=["ENDED"], after=first["pageInfo"]["endCursor"]
    )
    found = [node["sessionId"] for node in (*first["nodes"], *rest["nodes"])]
    assert found == before


async def test_page_info_tells_where_the_page_stands(product: Product) -> None:
    """Its cursors are those of its first and last edge; the last page has no next one."""
    page = await listed(product, "ended", first=24)
    cursors = [edge["cursor"] for edge in page["edges"]]
    assert page["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": cursors[0],
        "endCursor": cursors[-1],
    }
    assert len(set(cursors)) == 24
    empty = await listed(product, "ended", after=cursors[-1])
    assert empty["pageInfo"]["endCursor"] is None
    assert (await listed(product, "ended", first=23))["pageInfo"]["hasNextPage"] is True


@pytest.mark.parametrize(
    "variables",
    [{"first": 0}, {"first": 51}, {"first": -1}, {"after": "nonsense"}, {"after": ""}],
    ids=str,
)
async def test_what_cannot_be_a_page_is_refused(
    product: Product, variables: dict[str, Any]
) -> None:
    """A size out of bounds and a text that is no cursor are the caller's mistake, with a code."""
    answer = await product.ask(LIST, of="ended", **variables)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["path"] == ["viewer", "liveSessions"]
