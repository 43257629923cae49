"""Entities: what a router names by keys is loaded together, and for its own creator alone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

import pytest

from gateway.answer import Answer
from gateway.errors import RequestError
from gateway.graphql_request import GraphQLRequest
from gateway.subgraph import subgraph_over
from loaders.sources import Sources
from loaders.viewer import Viewer
from resolvers.entity import MOST_REPRESENTATIONS
from resolvers.global_id import global_id
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE, SOMEBODY_ELSE, live_id, session
from tests.fakes.times import NOW, STARTED_AT

THEIRS = live_id(90)
UNKNOWN = live_id(91)
ENTITIES = """query ($keys: [_Any!]!) { _entities(representations: $keys) { __typename
  ... on Creator { creatorId } ... on LiveSession { sessionId } ... on EndPage { id } } }"""
PAGES = """query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on EndPage {
  session { sessionId } metrics { traffic { views { value } } } rewards { diamondsReceived }
} } }"""

Key = dict[str, Any]


@pytest.fixture
def company() -> FakeCompany:
    """Thirty LIVEs of the creator who asks, and one of somebody else's."""
    company = FakeCompany()
    for number in range(2, 31):
        made = STARTED_AT + timedelta(hours=number)
        company.mongo.put("live_sessions", session(live_id(number), created_at=made))
    company.mongo.put("live_sessions", session(THEIRS, creator_id=SOMEBODY_ELSE))
    return company


async def ask(company: FakeCompany, query: str, *keys: Any) -> Answer:
    """What a router is answered for the creator."""
    subgraph = subgraph_over(cast("Sources", company.sources), development=False)
    return await subgraph.for_creators.run(
        GraphQLRequest(query, variables={"keys": list(keys)}),
        viewer=Viewer(CREATOR, "app"),
        language="en",
        request_id="request-1",
    )


def named(type_name: str, raw: str) -> Key:
    """A representation with the opaque id."""
    return {"__typename": type_name, "id": global_id(type_name, raw)}


async def test_each_key_finds_its_entity_in_its_place(company: FakeCompany) -> None:
    """Types and keys may be mixed, and one may be asked for twice."""
    answer = await ask(
        company,
        ENTITIES,
        named("LiveSession", live_id(3)),
        {"__typename": "LiveSession", "sessionId": live_id(2)},
        named("EndPage", LIVE),
        named("Creator", CREATOR),
        {"__typename": "Creator", "creatorId": CREATOR},
        {"__typename": "LiveSession", "sessionId": live_id(3), "title": "not a key"},
    )
    assert answer.errors == []
    assert answer.data == {
        "_entities": [
            {"__typename": "LiveSession", "sessionId": live_id(3)},
            {"__typename": "LiveSession", "sessionId": live_id(2)},
            {"__typename": "EndPage", "id": global_id("EndPage", LIVE)},
            {"__typename": "Creator", "creatorId": CREATOR},
            {"__typename": "Creator", "creatorId": CREATOR},
            {"__typename": "LiveSession", "sessionId": live_id(3)},
        ]
    }
    assert company.calls() == {"live_sessions": 1}


async def test_thirty_pages_make_one_call_a_source(company: FakeCompany) -> None:
    """Many keys are one find, and one batched call to each service whose panel is selected."""
    ids = [live_id(number) for number in range(30, 0, -1)]
    answer = await ask(company, PAGES, *(named("EndPage", id_) for id_ in ids))
    assert answer.errors == []
    assert answer.data is not None
    assert [page["session"]["sessionId"] for page in answer.data["_entities"]] == ids
    assert company.calls() == {"live_sessions": 1, "shop_analytics": 1, "rewards": 1}
    assert company.shop.group_sets() == [{id_: {"traffic"} for id_ in sorted(ids)}]


async def test_somebody_elses_and_unknown_entities_are_one_answer(company: FakeCompany) -> None:
    """Null with NOT_FOUND at their place, to the byte; the others are there."""
    for type_name, theirs, unknown in (
        ("LiveSession", THEIRS, UNKNOWN),
        ("EndPage", THEIRS, UNKNOWN),
        ("Creator", SOMEBODY_ELSE, "1"),
    ):
        answers = [
            await ask(company, ENTITIES, named(type_name, raw), named("LiveSession", LIVE))
            for raw in (theirs, unknown)
        ]
        assert len({json.dumps(answer.to_wire()) for answer in answers}) == 1
        assert cast("Any", answers[0].data)["_entities"][0] is None
        assert cast("Any", answers[0].data)["_entities"][1]["sessionId"] == LIVE
        (error,) = answers[0].errors
        assert error["path"] == ["_entities", 0]
        assert error["extensions"]["code"] == "NOT_FOUND"
    assert company.calls().keys() == {"live_sessions"}


@pytest.mark.parametrize(
    "key",
    [
        {"__typename": "LiveSession", "sessionId": THEIRS},
        {"__typename": "LiveSession", "sessionId": "../1"},
        {"__typename": "Creator", "creatorId": SOMEBODY_ELSE},
        {"__typename": "Creator", "id": global_id("LiveSession", LIVE)},
        {"__typename": "EndPage", "id": "not an id"},
    ],
    ids=str,
)
async def test_no_key_leads_past_the_owner(company: FakeCompany, key: Key) -> None:
    """Another key of somebody else's, another type's id and what is no id are not found."""
    answer = await ask(company, ENTITIES, key)
    assert answer.data == {"_entities": [None]}
    assert [error["extensions"]["code"] for error in answer.errors] == ["NOT_FOUND"]


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"__typename": "LiveSession"},
        {"__typename": "EndPage", "sessionId": LIVE},
        {"__typename": "Metrics", "id": global_id("Metrics", LIVE)},
        {"__typename": "Nothing", "id": "1"},
        {"__typename": "LiveSession", "sessionId": 72},
        {"__typename": ["LiveSession"], "id": "1"},
        [],
        "LiveSession",
        3,
    ],
    ids=str,
)
async def test_what_names_no_entity_is_told_so(company: FakeCompany, key: Any) -> None:
    """It is an error in its own place, and nobody is asked for it."""
    answer = await ask(company, ENTITIES, key, named("Creator", CREATOR))
    assert answer.data == {"_entities": [None, {"__typename": "Creator", "creatorId": CREATOR}]}
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
    assert company.calls() == {}


async def test_a_page_that_has_gone_is_null_without_an_error(company: FakeCompany) -> None:
    """As it is through ``node``: that a LIVE has no end page is a state."""
    back = session(LIVE, ("STARTED", STARTED_AT), last_seen_at=NOW)
    company.mongo.put("live_sessions", back)
    answer = await ask(company, ENTITIES, named("EndPage", LIVE))
    assert (answer.data, answer.errors) == ({"_entities": [None]}, [])


async def test_entities_are_bounded(company: FakeCompany) -> None:
    """More than the bound are refused together, and nothing is loaded."""
    keys = [named("LiveSession", LIVE)] * (MOST_REPRESENTATIONS + 1)
    answer = await ask(company, ENTITIES, *keys)
    assert answer.data is None
    assert [error["extensions"]["code"] for error in answer.errors] == ["BAD_USER_INPUT"]
    assert company.calls() == {}


@pytest.mark.parametrize(
    "query",
    [
        "{ _service { sdl } }",
        "{ _entities(representations: []) { __typename } }",
        "query ($keys: [_Any!]!) { viewer { id } }",
        "{ viewer { ... on _Entity { __typename } } }",
    ],
)
async def test_apps_have_none_of_it(company: FakeCompany, query: str) -> None:
    """For them the fields and types are not there."""
    with pytest.raises(RequestError) as refused:
        await company.ask(query)
    assert refused.value.code == "GRAPHQL_VALIDATION_FAILED"


async def test_introspection_tells_apps_nothing_of_it(company: FakeCompany) -> None:
    """No type, no field and no directive is named that is for routers."""
    data = await company.data(
        "{ __schema { types { name } queryType { fields { name } } directives { name } }"
        ' entity: __type(name: "_Entity") { name } }'
    )
    told = data["__schema"]
    names = {one["name"] for one in [*told["types"], *told["queryType"]["fields"]]}
    assert {name for name in names if name.startswith("_") and not name.startswith("__")} == set()
    assert {one["name"] for one in told["directives"]} == {
        "include",
        "skip",
        "cost",
        "listSize",
        "deprecated",
        "specifiedBy",
        "oneOf",
        "defer",
        "semanticNonNull",
    }
    assert data["entity"] is None
