"""Rates over sockets: what who is refused is told on each transport, and what is left on every
answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from gateway.rates import Rates
from tests.gateway.asking import post, refused
from tests.gateway.serving import Served, serving
from tests.gateway.streaming import events_of, streaming
from tests.gateway.talking import acknowledged, opened

MINUTE = 6000.5
POLICY = '"creator";q=10;w=60;endpage-unit="cost"'
ASK = {"query": "{ a }"}


def rates(**budgets: Any) -> Rates:
    return Rates(now=lambda: MINUTE + 20, **budgets)


def asking(served: Served, creator_id: str = "ada", **headers: str) -> httpx.AsyncClient:
    authorization = f"Bearer {served.token(creator_id)}"
    return httpx.AsyncClient(
        base_url=f"http://{served.origin}",
        headers={"authorization": authorization, **headers},
        timeout=20,
    )


async def test_every_answer_says_what_is_left(tmp_path: Path) -> None:
    """Ten are answered; the eleventh is 429 and says when to come back, on the wire and in it."""
    async with serving(tmp_path, rates=rates(creator=10)) as served, asking(served) as client:
        for left in range(9, -1, -1):
            answer = await post(client, ASK)
            assert answer.status_code == 200
            assert answer.headers["ratelimit-policy"] == POLICY
            assert answer.headers["ratelimit"] == f'"creator";r={left};t=40'
        answer = await post(client, ASK)
        assert refused(answer) == (429, "RATE_LIMITED")
        assert answer.headers["retry-after"] == "40"
        assert answer.headers["ratelimit"] == '"creator";r=0;t=40'
        [error] = answer.json()["errors"]
        assert error["extensions"]["retryAfterMs"] == 40_000
        assert error["extensions"]["retryable"] is True
        assert len(served.engine.asked) == 10
        async with asking(served, "bob") as other:
            assert (await post(other, ASK)).status_code == 200


async def test_what_is_wrong_costs_too_and_says_what_is_left(tmp_path: Path) -> None:
    """A body that is no JSON costs 1; who is not known is told of no budget."""
    async with serving(tmp_path, rates=rates(creator=10)) as served, asking(served) as client:
        answer = await post(client, b"no json")
        assert refused(answer) == (400, "BAD_REQUEST")
        assert answer.headers["ratelimit"] == '"creator";r=9;t=40'
        unknown = await post(client, ASK, authorization="Bearer nonsense")
        assert refused(unknown) == (401, "UNAUTHENTICATED")
        assert "ratelimit" not in unknown.headers


async def test_a_costly_operation_takes_more(tmp_path: Path) -> None:
    """One that does not fit is refused and costs nothing; a list is refused before a page."""
    async with serving(tmp_path, rates=rates(creator=10)) as served, asking(served) as client:
        assert (await post(client, {"query": "{ a } # cost:7 "})).status_code == 200
        answer = await post(client, {"query": "{ a } # cost:4 "})
        assert refused(answer) == (429, "RATE_LIMITED")
        assert answer.headers["ratelimit"] == '"creator";r=3;t=40'
        assert refused(await post(client, {"query": "{ list }"})) == (429, "RATE_LIMITED")
        assert (await post(client, {"query": "{ page } # cost:3 "})).status_code == 200


async def test_tokens_cannot_be_tried_for_long(tmp_path: Path) -> None:
    """After three no token of that address is looked at, not even a good one; the proxy's word
    says whose address it is.
    """
    limited = rates(failures=3)
    async with (
        serving(tmp_path, rates=limited, proxies=1) as served,
        asking(served, **{"x-forwarded-for": "198.51.100.7"}) as client,
    ):
        for _ in range(3):
            answer = await post(client, ASK, authorization="Bearer nonsense")
            assert refused(answer) == (401, "UNAUTHENTICATED")
        answer = await post(client, ASK)
        assert refused(answer) == (429, "RATE_LIMITED")
        assert answer.headers["ratelimit"] == '"failures";r=0;t=40'
        other = await post(client, ASK, **{"x-forwarded-for": "198.51.100.7, 198.51.100.8"})
        assert other.status_code == 200


async def test_a_token_that_ran_out_is_no_try(tmp_path: Path) -> None:
    """Every APP has one some time."""
    limited = rates(failures=1)
    async with (
        serving(tmp_path, rates=limited, jwt_leeway_seconds=0) as served,
        asking(served) as client,
    ):
        for _ in range(3):
            late = f"Bearer {served.token(seconds=-5)}"
            answer = await post(client, ASK, authorization=late)
            assert refused(answer) == (401, "TOKEN_EXPIRED")
        assert (await post(client, ASK)).status_code == 200


async def test_an_address_that_asks_too_much_is_not_read(tmp_path: Path) -> None:
    """Neither its token nor its body; a bad request counts as a good one does."""
    async with serving(tmp_path, rates=rates(address=3)) as served, asking(served) as client:
        statuses = [(await post(client, b"no json")).status_code for _ in range(4)]
        assert statuses == [400, 400, 400, 429]
        answer = await post(client, b"no json", authorization="Bearer nonsense")
        assert refused(answer) == (429, "RATE_LIMITED")


async def test_an_operation_on_a_socket_is_refused_by_itself(tmp_path: Path) -> None:
    """Its error has the code and the time; the socket and its other operations go on."""
    async with (
        serving(tmp_path, rates=rates(creator=2)) as served,
        acknowledged(served) as socket,
    ):
        for operation_id in ("1", "2"):
            await socket.subscribe(operation_id, "{ a }")
            assert (await socket.hear())["type"] == "next"
            assert (await socket.hear())["type"] == "complete"
        await socket.subscribe("3", "{ a }")
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "3")
        told = heard["payload"][0]["extensions"]
        assert (told["code"], told["retryAfterMs"]) == ("RATE_LIMITED", 40_000)
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}


async def test_the_updates_of_a_subscription_cost_nothing(tmp_path: Path) -> None:
    """Its beginning does; the end of a LIVE is told to who has nothing left."""
    async with serving(tmp_path, rates=rates(creator=1)) as served:
        async with streaming(served) as stream:
            assert stream.response.headers["ratelimit"] == '"creator";r=0;t=40'
            subscriber = await served.subscriptions.next_opened()
            for tick in (7, 8, 9):
                subscriber.tell(tick)
                await stream.until(b'"tick":%d}}\n\n' % tick)
            subscriber.sink.complete()
            await stream.rest()
        async with streaming(served) as refused_stream:
            assert refused_stream.response.status_code == 429
        async with streaming(served, "{ a }", accept="text/event-stream") as late:
            assert late.response.status_code == 429
            assert events_of(await late.rest()) == []


async def test_a_handshake_is_refused_where_too_much_was_asked(tmp_path: Path) -> None:
    """In GraphQL, with the time to come back; no socket is opened."""
    async with serving(tmp_path, rates=rates(address=1)) as served:
        async with opened(served):
            pass
        with pytest.raises(InvalidStatus) as caught:
            async with opened(served):
                pass
    response = caught.value.response
    assert response.status_code == 429
    assert response.headers["retry-after"] == "40"
    assert b'"code":"RATE_LIMITED"' in (response.body or b"")


async def test_tokens_are_not_tried_on_sockets_either(tmp_path: Path) -> None:
    """A socket whose token cannot be trusted counts."""
    async with serving(tmp_path, rates=rates(failures=2)) as served:
        for _ in range(2):
            async with opened(served) as socket:
                await socket.say("connection_init", payload={"authorization": "Bearer x"})
                assert (await socket.closed())[0] == 4401
        with pytest.raises(InvalidStatus):
            async with opened(served):
                pass


async def test_a_document_that_is_refused_is_paid_for_by_its_length(tmp_path: Path) -> None:
    """An eighth of its bytes; who goes on is refused before the next one is looked at."""
    query = "{ unfit " + "a " * 396 + "}"
    counted = rates(creator=150)
    async with serving(tmp_path, rates=counted) as served, asking(served) as client:
        codes = [refused(await post(client, {"query": query}))[1] for _ in range(3)]
        assert codes == ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_VALIDATION_FAILED", "RATE_LIMITED"]
        assert len(served.engine.clients) == 2
