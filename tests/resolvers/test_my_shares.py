"""A creator's shares, listed and found again: their own, and with what has become of them."""

from __future__ import annotations

import pytest

from tests.fakes.company import FakeCompany
from tests.fakes.documents import SOMEBODY_ELSE, recording
from tests.resolvers.sharing import MINE, made


@pytest.fixture(autouse=True)
def replay(company: FakeCompany) -> None:
    company.mongo.put("recordings", recording("r1"), recording("r2"))


async def test_ones_own_shares_are_listed(company: FakeCompany) -> None:
    """Page by page, each once, with one find for all of their recordings."""
    ids = [(await made(company, f"wish-{number}"))["share"]["id"] for number in range(5)]
    company.mongo.finds.clear()
    seen: list[str] = []
    after = None
    for size in (2, 2, 1):
        page = (await company.data(MINE, {"first": 2, "after": after}))["viewer"]["shares"]
        assert len(page["nodes"]) == size
        assert page["nodes"][0]["recording"] == {"state": "READY"}
        seen += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert page["pageInfo"]["hasNextPage"] == (len(seen) < len(ids))
    assert sorted(seen) == sorted(ids)
    assert company.calls() == {"live_sessions": 3, "recordings": 3}
    answer = await company.ask(MINE, creator=SOMEBODY_ELSE)
    assert answer.data is not None
    assert answer.data["viewer"]["shares"]["nodes"] == []


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("READY", "ACTIVE"),
        ("PARTIAL", "ACTIVE"),
        ("DELETED", "RECORDING_GONE"),
        ("EXPIRED", "RECORDING_GONE"),
        ("RESTRICTED", "RECORDING_RESTRICTED"),
    ],
)
async def test_a_share_ends_with_its_recording(
    company: FakeCompany, state: str, shown: str
) -> None:
    """Its creator sees which of the two it is."""
    await made(company)
    company.mongo.put("recordings", recording("r1", state=state))
    [node] = (await company.data(MINE))["viewer"]["shares"]["nodes"]
    assert (node["state"], node["recording"]) == (shown, {"state": state})


async def test_a_share_is_a_node(company: FakeCompany) -> None:
    """For its creator, and for nobody else."""
    opaque = (await made(company))["share"]["id"]
    query = f'{{ node(id: "{opaque}") {{ id ... on Share {{ visits }} }} }}'
    assert await company.data(query) == {"node": {"id": opaque, "visits": 0}}
    answer = await company.ask(query, creator=SOMEBODY_ELSE)
    assert [error["extensions"]["code"] for error in answer.errors] == ["NOT_FOUND"]
