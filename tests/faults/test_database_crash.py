"""The database's process is killed in mid-load and comes back: everything goes on by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.faults.lives import ended_lives
from tests.faults.page import Page
from tests.faults.stage import Stage, staged, wired
from tests.faults.test_matrix import MOST_SECONDS
from tests.gateway.talking import Socket, talking
from upstreams.launch import Company, Running
from upstreams.simulator.live_service import LiveService

_READERS = 4
_SUBSCRIPTION = Path("web/operations/LiveTransition.graphql").read_text(encoding="utf-8")


@pytest.fixture
async def crashing(tmp_path: Path) -> AsyncIterator[tuple[Company, Stage]]:
    """A company whose database may be killed, and a gateway in front of it."""
    company = Company(seed=12, creators=50, simulate=False, is_mortal=True)
    async with (
        company as running,
        wired(running) as wires,
        staged(wires, running, tmp_path) as stage,
    ):
        yield company, stage


@pytest.mark.slow
async def test_a_crash_of_the_database(crashing: tuple[Company, Stage]) -> None:
    """Pages that were read before go on, one that was not is there as soon as the database is,
    and who watches a LIVE hears of its end after all.
    """
    company, stage = crashing
    lives = ended_lives(stage.running, most=_READERS + 1)
    for live in lives[:_READERS]:
        assert (await stage.page_of(live.creator, live.id)).errors == {}
    watched = stage.running.sessions["live"]
    pages: list[Page] = []
    is_over = asyncio.Event()

    async def read_on(number: int) -> None:
        while not is_over.is_set():
            pages.append(await stage.page_of(lives[number].creator, lives[number].id))

    async with (
        asyncio.TaskGroup() as readers,
        talking(stage.url.replace("http", "ws"), stage.token(watched["creator"])) as socket,
    ):
        await socket.subscribe("1", _SUBSCRIPTION, variables={"sessionId": watched["id"]})
        assert (await _heard(socket))["isLast"] is False
        for number in range(_READERS):
            readers.create_task(read_on(number))
        await company.crash_mongodb()
        unread = await stage.page_of(lives[-1].creator, lives[-1].id)
        so_far = len(pages)
        await company.restart_mongodb()
        assert len(pages) > so_far
        await asyncio.to_thread(_end, stage.running, watched["id"])
        while not (heard := await _heard(socket))["isLast"]:
            pass
        await _is_there(stage, lives[-1].creator, lives[-1].id)
        is_over.set()
    assert heard["session"]["state"] == "ENDED"
    assert unread.wire["data"] == {"endPage": None}
    assert all(page.errors == {} and page.seconds < MOST_SECONDS for page in pages)


async def _heard(socket: Socket) -> dict[str, Any]:
    heard = await socket.hear()
    while heard["type"] == "ping":
        heard = await socket.hear()
    assert heard["type"] == "next", heard
    event: dict[str, Any] = heard["payload"]["data"]["liveSession"]
    return event


async def _is_there(stage: Stage, creator: str, session_id: str) -> None:
    async with asyncio.timeout(10):
        while (await stage.page_of(creator, session_id)).wire["data"]["endPage"] is None:
            pass


def _end(running: Running, session_id: str) -> None:
    with MongoClient[dict[str, Any]](running.mongodb_uri) as client:
        LiveService(client, running.world()).end(session_id)
