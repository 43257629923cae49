"""Document calls: what is told of a document is what is asked for when it runs."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.document_calls import Call, document_calls
from gateway.document_folder import read_folder
from gateway.plan import PlannedDocument
from loaders.keys import Part
from loaders.names import MONGODB
from resolvers.collections import COLLECTIONS
from resolvers.global_id import global_id
from resolvers.schema import schema
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE
from tests.house.source_file import ROOT

BUILT = schema._schema
SHIPPED = {str(one.name): one.text for one in read_folder(ROOT / "web" / "operations")}
PAGE = "query Q {{ endPage(sessionId: 7200000000000000001) {{ {} }} }}"
PANELS = (
    "metrics",
    "benchmarks",
    "analyticsLink",
    "roomImprovements",
    "accountImprovements",
    "rewards",
    "journey",
    "recordings",
)
SUBSCRIBED = """subscription S { liveSession(sessionId: 1) {
  session { endPage { journey { id } } } } }"""
# What is asked for depends on which thing their id names, and on what there is of it.
OF_ONE_THING = {
    "EndPagePanelRefresh",
    "LiveTransition",
    "MyShares",
    "RecordingLinks",
    "RevokeShare",
    "ShareRecording",
}
SESSIONS, CREATORS = Part.SESSION.value, Part.CREATOR.value
Asked = dict[str, dict[str, set[str]]]


def told(text: str) -> list[Call]:
    return document_calls(BUILT, PlannedDocument(BUILT, text).plan(None)).calls


def panels(text: str) -> list[str]:
    return document_calls(BUILT, PlannedDocument(BUILT, text).plan(None)).panels


def sure(text: str) -> Asked:
    """What is told to be asked for whenever it runs."""
    return {
        call.upstream: {part: set(names) for part, names in call.groups.items()}
        for call in told(text)
        if not call.is_perhaps
    }


async def asked(company: FakeCompany, text: str, variables: dict[str, Any]) -> Asked:
    """What is asked for when it runs; each source may be called once only."""
    answer = await company.ask(text, variables)
    assert answer.errors == []
    found: Asked = {}
    for upstream in company.upstreams():
        assert len(upstream.calls) <= 1
        for key in (key for call in upstream.calls for key in call):
            found.setdefault(upstream.name, {}).setdefault(key.part.value, set()).update(key.groups)
    collections = {find.collection for find in company.mongo.finds}
    return {**found, **({MONGODB: {"collections": collections}} if collections else {})}


@pytest.mark.parametrize(
    "name",
    sorted(name for name in SHIPPED if name not in OF_ONE_THING),
)
async def test_a_shipped_query_asks_for_what_is_told(name: str) -> None:
    """Which sources, which parts and groups of them, which collections: no more and no less."""
    variables = {"sessionId": LIVE} if "$sessionId" in SHIPPED[name] else {}
    assert sure(SHIPPED[name]) == await asked(FakeCompany(), SHIPPED[name], variables)
    assert not any(call.perhaps for call in told(SHIPPED[name]))


@pytest.mark.parametrize(
    ("name", "collections"),
    [
        ("MyShares", {"recordings", "shares"}),
        ("RecordingLinks", {"recordings"}),
        ("RevokeShare", {"shares"}),
        ("ShareRecording", {"shares"}),
    ],
)
def test_what_is_asked_about_recordings_is_told(name: str, collections: set[str]) -> None:
    """Where recordings and shares are kept, and no service."""
    found = {name for call in told(SHIPPED[name]) for name in call.groups["collections"]}
    assert found == collections
    assert {call.upstream for call in told(SHIPPED[name])} == {MONGODB}


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("selected", ["__typename", "id", "status"])
async def test_a_panel_without_groups_asks_for_its_headers(panel: str, selected: str) -> None:
    """Its resolver asks whoever has anything to show in it, selected or not."""
    text = PAGE.format(f"{panel} {{ {selected} }}")
    assert sure(text) == await asked(FakeCompany(), text, {})
    assert panels(text) == [panel]


@pytest.mark.parametrize("value", [True, False])
async def test_what_hangs_on_a_variable_is_told_as_such(value: bool) -> None:
    """It is asked for or not: what is sure is always among it, and nothing else than is told."""
    text = PAGE.format(
        "rewards @include(if: $x) { weekly { rate } }"
        " journey { status level @skip(if: $x) { level } }"
        " metrics @include(if: false) { status } recordings { status @include(if: true) }"
    ).replace("query Q", "query Q($x: Boolean!)")
    calls = {call.upstream: call for call in told(text)}
    assert calls["rewards"] == Call(
        "rewards", True, {SESSIONS: [], CREATORS: []}, {CREATORS: ["weekly"]}
    )
    assert calls["journey"] == Call(
        "journey",
        False,
        {SESSIONS: [], CREATORS: []},
        {SESSIONS: ["progress"], CREATORS: ["level"]},
    )
    assert calls.keys() == {MONGODB, "rewards", "journey"}
    assert panels(text) == ["rewards", "journey", "recordings"]
    found = await asked(FakeCompany(), text, {"x": value})
    assert found.keys() == {MONGODB, "journey"} | ({"rewards"} if value else set())
    for upstream, parts in found.items():
        call = calls[upstream]
        for part, names in parts.items():
            perhaps = set(call.perhaps.get(part, ()))
            assert set(call.groups[part]) <= names <= set(call.groups[part]) | perhaps


@pytest.mark.parametrize("kind", ["Rewards", "Journey", "Metrics", "Recordings", "EndPage"])
async def test_what_is_fetched_by_an_id_asks_for_what_may_be_asked(kind: str) -> None:
    """Of which kind it is only the id knows: all that may be asked for is told as perhaps."""
    text = SHIPPED["EndPagePanelRefresh"]
    calls = {call.upstream: call for call in told(text)}
    assert calls[MONGODB].groups == {"collections": ["live_sessions"]}
    assert all(call.is_perhaps for name, call in calls.items() if name != MONGODB)
    found = await asked(FakeCompany(), text, {"id": global_id(kind, LIVE)})
    for upstream, parts in found.items():
        for part, names in parts.items():
            call = calls[upstream]
            assert names <= set(call.groups[part]) | set(call.perhaps.get(part, ()))
    assert panels(text) == ["Metrics", "RoomImprovements", "Rewards", "Recordings"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("query Q { __typename }", []),
        ("query Q { viewer { id creatorId } }", []),
        ("query Q { __schema { types { name } } }", []),
        (
            "query Q { viewer { liveSessions { pageInfo { hasNextPage } } } }",
            [Call(MONGODB, False, {"collections": ["live_sessions"]}, {})],
        ),
        (
            "query Q { viewer { currentLive { broadcast { totals { views } } } } }",
            [
                Call(MONGODB, False, {"collections": ["live_sessions"]}, {}),
                Call("shop_analytics", False, {SESSIONS: ["products", "sales", "traffic"]}, {}),
            ],
        ),
        (
            SUBSCRIBED,
            [
                Call(MONGODB, False, {"collections": ["live_sessions"]}, {}),
                Call("journey", False, {SESSIONS: []}, {}),
            ],
        ),
    ],
)
def test_other_ways_in_are_told(text: str, expected: list[Call]) -> None:
    """Lists, broadcasts and subscriptions; and nothing where nothing is read."""
    assert told(text) == expected


def test_fragments_are_seen_through() -> None:
    """A panel in a fragment in a fragment, on the page and on the interface of panels."""
    text = PAGE.format("...A") + (
        " fragment A on EndPage { ...B rewards { ...H } }"
        " fragment B on EndPage { journey { ... on Panel { status } ... { id } } }"
        " fragment H on Panel { status ... on Rewards { items { title } } }"
    )
    assert panels(text) == ["journey", "rewards"]
    assert [call.upstream for call in told(text)] == [MONGODB, "journey", "rewards"]


def test_every_object_that_is_kept_by_its_id_says_where_it_is_read() -> None:
    """Panels have their own sources, a creator is the token's; any other has a collection."""
    node = BUILT.get_type("Node")
    panel = BUILT.get_type("Panel")
    kinds = {one.name for one in BUILT.get_possible_types(node)}  # type: ignore[arg-type]  # It is an interface.
    of_panels = {one.name for one in BUILT.get_possible_types(panel)}  # type: ignore[arg-type]  # So is this.
    assert kinds - of_panels - {"Creator"} <= COLLECTIONS.keys()
    assert all(BUILT.get_type(name) is not None for name in COLLECTIONS)
