"""How often each source is asked, and for what: counted where the calls arrive, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.app.gateway_process import UNHURRIED, gateway_over
from tests.app.product import OPERATIONS, Answer, Product, product_over
from tests.app.services import JOURNEY, REWARDS, SHOP

FIGURES = ["engagement", "products", "sales", "traffic"]
ALL_SHOP = sorted([*FIGURES, "analytics_link", "benchmarks", "room_improvements"])
ALL_JOURNEY = ["goals", "level", "milestones", "opportunities"]


def calls_of(answer: Answer) -> dict[str, list[int]]:
    """How many keys each call had, by upstream, as the answer tells it."""
    told: dict[str, list[int]] = {}
    for call in answer["extensions"]["upstreams"]:
        assert call["outcome"] == "OK"
        assert call["ms"] > 0
        told.setdefault(call["upstream"], []).append(call["keys"])
    return told


def session_key(product: Product, kind: str, groups: list[str]) -> dict[str, Any]:
    return {
        "live_id": product.session(kind),
        "on_behalf_of": product.creator(kind),
        "language": "en",
        "groups": groups,
    }


def creator_key(product: Product, kind: str, groups: list[str]) -> dict[str, Any]:
    creator = product.creator(kind)
    return {"creator_id": creator, "on_behalf_of": creator, "language": "en", "groups": groups}


async def test_a_full_page_is_one_call_an_upstream_and_two_finds(product: Product) -> None:
    """The whole page asks each service once, for all of it, and each collection once."""
    session = product.session("ended")
    answer = await product.ask(OPERATIONS["EndPageFull"], of="ended", sessionId=session)
    assert calls_of(answer) == {"mongodb": [1, 1], SHOP: [2], REWARDS: [2], JOURNEY: [2]}
    (shop,) = await product.services.calls(SHOP)
    assert shop["sessions"] == [session_key(product, "ended", ALL_SHOP)]
    assert shop["creators"] == [creator_key(product, "ended", ["account_improvements"])]
    (rewards,) = await product.services.calls(REWARDS)
    assert rewards["sessions"] == [session_key(product, "ended", ["earned"])]
    assert rewards["creators"] == [creator_key(product, "ended", ["trend", "weekly"])]
    (journey,) = await product.services.calls(JOURNEY)
    assert journey["sessions"] == [session_key(product, "ended", ["progress"])]
    assert journey["creators"] == [creator_key(product, "ended", ALL_JOURNEY)]


async def test_the_headline_asks_for_its_own_groups_alone(product: Product) -> None:
    """The short list is one find and one call to shop analytics, for four groups of it."""
    session = product.session("ended")
    answer = await product.ask(OPERATIONS["EndPageHeadline"], of="ended", sessionId=session)
    assert calls_of(answer) == {"mongodb": [1], SHOP: [1]}
    assert await product.services.counts() == {SHOP: 1, REWARDS: 0, JOURNEY: 0}
    (call,) = await product.services.calls(SHOP)
    assert call["sessions"] == [session_key(product, "ended", FIGURES)]
    assert call["creators"] == []


async def test_one_figure_asks_for_one_group(product: Product) -> None:
    """GMV alone needs sales alone; a rate needs the groups of both its parts."""
    await product.page("ended", "metrics { sales { directGmv { value { amount } } } }")
    await product.page("ended", "metrics { products { liveCtr { value } } }")
    await product.page("ended", "metrics { status }")
    asked = [call["sessions"][0]["groups"] for call in await product.services.calls(SHOP)]
    assert asked == [["sales"], ["products", "traffic"], []]


async def test_panels_that_are_not_selected_ask_nobody(product: Product) -> None:
    """The session alone, the poll and the recordings call no service."""
    session = product.session("ended")
    poll = await product.ask(OPERATIONS["LiveStatusPoll"], of="ended", sessionId=session)
    assert calls_of(poll) == {"mongodb": [1]}
    recordings = await product.ask(OPERATIONS["Recordings"], of="ended", sessionId=session)
    assert calls_of(recordings) == {"mongodb": [1, 1]}
    assert await product.services.counts() == {SHOP: 0, REWARDS: 0, JOURNEY: 0}


async def test_the_creators_part_is_asked_when_it_is_selected(product: Product) -> None:
    """The LIVE's own rewards need no group of the creator; the trend alone no group of the LIVE."""
    await product.page("ended", "rewards { diamondsReceived }")
    await product.page("ended", "rewards { trend { diamonds } }")
    first, second = await product.services.calls(REWARDS)
    assert [key["groups"] for key in first["sessions"]] == [["earned"]]
    assert [key["groups"] for key in first["creators"]] in ([], [[]])
    assert [key["groups"] for key in second["creators"]] == [["trend"]]
    assert [key["groups"] for key in second["sessions"]] in ([], [[]])


async def test_twenty_pages_are_one_call_an_upstream(product: Product, tmp_path: Path) -> None:
    """Twenty whole pages in one answer: one batch a service, the creator's part in it once.

    They are more than an APP may ask for at once, by default.
    """
    # A LIVE that was called off, or a false start, has no page: more are listed than have one.
    full = OPERATIONS["EndPageFull"]
    start, end = full.index("    metrics {"), full.index("fragment PanelHeader")
    panels = full[start:end].rstrip().removesuffix("}").rstrip().removesuffix("}")
    document = f"""
      query ($first: Int!) {{ viewer {{ liveSessions(first: $first, states: [ENDED]) {{
        nodes {{ sessionId endPage {{ {panels} }} }} }} }} }}
      {full[end:]}"""
    changes = {"ENDPAGE_OPERATION_COST": "20000", **UNHURRIED}
    async with (
        gateway_over(product.running, tmp_path, **changes) as generous,
        product_over(product.running, generous) as asker,
    ):
        answer = await asker.ask(document, of="top_creator", first=20)
    assert "errors" not in answer, answer["errors"]
    nodes = answer["data"]["viewer"]["liveSessions"]["nodes"]
    assert len(nodes) == 20
    with_page = [node["sessionId"] for node in nodes if node["endPage"]]
    assert len(with_page) >= 15
    calls = calls_of(answer)
    assert {upstream: len(keys) for upstream, keys in calls.items()} == {
        "mongodb": 2,
        SHOP: 1,
        REWARDS: 1,
        JOURNEY: 1,
    }
    assert sorted(calls["mongodb"]) == [1, len(with_page)]
    for service in (SHOP, REWARDS, JOURNEY):
        (call,) = await product.services.calls(service)
        assert [key["creator_id"] for key in call["creators"]] == [product.creator("top_creator")]
        asked = {key["live_id"] for key in call["sessions"]}
        assert len(call["sessions"]) == len(asked)
        if service != SHOP:
            assert asked == set(with_page)
        else:
            # Of a LIVE without products shop analytics is not asked.
            assert asked <= set(with_page)


async def test_aliases_and_fragments_of_a_panel_join(product: Product) -> None:
    """The same page and panel under several names are one find and one call for the union."""
    document = """
      query ($id: ID!) {
        first: endPage(sessionId: $id) { a: metrics { ...Money } b: metrics { ...Views } }
        second: endPage(sessionId: $id) { metrics { ...Money } ... on EndPage { rewards { id } } }
        liveSession(sessionId: $id) { endPage { metrics { engagement { likes { value } } } } }
      }
      fragment Money on Metrics { sales { directGmv { value { amount } } } }
      fragment Views on Metrics { traffic { views { value } } }
    """
    answer = await product.ask(document, of="ended", id=product.session("ended"))
    assert "errors" not in answer
    calls = calls_of(answer)
    assert {name: calls[name] for name in ("mongodb", SHOP)} == {"mongodb": [1], SHOP: [1]}
    assert len(calls[REWARDS]) == 1
    (shop,) = await product.services.calls(SHOP)
    groups = ["engagement", "sales", "traffic"]
    assert shop["sessions"] == [session_key(product, "ended", groups)]
    page = answer["data"]
    assert page["first"]["a"]["sales"] == page["second"]["metrics"]["sales"]


async def test_include_and_skip_decide_when_the_document_runs(product: Product) -> None:
    """A panel behind a condition that does not hold calls nobody; the same document may, later."""
    document = """
      query ($id: ID!, $rewards: Boolean!, $bare: Boolean = false) {
        endPage(sessionId: $id) {
          metrics { sales { directGmv { value { amount } } }
                    traffic @skip(if: $bare) { views { value } } }
          rewards @include(if: $rewards) { diamondsReceived }
          ... @include(if: false) { journey { id } }
        }
      }
    """
    session = product.session("ended")
    bare = await product.ask(document, of="ended", id=session, rewards=False, bare=True)
    assert bare["data"]["endPage"].keys() == {"metrics"}
    assert calls_of(bare) == {"mongodb": [1], SHOP: [1]}
    whole = await product.ask(document, of="ended", id=session, rewards=True)
    assert whole["data"]["endPage"].keys() == {"metrics", "rewards"}
    assert await product.services.counts() == {SHOP: 2, REWARDS: 1, JOURNEY: 0}
    first, second = await product.services.calls(SHOP)
    assert first["sessions"][0]["groups"] == ["sales"]
    assert second["sessions"][0]["groups"] == ["sales", "traffic"]
