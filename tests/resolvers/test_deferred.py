"""Deferred: what comes first, what comes later, and that nothing is asked more often for it."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.graphql_request import GraphQLRequest
from gateway.incremental_accept import CURRENT, OLDER
from gateway.incremental_format import IncrementalFormat
from tests.fakes.company import FakeCompany
from tests.fakes.documents import live_id, session
from tests.gateway.merging import CurrentClient, OlderClient
from tests.resolvers.in_parts import MINOR, PAGE, SLOW, all_parts, in_parts

PANELS = (
    "benchmarks { comparisons { metric } }",
    "analyticsLink { overall { deepLink } }",
    "roomImprovements { improvements { code } }",
    "accountImprovements { improvements { code } }",
    "rewards { items { kind } weekly { rate } }",
    "journey { level { level } goals { code } }",
    "recordings { replay { state } }",
)
HEADLINE = "metrics { headline { metric } }"
ALL = " ".join(PANELS)


async def test_the_first_part_waits_for_nothing_that_is_deferred(company: FakeCompany) -> None:
    """It is there while their sources have not answered; each other part when its source has."""
    company.rewards.hold()
    company.journey.hold()
    async with in_parts(company, SLOW) as parts:
        assert await parts.next() == {
            "data": {"endPage": {"metrics": {"status": "READY"}}},
            "pending": [
                {"id": "0", "path": ["endPage"], "label": "earned"},
                {"id": "1", "path": ["endPage"], "label": "way"},
            ],
            "hasNext": True,
        }
        company.journey.let_go()
        assert await parts.next() == {
            "incremental": [{"id": "1", "data": {"journey": {"status": "READY"}}}],
            "completed": [{"id": "1"}],
            "hasNext": True,
        }
        company.rewards.let_go()
        assert await parts.rest() == [
            {
                "incremental": [{"id": "0", "data": {"rewards": {"status": "READY"}}}],
                "completed": [{"id": "0"}],
                "hasNext": False,
            }
        ]


@pytest.mark.parametrize(
    "page",
    [
        f"{HEADLINE} ... @defer {{ {ALL} }}",
        f"... @defer {{ {HEADLINE} }} {ALL}",
        f"... @defer {{ {HEADLINE} ... @defer {{ {ALL} }} }}",
        HEADLINE + "".join(f" ... @defer {{ {panel} }}" for panel in PANELS),
    ],
    ids=["all but one", "one", "one in another", "each"],
)
async def test_the_page_makes_the_calls_that_it_makes_in_one_piece(
    company: FakeCompany, page: str
) -> None:
    """One call to each service with the same keys and groups, one find in each collection."""
    whole = FakeCompany()
    await whole.page(f"{HEADLINE} {ALL}")
    told = await all_parts(company, f"{{ {PAGE} {{ {page} }} }}")
    assert len(told) > 1
    assert company.calls() == whole.calls() == dict.fromkeys(whole.calls(), 1)
    for upstream, other in zip(company.upstreams(), whole.upstreams(), strict=True):
        assert [set(call) for call in upstream.calls] == [set(call) for call in other.calls]


async def test_a_list_of_pages_makes_the_calls_that_it_makes_in_one_piece(
    company: FakeCompany,
) -> None:
    """Each LIVE's panels come later, all of them by one call."""
    company.mongo.put("live_sessions", *(session(live_id(number)) for number in range(2, 21)))
    query = """{ viewer { liveSessions(first: 20) { nodes { title
      ... @defer(label: "page") { endPage { rewards { status } recordings { status } } } } } } }"""
    company.rewards.hold()
    async with in_parts(company, query) as parts:
        first = await parts.next()
        nodes = first["data"]["viewer"]["liveSessions"]["nodes"]
        assert nodes == [{"title": "Autumn coats"}] * 20
        paths = [pending["path"] for pending in first["pending"]]
        assert paths == [["viewer", "liveSessions", "nodes", place] for place in range(20)]
        company.rewards.let_go()
        (rest,) = await parts.rest()
    page = {"rewards": {"status": "READY"}, "recordings": {"status": "EMPTY"}}
    assert [each["data"] for each in rest["incremental"]] == [{"endPage": page}] * 20
    assert [len(call) for call in company.rewards.calls] == [20]
    assert company.calls() == {"rewards": 1, "live_sessions": 1, "recordings": 1}


async def test_what_is_there_already_is_not_told_again(company: FakeCompany) -> None:
    """Of a panel that is deferred here and not there, or twice, each field is told once."""
    query = f"""{{ {PAGE} {{ rewards {{ status }}
      ... @defer(label: "a") {{ rewards {{ status items {{ kind }} }} journey {{ status }} }}
      ... @defer(label: "b") {{ journey {{ status isStale }} }} }} }}"""
    first, rest = await all_parts(company, query)
    assert first["data"] == {"endPage": {"rewards": {"status": "READY"}}}
    assert rest == {
        "incremental": [
            {"id": "0", "data": {"journey": {"status": "READY"}}},
            {"id": "0", "subPath": ["rewards"], "data": {"items": [{"kind": "DIAMOND"}]}},
            {"id": "1", "subPath": ["journey"], "data": {"isStale": False}},
        ],
        "completed": [{"id": "0"}, {"id": "1"}],
        "hasNext": False,
    }


async def test_what_is_not_worth_it_comes_with_the_rest(company: FakeCompany) -> None:
    """A fragment within a panel is told with its panel, as if it were not deferred."""
    first, rest = await all_parts(company, MINOR)
    assert first["data"] == {"endPage": {"rewards": {"status": "READY"}}}
    assert [pending["label"] for pending in first["pending"]] == ["major"]
    (told,) = rest["incremental"]
    assert told["data"] == {"journey": {"status": "READY", "isStale": False}}


CONDITIONAL = f"""query ($later: Boolean!, $there: Boolean!) {{ {PAGE} {{
  ... @defer(if: $later, label: "a") {{ rewards @include(if: $there) {{ status }} }} }} }}"""


@pytest.mark.parametrize(
    ("later", "there", "told"),
    [
        (True, True, [{"endPage": {}}, {"rewards": {"status": "READY"}}]),
        (False, True, [{"endPage": {"rewards": {"status": "READY"}}}]),
        (True, False, [{"endPage": {}}]),
    ],
)
async def test_conditions_decide_when_it_runs(
    company: FakeCompany, later: bool, there: bool, told: list[Any]
) -> None:
    """What is not to be deferred this time is in the first part, which may be the last one."""
    variables = {"later": later, "there": there}
    first, *rest = await all_parts(company, CONDITIONAL, variables=variables)
    contents = [each["data"] for payload in rest for each in payload["incremental"]]
    assert [first["data"], *contents] == told
    assert first["hasNext"] == ("pending" in first) == bool(rest)
    assert company.calls().get("rewards", 0) == there


async def test_a_fragment_may_be_used_twice(company: FakeCompany) -> None:
    """Deferred on one page and not on the other, and nested in another deferred one."""
    query = f"""{{ a: {PAGE} {{ ...Earned }}
      b: {PAGE} {{ ...Earned @defer(label: "b") ...Way @defer(label: "way") }} }}
      fragment Earned on EndPage {{ rewards {{ status }} }}
      fragment Way on EndPage {{ journey {{ status }} ...Earned @defer(label: "in way") }}"""
    first, *rest = await all_parts(company, query)
    assert first["data"] == {"a": {"rewards": {"status": "READY"}}, "b": {}}
    labels = [each["label"] for part in (first, *rest) for each in part.get("pending", [])]
    assert labels[:2] == ["b", "way"]
    told = [(each["id"], each["data"]) for part in rest for each in part["incremental"]]
    assert ("0", {"rewards": {"status": "READY"}}) in told
    assert ("1", {"journey": {"status": "READY"}}) in told
    assert company.calls() == {"live_sessions": 1, "rewards": 1, "journey": 1}


async def test_in_development_the_last_part_tells_of_every_call() -> None:
    """Each call once, whichever parts have needed it; the parts before have no extensions."""
    company = FakeCompany(development=True)
    async with in_parts(company, SLOW) as parts:
        *before, last = await parts.rest()
    assert all("extensions" not in part for part in before)
    told = [call["upstream"] for call in last["extensions"]["upstreams"]]
    assert sorted(told) == ["journey", "mongodb", "rewards", "shop_analytics"]
    assert sum(frame.upstream_calls for frame in parts.frames) == 4


@pytest.mark.parametrize("every", [False, True])
async def test_a_client_that_takes_no_parts_has_it_in_one_piece(
    company: FakeCompany, every: bool
) -> None:
    """The same engine answers with everything in its place."""
    assert company.engine.defers(GraphQLRequest(SLOW), every=every)
    assert await company.data(SLOW) == {
        "endPage": {
            "metrics": {"status": "READY"},
            "rewards": {"status": "READY"},
            "journey": {"status": "READY"},
        }
    }


@pytest.mark.parametrize("format_", [CURRENT, OLDER], ids=["current", "older"])
async def test_no_more_is_deferred_than_is_worth_it(
    company: FakeCompany, format_: IncrementalFormat
) -> None:
    """A fragment is one for each LIVE of a list: of many of them the rest comes at once."""
    company.mongo.put("live_sessions", *(session(live_id(number)) for number in range(2, 31)))
    inner = "... @defer {{ endPage {{ r{0}: rewards {{ id }} }} }}"
    outer = "... @defer {{ t{0}: title " + inner + " }}"
    many = " ".join(outer.format(place) for place in range(10))
    query = f"{{ viewer {{ liveSessions(first: 30) {{ nodes {{ {many} }} }} }} }}"
    whole = await company.data(query)
    client = CurrentClient() if format_ is CURRENT else OlderClient()
    async with in_parts(company, query, format_=format_) as parts:
        for payload in await parts.rest():
            client.take(payload)
    assert (client.data, client.errors) == (whole, [])
    announced = sum(len(frame.announced) for frame in parts.frames)
    assert announced == 500
