"""Node: every object that a client may keep comes back by its id, alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.global_id import global_id, read_global_id
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, recording, session
from tests.fakes.times import NOW, STARTED_AT

PANELS: dict[str, tuple[str, dict[str, int]]] = {
    "metrics": ("Metrics", {"shop_analytics": 1}),
    "benchmarks": ("Benchmarks", {"shop_analytics": 1}),
    "analyticsLink": ("AnalyticsLink", {"shop_analytics": 1}),
    "roomImprovements": ("RoomImprovements", {"shop_analytics": 1}),
    "accountImprovements": ("AccountImprovements", {"shop_analytics": 1}),
    "rewards": ("Rewards", {"rewards": 1}),
    "journey": ("Journey", {"journey": 1}),
    "recordings": ("Recordings", {"recordings": 1}),
}


@pytest.mark.parametrize("field", PANELS)
async def test_a_panel_is_refetched_alone(company: FakeCompany, field: str) -> None:
    """Its id finds it again as it was, and nobody else's source is asked."""
    type_name, calls = PANELS[field]
    shown = (await company.page(f"{field} {{ __typename id status asOf isStale }}"))[field]
    company.mongo.finds.clear()
    for upstream in company.upstreams():
        upstream.calls.clear()
    again = await company.data(
        f"query Q($id: ID!) {{ node(id: $id) {{ __typename id ... on {type_name}"
        " { status asOf isStale } } }",
        {"id": shown["id"]},
    )
    assert again["node"] == shown
    assert company.calls() == {"live_sessions": 1, **calls}


async def test_a_refetched_panel_asks_for_what_is_selected(company: FakeCompany) -> None:
    """One figure of it costs that figure's groups."""
    await company.data(
        "query Q($id: ID!) { node(id: $id) { ... on Metrics"
        " { sales { skuOrders { value } } } ... on Journey { level { level } } } }",
        {"id": global_id("Metrics", LIVE)},
    )
    assert company.shop.group_sets() == [{LIVE: {"sales"}}]
    assert company.journey.calls == []


async def test_everything_that_has_an_id_comes_back_by_it(company: FakeCompany) -> None:
    """Creator, LIVE, broadcast, page and recording; no two of them share an id."""
    company.mongo.put("recordings", recording("r1"))
    data = await company.data(
        f"""{{ viewer {{ id __typename }} liveSession(sessionId: "{LIVE}") {{ id __typename
          broadcast {{ id __typename }}
          endPage {{ id __typename recordings {{ replay {{ id __typename }} }} }} }} }}"""
    )
    live = data["liveSession"]
    page = live["endPage"]
    objects = [data["viewer"], live, live["broadcast"], page, page["recordings"]["replay"]]
    assert len({one["id"] for one in objects}) == len(objects)
    for one in objects:
        again = await company.data(
            "query Q($id: ID!) { node(id: $id) { id __typename } }", {"id": one["id"]}
        )
        assert again["node"] == {"id": one["id"], "__typename": one["__typename"]}


@pytest.mark.parametrize("type_name", ["EndPage", "Metrics", "Recordings"])
async def test_what_has_gone_is_null_without_an_error(company: FakeCompany, type_name: str) -> None:
    """An end that was taken back takes its page along; the LIVE is still the viewer's."""
    back = session(LIVE, ("STARTED", STARTED_AT), last_seen_at=NOW)
    company.mongo.put("live_sessions", back)
    query = "query Q($id: ID!) { node(id: $id) { id } }"
    assert await company.data(query, {"id": global_id(type_name, LIVE)}) == {"node": None}


@given(st.sampled_from(["EndPage", "Metrics", "Recording"]), st.text(max_size=40))
def test_an_id_can_be_read_back(type_name: str, raw: str) -> None:
    """Whatever the raw id is made of; the opaque form is safe in an address."""
    opaque = global_id(type_name, raw)
    if len(opaque) <= 200:
        assert read_global_id(opaque) == (type_name, raw)
    assert opaque.replace("-", "").replace("_", "").isalnum()


@given(st.text(max_size=60))
def test_an_id_has_one_spelling(opaque: str) -> None:
    """What is read as an id is exactly the id that is given for it."""
    found = read_global_id(opaque)
    assert found is None or global_id(*found) == opaque


@pytest.mark.parametrize("spelling", ["{}=", "{}==", " {}", "{}\n", "{}A"])
def test_other_spellings_are_no_ids(spelling: str) -> None:
    """Padding, blanks and spare characters would make two objects of one."""
    assert read_global_id(spelling.format(global_id("EndPage", LIVE))) is None
