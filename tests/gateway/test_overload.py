"""Overload over real sockets: what who is refused is told, and that all is well right after."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from gateway.idle import is_idle
from tests.gateway.asking import GRAPHQL, post, refused
from tests.gateway.serving import Served, serving
from tests.gateway.talking import acknowledged

WAIT = {"query": "{ wait }"}


async def never_idle() -> bool:
    return False


@asynccontextmanager
async def busy(folder: Path, **changes: Any) -> AsyncIterator[tuple[Served, httpx.AsyncClient]]:
    """A gateway of one operation at a time, which is taken by one that never ends by itself."""
    changes = {"operations": 1, "queue": 0, "is_idle": never_idle, **changes}
    async with (
        serving(folder, **changes) as served,
        httpx.AsyncClient(
            base_url=f"http://{served.origin}", headers=served.authorization, timeout=20
        ) as client,
    ):
        hanging = asyncio.create_task(post(client, WAIT))
        async with asyncio.timeout(10):
            await served.engine.waiting.wait()
        try:
            yield served, client
        finally:
            hanging.cancel()
            await asyncio.wait([hanging])
        async with asyncio.timeout(10):
            await served.engine.cancelled.wait()


@pytest.mark.parametrize("accept", [GRAPHQL, "application/json"])
async def test_who_is_refused_is_told_when_to_ask_again(tmp_path: Path, accept: str) -> None:
    """A full gateway answers 503 with Retry-After and one GraphQL error, whatever is accepted."""
    async with busy(tmp_path) as (served, client):
        asked = len(served.engine.asked)
        answer = await post(client, {"query": "{ viewer }"}, accept=accept)
        assert refused(answer) == (503, "OVERLOADED")
        assert answer.headers["content-type"].startswith(accept)
        assert answer.headers["retry-after"] in {"1", "2", "3"}
        [error] = answer.json()["errors"]
        assert error["extensions"]["retryable"] is True
        assert error["extensions"]["retryAfterMs"] >= 1_000
        assert len(served.engine.asked) == asked


async def test_a_refusal_at_the_door_does_not_look_at_the_request(tmp_path: Path) -> None:
    """Neither the token nor the body are read when there is no room anyhow."""
    async with busy(tmp_path) as (_, client):
        answer = await post(client, b"no json", authorization="Bearer nonsense")
        assert refused(answer) == (503, "OVERLOADED")


async def test_the_connection_of_who_was_refused_is_good_for_the_next(tmp_path: Path) -> None:
    """Asking again needs no new connection, and health is told all the time."""
    async with busy(tmp_path, operations=1) as (served, client):
        host, _, port = served.origin.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        body = b'{"query": "' + b" " * 50_000 + b'{ viewer }"}'
        head = (
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        for _ in range(2):
            writer.write(head.encode() + body)
            told = await reader.readuntil(b"\r\n\r\n")
            assert told.startswith(b"HTTP/1.1 503 ")
            length = int(told.lower().partition(b"content-length:")[2].split()[0])
            await reader.readexactly(length)
        writer.close()
        await writer.wait_closed()
        assert (await client.get("/livez")).status_code == 200


async def test_all_is_well_right_after_the_storm(tmp_path: Path) -> None:
    """When those who came have left, the next is answered, and nothing was done for them."""
    async with serving(
        tmp_path, operations=1, queue=4, queue_ms=10_000, is_idle=never_idle
    ) as served:
        crowd = httpx.AsyncClient(
            base_url=f"http://{served.origin}", headers=served.authorization, timeout=20
        )
        async with crowd:
            storm = [asyncio.create_task(post(crowd, WAIT)) for _ in range(40)]
            turned_away = 0
            async with asyncio.timeout(10):
                for answered in asyncio.as_completed(storm):
                    assert refused(await answered) == (503, "OVERLOADED")
                    turned_away += 1
                    if turned_away == len(storm) - 5:
                        break
            for one in storm:
                one.cancel()
            await asyncio.wait(storm)
        async with asyncio.timeout(10), httpx.AsyncClient() as client:
            answer = await client.post(
                served.url, json={"query": "{ viewer }"}, headers=served.authorization
            )
        assert answer.status_code == 200
        ran = [request.query for request in served.engine.asked]
        assert ran[-1] == "{ viewer }"
        assert len(ran) <= 6


async def test_a_client_that_left_while_it_waited_does_no_work(tmp_path: Path) -> None:
    """The engine is never asked for a request whose client has gone before its turn."""
    async with (
        busy(tmp_path, queue=4, queue_ms=10_000) as (served, _),
        httpx.AsyncClient(headers=served.authorization) as leaving,
    ):
        with pytest.raises(httpx.ReadTimeout):
            await leaving.post(served.url, json={"query": "{ viewer }"}, timeout=0.2)
    assert [request.query for request in served.engine.asked] == ["{ wait }"]


async def test_an_operation_that_hangs_holds_up_nobody(tmp_path: Path) -> None:
    """While the processor is idle, who waits gets a turn beside the one that hangs."""
    async with busy(tmp_path, queue=4, queue_ms=10_000, is_idle=is_idle) as (_, client):
        answers = await asyncio.gather(*(post(client, {"query": "{ viewer }"}) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]


async def test_the_time_waited_is_taken_from_the_budget(tmp_path: Path) -> None:
    """Who has waited for a turn has so much less time to run, of what the client was ready for."""
    async with serving(tmp_path) as served, httpx.AsyncClient() as client:
        for asked, given in ((None, 1_500), ("300", 300), ("1", 1), ("9999999999", 1_500)):
            headers = dict(served.authorization)
            if asked is not None:
                headers["x-request-timeout-ms"] = asked
            await client.post(served.url, json={"query": "{ viewer }"}, headers=headers)
            assert served.engine.budgets[-1] == given
        for wrong in ("0", "-1", "1.5", "soon", "", "1e3", "9" * 11, "\u0661"):
            told = {**served.authorization, "x-request-timeout-ms": wrong}
            sent = [(name.encode(), value.encode()) for name, value in told.items()]
            answer = await client.post(served.url, json={"query": "{ viewer }"}, headers=sent)
            assert refused(answer) == (400, "BAD_REQUEST")


async def test_a_socket_stays_open_when_its_query_is_refused(tmp_path: Path) -> None:
    """A query over a socket takes its turn as any other; a refusal ends that operation alone."""
    async with busy(tmp_path) as (served, _), acknowledged(served) as socket:
        await socket.subscribe("1", "{ viewer }")
        heard = await socket.hear()
        assert (heard["type"], heard["id"]) == ("error", "1")
        [error] = heard["payload"]
        assert error["extensions"]["code"] == "OVERLOADED"
        assert error["extensions"]["retryAfterMs"] >= 1_000
        await socket.subscribe("2", "subscription { tick }")
        assert [(await socket.hear())["type"] for _ in range(3)] == ["next", "next", "complete"]


async def test_a_storm_is_told_in_a_line_a_second(tmp_path: Path) -> None:
    """What is refused at the door writes no line of its own."""
    async with busy(tmp_path) as (_, client):
        with structlog.testing.capture_logs() as lines:
            for _ in range(20):
                await post(client, {"query": "{ viewer }"})
    told = [
        line for line in lines if (line["event"], line.get("code")) == ("refused", "OVERLOADED")
    ]
    assert 1 <= len(told) <= 5
