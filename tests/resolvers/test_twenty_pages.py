"""Twenty pages in one query: one call a source, the creator's part asked once."""

from __future__ import annotations

from datetime import timedelta

from gateway.demand_limits import DemandLimits, Limits
from gateway.documents import Documents
from loaders.keys import Part
from resolvers.schema import schema
from tests.fakes import shop
from tests.fakes.company import FakeCompany
from tests.fakes.documents import CREATOR, live_id, recording, session
from tests.fakes.times import STARTED_AT

COUNT = 20
LIST = """{ viewer { liveSessions(first: 20) { nodes { sessionId endPage {
  metrics { traffic { views { value } } }
  accountImprovements { outcome }
  rewards { diamondsReceived weekly { diamonds } }
  journey { level { level } }
  recordings { replay { recordingId } }
} } } } }"""


def fill(company: FakeCompany) -> None:
    """Twenty LIVEs, each with as many views as its number, and a replay."""
    for number in range(1, COUNT + 1):
        made = STARTED_AT + timedelta(hours=number)
        company.mongo.put("live_sessions", session(live_id(number), created_at=made))
        company.mongo.put("recordings", recording(f"r{number}", live_id(number)))
        groups = {"traffic": shop.traffic(views=number)}
        company.shop.say(live_id(number), groups=groups)


async def test_twenty_pages_make_one_call_a_source(company: FakeCompany) -> None:
    """One batched call to each upstream and one find of each collection."""
    fill(company)
    await company.data(LIST)
    assert company.calls() == {
        "live_sessions": 1,
        "recordings": 1,
        "shop_analytics": 1,
        "rewards": 1,
        "journey": 1,
    }


async def test_the_sessions_part_is_asked_a_session_and_the_creators_part_once(
    company: FakeCompany,
) -> None:
    """Twenty keys and one, each with the groups of its own part."""
    fill(company)
    await company.data(LIST)
    expected = {
        "shop_analytics": ({"traffic"}, {"account_improvements"}),
        "rewards": ({"earned"}, {"weekly"}),
        "journey": ({"progress"}, {"level"}),
    }
    for upstream in company.upstreams():
        (call,) = upstream.calls
        creators = [key for key in call if key.part is Part.CREATOR]
        sessions = [key for key in call if key.part is Part.SESSION]
        assert [key.id for key in creators] == [CREATOR]
        assert {key.id for key in sessions} == {live_id(n) for n in range(1, COUNT + 1)}
        groups = {key.groups for key in sessions}, {key.groups for key in creators}
        assert groups == tuple({frozenset(names)} for names in expected[upstream.name])


async def test_each_page_has_its_own_numbers(company: FakeCompany) -> None:
    """Answers come in another order than they were asked for, and find their pages."""
    fill(company)
    data = await company.data(LIST)
    nodes = data["viewer"]["liveSessions"]["nodes"]
    assert [node["sessionId"] for node in nodes] == [live_id(n) for n in range(COUNT, 0, -1)]
    views = [node["endPage"]["metrics"]["traffic"]["views"]["value"] for node in nodes]
    assert views == list(range(COUNT, 0, -1))
    replays = [node["endPage"]["recordings"]["replay"]["recordingId"] for node in nodes]
    assert replays == [f"r{number}" for number in range(COUNT, 0, -1)]


async def test_a_list_without_pages_asks_no_upstream(company: FakeCompany) -> None:
    """The states of twenty LIVEs come from the one find."""
    fill(company)
    await company.data("{ viewer { liveSessions(first: 20) { nodes { state endPageState } } } }")
    assert company.calls() == {"live_sessions": 1}


async def test_no_upstream_call_holds_more_than_the_contract_allows() -> None:
    """250 keys leave in four calls, of which none has more than 80."""
    wide = DemandLimits(Limits(tokens=10_000, aliases=250, root_fields=250, cost=10_000))
    company = FakeCompany(documents=Documents(schema._schema, limits=wide))
    for number in range(1, 251):
        made = STARTED_AT + timedelta(hours=number)
        company.mongo.put("live_sessions", session(live_id(number), created_at=made))
    ids = " ".join(
        f'a{n}: endPage(sessionId: "{live_id(n)}") {{ metrics {{ status }} }}'
        for n in range(1, 251)
    )
    await company.data(f"{{ {ids} }}")
    assert sorted(len(call) for call in company.shop.calls) == [10, 80, 80, 80]
    assert company.calls() == {"live_sessions": 4, "shop_analytics": 4}
