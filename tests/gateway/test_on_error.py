"""onError: what becomes of an answer in which a field fails, on every transport."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from gateway.graphql_request import GraphQLRequest
from gateway.on_error import OnError
from loaders import recording as recordings
from loaders.errors import SourceBadAnswer
from loaders.names import MONGODB
from loaders.session import COLLECTION
from tests.fakes.company import FakeCompany
from tests.fakes.documents import LIVE
from tests.gateway.asking import post, refused
from tests.gateway.little_schema import NOTED, answered
from tests.gateway.serving import Served
from tests.gateway.streaming import EVENTS, PARTS
from tests.gateway.subscribed import RECORDINGS, subscribed
from tests.gateway.talking import acknowledged
from tests.loaders.database import Database, LittleSources, live, recording
from tests.loaders.simulated_time import in_simulated_time

TOKEN = "x-graphql-event-stream-token"
BAD = [["part", "bad"]]
WORDS = [(None, OnError.PROPAGATE), *((word.value, word) for word in OnError)]
WRONG: list[Any] = ["null", "ABORT", "", 1, True, {}, ["NULL"]]


def asked(query: str, word: str | None) -> dict[str, Any]:
    return {"query": query} if word is None else {"query": query, "onError": word}


@pytest.mark.parametrize(
    ("query", "on_error", "data", "paths"),
    [
        ("{ part { good bad } }", OnError.PROPAGATE, {"part": None}, [["part", "bad"]]),
        ("{ part { good bad } }", OnError.NULL, {"part": {"good": 1, "bad": None}}, BAD),
        ("{ part { good bad } }", OnError.HALT, None, [["part", "bad"]]),
        ("{ whole { bad } part { good } }", OnError.PROPAGATE, None, [["whole", "bad"]]),
        (
            "{ whole { bad } part { good } }",
            OnError.NULL,
            {"whole": {"bad": None}, "part": {"good": 1}},
            [["whole", "bad"]],
        ),
        ("{ part { good lost } }", OnError.HALT, None, [["part", "lost"]]),
        ("{ parts { bad lost } }", OnError.HALT, None, [["parts", 0, "bad"]]),
        (
            "{ parts { good bad } }",
            OnError.NULL,
            {"parts": [{"good": 1, "bad": None}] * 2},
            [["parts", 0, "bad"], ["parts", 1, "bad"]],
        ),
        ("{ part { good } }", OnError.HALT, {"part": {"good": 1}}, []),
    ],
)
async def test_a_failure_takes_along_what_its_client_wishes(
    query: str, on_error: OnError, data: Any, paths: list[Any]
) -> None:
    """What is around it, nothing, or everything; each error that is told has its code and path."""
    answer = await answered(GraphQLRequest(query, on_error=on_error))
    assert answer.data == data
    assert [error["path"] for error in answer.errors] == paths
    assert {error["extensions"]["code"] for error in answer.errors} <= {
        "SOURCE_UNAVAILABLE",
        "NOT_FOUND",
    }


async def test_what_comes_after_a_halt_is_not_done() -> None:
    """A mutation that follows the one that failed is not begun; without a halt it is."""
    query = '{ a: note(word: "a") b: note(word: "b", fails: true) c: note(word: "c") }'
    NOTED.clear()
    halted = await answered(GraphQLRequest(f"mutation {query}", on_error=OnError.HALT))
    assert (halted.data, NOTED) == (None, ["a"])
    assert [error["path"] for error in halted.errors] == [["b"]]
    NOTED.clear()
    answer = await answered(GraphQLRequest(f"mutation {query}"))
    assert (answer.data, NOTED) == ({"a": "a", "b": None, "c": "c"}, ["a", "c"])


async def test_a_halted_page_lets_go_of_what_it_waits_for() -> None:
    """The answer does not wait for a source that has not answered, which is asked no longer."""
    company = FakeCompany()
    company.mongo.failures["recordings"] = SourceBadAnswer("broken", upstream=MONGODB)
    company.shop.hold()
    query = f'{{ endPage(sessionId: "{LIVE}") {{ recordings {{ status }} metrics {{ status }} }} }}'
    async with asyncio.timeout(60):
        answer = await company.ask(query, on_error=OnError.HALT)
    assert answer.data is None
    assert [error["path"] for error in answer.errors] == [["endPage", "recordings"]]
    async with asyncio.timeout(60):
        await company.shop.cancelled.wait()


@pytest.mark.parametrize(("word", "meant"), WORDS)
async def test_over_http_it_stands_beside_the_query(
    served: Served, client: httpx.AsyncClient, word: str | None, meant: OnError
) -> None:
    """In a body, in an address, and for an event stream, which may be shared."""
    body = asked("{ a }", word)
    for response in (
        await post(client, body),
        await post(client, body, accept=EVENTS),
        await client.get("/graphql", params=body),
    ):
        assert response.status_code == 200
        assert served.engine.asked[-1].on_error is meant
    token = (await client.put("/graphql")).text
    shared = {**body, "extensions": {"operationId": "1"}}
    async with client.stream("GET", "/graphql", headers={TOKEN: token, "accept": EVENTS}) as stream:
        assert (await post(client, shared, **{TOKEN: token})).status_code == 202
        async for line in stream.aiter_lines():
            if line == "event: complete":
                break
    assert served.engine.asked[-1].on_error is meant


@pytest.mark.parametrize(("word", "meant"), WORDS)
@pytest.mark.parametrize("accept", [EVENTS, PARTS])
async def test_a_streamed_subscription_has_it_too(
    served: Served, client: httpx.AsyncClient, accept: str, word: str | None, meant: OnError
) -> None:
    """As an event stream and in parts."""
    response = await post(client, asked("subscription { tick }", word), accept=accept)
    assert response.status_code == 200
    assert (await served.subscriptions.next_opened()).request.on_error is meant


@pytest.mark.parametrize(("word", "meant"), WORDS)
async def test_on_a_socket_each_operation_has_its_own(
    served: Served, word: str | None, meant: OnError
) -> None:
    """A query's and a subscription's."""
    async with acknowledged(served) as socket:
        await socket.say("subscribe", id="1", payload=asked("{ a }", word))
        assert [(await socket.hear())["type"] for _ in range(2)] == ["next", "complete"]
        assert served.engine.asked[-1].on_error is meant
        await socket.say("subscribe", id="2", payload=asked("subscription { quiet }", word))
        assert (await served.subscriptions.next_opened()).request.on_error is meant


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
async def test_another_word_is_a_bad_request(
    served: Served, client: httpx.AsyncClient, wrong: Any
) -> None:
    """Nothing is run; on a socket that operation ends, and not the socket."""
    before = len(served.engine.asked)
    body = {"query": "{ a }", "onError": wrong}
    assert refused(await post(client, body)) == (400, "BAD_REQUEST")
    assert refused(await post(client, body, accept=EVENTS)) == (400, "BAD_REQUEST")
    if isinstance(wrong, str):
        assert refused(await client.get("/graphql", params=body)) == (400, "BAD_REQUEST")
    async with acknowledged(served) as socket:
        await socket.say("subscribe", id="1", payload=body)
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "1")
        assert [one["extensions"]["code"] for one in heard["payload"]] == ["BAD_REQUEST"]
        assert len(served.engine.asked) == before
        await socket.subscribe("1", "{ a }")
        assert (await socket.hear())["type"] == "next"


@pytest.mark.parametrize("on_error", OnError)
@in_simulated_time
async def test_an_update_is_halted_when_it_is_told(on_error: OnError) -> None:
    """One with a panel that has failed is one error and no data; else all but that panel."""
    database = Database()
    database.put(COLLECTION, live(ended=0.0))
    database.put(recordings.COLLECTION, recording(state="READY", size_bytes="huge"))
    sources = LittleSources(database)
    async with subscribed(sources, document=RECORDINGS, on_error=on_error) as (sink, _):
        await sink.ended.wait()
    [(_, answer)] = sink.answers
    assert [error["extensions"]["code"] for error in answer.errors] == ["SOURCE_BAD_ANSWER"]
    if on_error is OnError.HALT:
        assert answer.data is None
    else:
        assert answer.data is not None
        update = answer.data["liveSession"]
        assert (update["isLast"], update["session"]["endPage"]) == (True, {"recordings": None})
