"""NOT_FOUND: what is unknown and what is somebody else's cannot be told apart, on any path."""

from __future__ import annotations

import json
from typing import Any

import pytest

from resolvers.global_id import global_id
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE, SOMEBODY_ELSE, live_id, recording, session

THEIRS = live_id(2)
UNKNOWN = live_id(3)
MALFORMED = [
    "",
    "1",
    "72",
    "7" * 20,
    "720000000000000000x",
    "７２００００００００００００００００１",
    "../1",
]
PANELS = [
    "Metrics",
    "Benchmarks",
    "AnalyticsLink",
    "RoomImprovements",
    "AccountImprovements",
    "Rewards",
    "Journey",
    "Recordings",
]


@pytest.fixture
def company() -> FakeCompany:
    """Somebody else has a LIVE with everything, too."""
    both = FakeCompany()
    theirs = session(THEIRS, creator_id=SOMEBODY_ELSE)
    both.mongo.put("live_sessions", theirs)
    both.mongo.put("recordings", recording("r2", THEIRS, creator_id=SOMEBODY_ELSE))
    return both


async def answer(company: FakeCompany, query: str, id_: str) -> str:
    """The bytes of the answer."""
    told = await company.ask(query, {"id": id_})
    return json.dumps(told.to_wire())


async def all_the_same(company: FakeCompany, query: str, ids: list[str]) -> Any:
    """The one answer that all of ``ids`` get, and no upstream was asked for any."""
    answers = {await answer(company, query, id_) for id_ in ids}
    assert len(answers) == 1
    assert company.calls().keys() <= {"live_sessions"}
    return json.loads(answers.pop())


@pytest.mark.parametrize("field", ["endPage", "liveSession"])
async def test_somebody_elses_unknown_and_malformed_are_one_answer(
    company: FakeCompany, field: str
) -> None:
    """Byte by byte the same."""
    query = f"query Q($id: ID!) {{ {field}(sessionId: $id) {{ id }} }}"
    told = await all_the_same(company, query, [THEIRS, UNKNOWN, *MALFORMED])
    assert told["data"] == {field: None}
    (error,) = told["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"
    assert error["path"] == [field]
    assert THEIRS not in error["message"]


NODE = "query Q($id: ID!) { node(id: $id) { id } }"


@pytest.mark.parametrize("type_name", ["LiveSession", "EndPage", "Broadcast", *PANELS])
async def test_an_object_of_somebody_elses_live_is_not_found(
    company: FakeCompany, type_name: str
) -> None:
    """Through its opaque id it is as unknown as one that never was."""
    ids = [global_id(type_name, raw) for raw in (THEIRS, UNKNOWN, "malformed", "")]
    told = await all_the_same(company, NODE, ids)
    assert told["data"] == {"node": None}
    assert told["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_somebody_elses_recording_is_not_found(company: FakeCompany) -> None:
    """Neither under their LIVE nor under one's own."""
    ids = [global_id("Recording", raw) for raw in (f"{THEIRS}/r2", f"{UNKNOWN}/r2", "r2")]
    await all_the_same(company, NODE, ids)
    own = json.loads(await answer(company, NODE, global_id("Recording", f"{LIVE}/r2")))
    assert own["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_somebody_else_is_not_found(company: FakeCompany) -> None:
    """A creator is found by themselves alone; what is no id is not found either."""
    ids = [global_id("Creator", SOMEBODY_ELSE), global_id("Creator", "1"), global_id("Sale", "1")]
    told = await all_the_same(company, NODE, [*ids, "not-an-id", "", "a" * 300])
    assert told["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert company.calls() == {}


async def test_a_continuation_of_somebody_elses_is_not_shown(company: FakeCompany) -> None:
    """A document that points to another creator's LIVE shows nothing of it."""
    company.mongo.put("live_sessions", session(continued_by=THEIRS))
    company.mongo.put("live_sessions", session(THEIRS, creator_id=SOMEBODY_ELSE, broadcast_id=LIVE))
    data = await company.data(
        f'{{ liveSession(sessionId: "{LIVE}") {{ continuedBy {{ id }}'
        " broadcast { sessions { sessionId } } } }"
    )
    assert data["liveSession"] == {
        "continuedBy": None,
        "broadcast": {"sessions": [{"sessionId": LIVE}]},
    }
