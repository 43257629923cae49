"""Readiness: an answer is kept for a moment, so that asking for it loads no source."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from gateway.app import app_from
from gateway.dependencies import table_of_dependencies
from gateway.health import TOGETHER, kept
from gateway.settings import Settings
from tests.gateway.serving import environment, listening, serving
from tests.house.source_file import ROOT


class Sources:
    """Sources that answer when they are let, and count how often they were asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.now = 0.0
        self.are_asked = asyncio.Event()
        self.let = asyncio.Event()
        self.let.set()
        self.fails = False

    async def reachable(self) -> dict[str, bool]:
        self.asked += 1
        self.are_asked.set()
        await self.let.wait()
        if self.fails:
            raise RuntimeError("a fault")
        return {"mongodb": True}

    def clock(self) -> float:
        return self.now


async def test_an_answer_is_kept_for_a_second() -> None:
    """Within a second of an answer nobody is asked again; after it somebody is."""
    sources = Sources()
    reachable = kept(sources.reachable, clock=sources.clock)
    assert await reachable() == await reachable() == {"mongodb": True}
    sources.now = 0.99
    await reachable()
    assert sources.asked == 1
    sources.now = 1.0
    await reachable()
    assert sources.asked == 2


async def test_those_who_ask_at_once_share_an_answer() -> None:
    """One question is under way at a time, and who leaves takes the answer from nobody."""
    sources = Sources()
    sources.let.clear()
    reachable = kept(sources.reachable, clock=sources.clock)
    asking = [asyncio.ensure_future(reachable()) for _ in range(20)]
    await sources.are_asked.wait()
    asking[0].cancel()
    sources.let.set()
    told = await asyncio.gather(*asking, return_exceptions=True)
    assert isinstance(told[0], asyncio.CancelledError)
    assert told[1:] == [{"mongodb": True}] * 19
    assert sources.asked == 1


async def test_a_failure_is_not_kept() -> None:
    """Who asks after a fault asks anew."""
    sources = Sources()
    sources.fails = True
    reachable = kept(sources.reachable, clock=sources.clock)
    with pytest.raises(RuntimeError):
        await reachable()
    sources.fails = False
    assert await reachable() == {"mongodb": True}


def test_every_dependency_is_documented() -> None:
    """What is broken without it stands in the documentation, too."""
    assert table_of_dependencies() in (ROOT / "docs" / "health.md").read_text("utf-8")


async def test_a_worker_waits_for_the_others(tmp_path: Path) -> None:
    """It has begun, and is ready, when all of them are; it is alive all the while."""
    async with serving(tmp_path) as served, httpx.AsyncClient() as client:
        together = served.server.lifespan.state[TOGETHER] = asyncio.Event()
        waiting = {"status": "starting", "waitsFor": ["workers"]}
        for path in ("startupz", "readyz"):
            answer = await client.get(f"http://{served.origin}/{path}")
            assert (answer.status_code, answer.json()) == (503, waiting)
        assert (await client.get(f"http://{served.origin}/livez")).status_code == 200
        together.set()
        for path in ("startupz", "readyz"):
            assert (await client.get(f"http://{served.origin}/{path}")).status_code == 200


async def test_asking_whether_it_is_ready_loads_no_source(tmp_path: Path) -> None:
    """However many ask the gateway at once, a service is asked once."""
    asked = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        await reader.readuntil(b"\r\n\r\n")
        asked += 1
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as service:
        host, port = service.sockets[0].getsockname()
        given = environment(tmp_path, ENDPAGE_REWARDS_URL=f"http://{host}:{port}")
        settings = Settings.from_environment(given)
        async with listening(app_from(settings), settings) as origin, httpx.AsyncClient() as client:
            urls = [f"http://{origin}/readyz"] * 20
            told = await asyncio.gather(*(client.get(url, timeout=30) for url in urls))
    rewards = [answer.json()["dependencies"]["rewards"] for answer in told]
    assert rewards == [{"state": "up"}] * 20
    assert asked == 1
