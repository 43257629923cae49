"""Objects that lead back to themselves do not let an answer grow without bound."""

from __future__ import annotations

import pytest

from gateway.errors import RequestError
from gateway.execution import GraphQLRequest
from loaders.viewer import Viewer
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, LIVE


def rounds(count: int) -> str:
    """A LIVE's broadcast's LIVEs' broadcast ..., so many times round."""
    inside = "id"
    for _ in range(count):
        inside = f"broadcast {{ sessions {{ {inside} }} }}"
    return f'{{ liveSession(sessionId: "{LIVE}") {{ {inside} }} }}'


async def refused(company: FakeCompany, query: str) -> RequestError:
    """The refusal of ``query``."""
    with pytest.raises(RequestError) as refusal:
        await company.engine.run(
            GraphQLRequest(query), viewer=Viewer(CREATOR, "app"), language="en", request_id="r"
        )
    return refusal.value


async def test_twice_round_is_answered(company: FakeCompany) -> None:
    """What a client may have a use for goes through."""
    found = await company.data(rounds(2))
    (session,) = found["liveSession"]["broadcast"]["sessions"]
    assert len(session["broadcast"]["sessions"]) == 1


@pytest.mark.parametrize("count", [3, 4, 12, 40])
async def test_more_often_is_refused_before_anything_is_read(
    company: FakeCompany, count: int
) -> None:
    """Each time round multiplies the answer: the plan is not made."""
    error = await refused(company, rounds(count))
    assert error.code == "GRAPHQL_VALIDATION_FAILED"
    assert company.calls() == {}


async def test_objects_are_counted_as_well_as_lists(company: FakeCompany) -> None:
    """A page's LIVE's page's LIVE goes round without any list."""
    inside = "id"
    for _ in range(6):
        inside = f"endPage {{ session {{ {inside} }} }}"
    query = f'{{ liveSession(sessionId: "{LIVE}") {{ {inside} }} }}'
    assert (await refused(company, query)).code == "GRAPHQL_VALIDATION_FAILED"


async def test_fragments_that_unfold_into_too_much_are_refused(company: FakeCompany) -> None:
    """Twenty pairs of fragments are two to the twentieth selections."""
    pairs = " ".join(
        f"fragment f{n} on LiveSession {{ ...f{n + 1} ...f{n + 1} }}" for n in range(20)
    )
    query = f'{{ liveSession(sessionId: "{LIVE}") {{ ...f0 }} }} {pairs}'
    query += " fragment f20 on LiveSession { id }"
    assert (await refused(company, query)).code == "GRAPHQL_VALIDATION_FAILED"
