"""What asks for too much is refused whichever way it comes, and who asks is told what it costs."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gateway.demand_limits import DemandLimits, Limits
from gateway.document_source import DocumentSource
from gateway.known_documents import known_documents
from gateway.listed_document import DocumentsError
from resolvers.schema import schema
from tests.abuse.stage import Stage, token_of
from tests.fakes.documents import LIVE
from tests.gateway.streaming import events_of
from tests.gateway.talking import talking

ROUNDS = "broadcast { sessions { " * 3 + "id" + " } }" * 3
DEAR = f'{{ liveSession(sessionId: "{LIVE}") {{ {ROUNDS} }} }}'
DEAR_UPDATES = f'subscription {{ liveSession(sessionId: "{LIVE}") {{ session {{ {ROUNDS} }} }} }}'
CHEAP = f'{{ liveSession(sessionId: "{LIVE}") {{ id history {{ at }} }} }}'
UPDATES = f'subscription {{ liveSession(sessionId: "{LIVE}") {{ session {{ id }} }} }}'
DEFERRED = f'{{ endPage(sessionId: "{LIVE}") {{ id ... @defer {{ rewards {{ status }} }} }} }}'
COST = {"extensions": {"cost": True}}
EVENTS = {"accept": "text/event-stream"}
PARTS = {"accept": "multipart/mixed;subscriptionSpec=1.0, application/json"}
DEFERS = {"accept": "multipart/mixed;incrementalSpec=v0.2, application/json"}


def refused(errors: list[dict[str, Any]], requested: int = 13_062) -> None:
    """The one error is that of the cost."""
    message = f"The operation costs {requested:,}: 5,000 at most."
    assert [error["message"] for error in errors] == [message]
    (error,) = errors
    told = {name: error["extensions"][name] for name in ("code", "limit", "requested", "most")}
    assert told == {
        "code": "DEMAND_EXCEEDED",
        "limit": "cost",
        "requested": requested,
        "most": 5_000,
    }


async def heard(stage: Stage, query: str, **fields: Any) -> dict[str, Any]:
    """What a socket hears first of one operation."""
    async with talking(f"ws://{stage.origin}/graphql", token_of()) as socket:
        await socket.subscribe("1", query, **fields)
        return await socket.hear()


@pytest.mark.parametrize("method", ["POST", "QUERY"])
async def test_in_a_body(production: Stage, method: str) -> None:
    """And nothing is asked for it."""
    answer = await production.client.request(method, "/graphql", json={"query": DEAR})
    refused(answer.json()["errors"])
    assert production.company.calls() == {}


async def test_in_an_address(production: Stage) -> None:
    """The same for GET."""
    answer = await production.client.get("/graphql", params={"query": DEAR})
    refused(answer.json().get("errors", []))
    assert production.company.calls() == {}


@pytest.mark.parametrize("headers", [EVENTS, PARTS], ids=["events", "parts"])
@pytest.mark.parametrize("query", [DEAR, DEAR_UPDATES], ids=["query", "subscription"])
async def test_in_a_stream(production: Stage, headers: dict[str, str], query: str) -> None:
    """A query and a subscription, as events and as multipart."""
    response = await production.post({"query": query}, **headers)
    text = response.text
    assert '"code":"DEMAND_EXCEEDED"' in text
    assert ('"requested":13062' in text) or ('"requested":13063' in text)
    assert production.company.calls() == {}


@pytest.mark.parametrize(("query", "cost"), [(DEAR, 13_062), (DEAR_UPDATES, 13_063)])
async def test_on_a_socket(production: Stage, query: str, cost: int) -> None:
    """The operation ends; the socket stays."""
    message = await heard(production, query)
    assert message["type"] == "error"
    refused(message["payload"], cost)
    assert production.company.calls() == {}


async def test_by_a_hash(production: Stage) -> None:
    """Of an automatic persisted query: it is not kept for its size, and refused for its cost."""
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": sha256(DEAR.encode()).hexdigest()}}
    answer = await production.post({"query": DEAR, "extensions": extensions})
    refused(answer.json()["errors"])
    answer = await production.post({"extensions": extensions})
    refused(answer.json()["errors"])
    assert production.company.calls() == {}


async def test_by_a_router(production: Stage) -> None:
    """What a router asks for a creator has the same limits."""
    headers = {"x-endpage-router": "r" * 48}
    response = await production.client.post(
        "/federation/graphql", json={"query": DEAR}, headers=headers
    )
    refused(response.json()["errors"])
    assert production.company.calls() == {}


async def test_a_client_that_names_itself_has_its_own_limits(production: Stage) -> None:
    """Tighter ones: of cost, and of depth."""
    name = {"apollographql-client-name": "web"}
    assert (await production.post({"query": "{ viewer { id } }"}, **name)).json()["data"]
    answer = await production.post({"query": CHEAP}, **name)
    assert answer.json()["errors"][0]["message"] == "The operation costs 111: 30 at most."
    deep = "{ viewer { currentLive { endPage { id } } } }"
    answer = await production.post({"query": deep}, **name)
    assert answer.json()["errors"][0]["message"] == "The document is 4 fields deep: 3 at most."
    assert production.company.calls() == {}
    assert (await production.post({"query": CHEAP})).json()["data"]


async def test_an_answer_tells_its_cost_to_who_asks(production: Stage) -> None:
    """One find, one LIVE and its two events; a hundred were counted."""
    answer = (await production.post({"query": CHEAP, **COST})).json()
    assert answer["extensions"] == {"cost": {"requested": 111, "limit": 5_000, "actual": 13}}
    answer = (await production.post({"query": CHEAP})).json()
    assert "extensions" not in answer
    answer = (await production.post({"query": CHEAP, "extensions": {"cost": "yes"}})).json()
    assert "extensions" not in answer


async def test_a_client_is_told_its_own_limit(production: Stage) -> None:
    """By the name that it has told."""
    name = {"apollographql-client-name": "web"}
    answer = (await production.post({"query": "{ viewer { id } }", **COST}, **name)).json()
    assert answer["extensions"] == {"cost": {"requested": 1, "limit": 30, "actual": 1}}


async def test_a_stream_tells_its_cost(production: Stage) -> None:
    """An event stream of one answer, and the parts of a deferred one: with the last."""
    (event, _) = events_of((await production.post({"query": CHEAP, **COST}, **EVENTS)).content)
    assert event.data["extensions"]["cost"]["requested"] == 111
    parts = (await production.post({"query": DEFERRED, **COST}, **DEFERS)).text
    assert parts.count('"extensions":{"cost":{"requested":22,"limit":5000}}') == 1


@pytest.mark.parametrize(("query", "cost"), [(CHEAP, 111), (UPDATES, 12)])
async def test_a_socket_tells_its_cost(production: Stage, query: str, cost: int) -> None:
    """Of a query, and of a subscription's first update."""
    message = await heard(production, query, **COST)
    assert message["type"] == "next"
    assert message["payload"]["extensions"]["cost"]["requested"] == cost


async def test_the_schema_is_told_to_developers_alone(
    production: Stage, development: Stage
) -> None:
    """In production; in development to everybody, with words about what may be meant."""
    schema_of, near = {"query": "{ __schema { description } }"}, {"query": "{ viewr { id } }"}
    refusal = (await production.post(schema_of)).json()["errors"][0]
    assert refusal["message"] == "The schema is not told here: it is published as schema.graphql."
    unknown = "Cannot query field 'viewr' on type 'Query'."
    assert (await production.post(near)).json()["errors"][0]["message"] == unknown
    developer = {"authorization": f"Bearer {token_of(is_developer=True)}"}
    meant = f"{unknown} Did you mean 'viewer'?"
    for stage, headers in ((production, developer), (development, {})):
        assert (await stage.post(schema_of, **headers)).json()["data"]["__schema"]
        assert (await stage.post(near, **headers)).json()["errors"][0]["message"] == meant


async def test_rounds_of_the_schema_are_refused_in_development(development: Stage) -> None:
    """What is cheap to tell once is not told in rounds."""
    lists = "fields { args { name } } inputFields { name } enumValues { name } "
    query = f"{{ __schema {{ types {{ possibleTypes {{ {lists} }} }} }} }}"
    refused((await development.post({"query": query})).json()["errors"], 19_651)


def test_a_known_document_that_costs_too_much_is_told_by_its_name(tmp_path: Path) -> None:
    """At the start and by `endpage documents check`; with the limits of the client it is for."""
    (tmp_path / "dear.graphql").write_text(f"query Dear {DEAR}")
    (tmp_path / "cheap.graphql").write_text(f"query Cheap {CHEAP}")
    limits = DemandLimits(Limits(), {"web": Limits(cost=100)})
    source = [DocumentSource(tmp_path)]
    with pytest.raises(DocumentsError) as refusal:
        known_documents(source, schema._schema, say=lambda *_: None, limits=limits)
    (fault,) = refusal.value.faults
    assert "dear.graphql: Dear (" in fault
    assert fault.endswith("): The operation costs 13,062: 5,000 at most.")
    source = [DocumentSource(tmp_path, client="web")]
    with pytest.raises(DocumentsError) as refusal:
        known_documents(source, schema._schema, say=lambda *_: None, limits=limits)
    assert [fault.rpartition("): ")[2] for fault in refusal.value.faults] == [
        "The operation costs 111: 100 at most.",
        "The operation costs 13,062: 100 at most.",
    ]
