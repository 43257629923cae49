"""WebSocket draining: the gateway stops, and its clients are sent elsewhere one by one."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from itertools import pairwise
from pathlib import Path

import httpx

from tests.gateway.serving import Served, serving
from tests.gateway.talking import Socket, acknowledged, opened

RESTART = (1012, "Service restart")


async def closed_at(socket: Socket) -> float:
    assert await socket.closed() == RESTART
    return asyncio.get_running_loop().time()


async def test_sockets_are_closed_one_after_the_other(tmp_path: Path) -> None:
    """Their clients come back spread over the time that is set, not at one moment."""
    async with serving(tmp_path, drain_seconds=1) as served, AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(acknowledged(served)) for _ in range(4)]
        times = asyncio.gather(*map(closed_at, sockets))
        await served.server.shutdown()
        told = sorted(await times)
        assert all(after - before > 0.1 for before, after in pairwise(told))
        assert len(served.streams) == 0


async def test_an_update_that_is_there_goes_out_first(tmp_path: Path) -> None:
    """What was worked out before the end is heard before the close frame."""
    async with serving(tmp_path) as served, acknowledged(served) as socket:
        await socket.subscribe("1", "subscription { wait }")
        assert (await socket.hear())["payload"]["data"] == {"tick": 1}
        (subscriber,) = served.subscriptions.opened
        subscriber.tell(2, filler="x" * 200_000)
        await served.streams.drain(0)
        assert subscriber.closed.is_set()
        assert (await socket.hear())["payload"]["data"]["tick"] == 2
        assert await socket.closed() == RESTART


async def test_a_query_that_runs_is_answered(tmp_path: Path) -> None:
    """The close waits for it, and nothing else is begun."""
    async with serving(tmp_path) as served, acknowledged(served) as socket:
        await socket.subscribe("1", "{ let }")
        await served.engine.waiting.wait()
        await served.streams.drain(0)
        await socket.subscribe("2", "subscription { tick }")
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}
        served.engine.let.set()
        heard = [await socket.hear() for _ in range(2)]
        assert [(told["type"], told["id"]) for told in heard] == [("next", "1"), ("complete", "1")]
        assert await socket.closed() == RESTART
        assert served.subscriptions.opened == []


async def test_a_query_that_hangs_is_not_waited_for_longer_than_it_may_take(
    tmp_path: Path,
) -> None:
    """After the time of an operation the socket is closed without its answer."""
    async with serving(tmp_path, operation_ms=100) as served, acknowledged(served) as socket:
        await socket.subscribe("1", "{ wait }")
        await served.engine.waiting.wait()
        await served.streams.drain(0)
        assert await socket.closed() == RESTART
        async with asyncio.timeout(10):
            await served.engine.cancelled.wait()


async def test_a_socket_on_which_nothing_was_said_is_told_too(tmp_path: Path) -> None:
    """The server's own end has the same code for sockets that are no streams yet."""
    async with serving(tmp_path) as served, opened(served) as socket:
        closing = asyncio.create_task(socket.closed())
        await served.server.shutdown()
        assert await closing == RESTART


async def test_who_comes_while_it_drains_is_sent_elsewhere(tmp_path: Path) -> None:
    """It is unready at once and goes on answering; a new socket is told to come again."""
    async with serving(tmp_path) as served, httpx.AsyncClient() as client:
        url = f"http://{served.origin}/readyz"
        assert (await client.get(url)).status_code == 200
        await served.streams.drain(0)
        ready = await client.get(url)
        assert (ready.status_code, ready.json()) == (503, {"status": "draining"})
        headers = served.authorization
        answer = await client.post(served.url, json={"query": "{ viewer }"}, headers=headers)
        assert answer.status_code == 200
        assert await refused(served) == (1013, "The gateway is about to stop: connect again.")


async def refused(served: Served) -> tuple[int, str]:
    async with opened(served) as socket:
        await socket.say("connection_init", payload=served.authorization)
        return await socket.closed()
