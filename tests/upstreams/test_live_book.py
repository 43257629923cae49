"""The live book against a real database: what it knows of a creator, and what it reads for that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.monitoring import CommandListener, CommandSucceededEvent

from tests.upstreams.clock import Clock
from upstreams.company.world import World
from upstreams.launch import Running
from upstreams.service.live_book import LiveBook
from upstreams.simulator.live_service import LiveService

_MOST_RECENT = 30


class Documents(CommandListener):
    """How many have been read since it was asked last."""

    def __init__(self) -> None:
        self._read = 0

    def started(self, event: object) -> None:
        """Nothing is read yet."""

    def failed(self, event: object) -> None:
        """Nothing is read."""

    def succeeded(self, event: CommandSucceededEvent) -> None:
        if event.command_name in {"find", "getMore"}:
            cursor = event.reply["cursor"]
            self._read += len(cursor.get("firstBatch", cursor.get("nextBatch", [])))

    def read(self) -> int:
        read, self._read = self._read, 0
        return read


@pytest.fixture
def documents() -> Documents:
    return Documents()


@pytest.fixture
async def book(running: Running, facts: World, documents: Documents) -> AsyncIterator[LiveBook]:
    """A book to which each look at its clock is as much later as it remembers what it has read."""
    ticks = count(1.0, 3.0)
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        running.mongodb_uri, event_listeners=[documents]
    )
    async with client:
        yield LiveBook(client, facts, monotonic=lambda: next(ticks))


@pytest.fixture
def newcomer(running: Running) -> str:
    """A creator with whom no other test has made a LIVE happen."""
    return running.sessions["no_clicks"]["creator"]


async def test_what_is_over_is_read_once(
    book: LiveBook, documents: Documents, live: LiveService, newcomer: str, clock: Clock
) -> None:
    """A LIVE that runs is read until it is over; the newest are told, oldest first."""
    made: list[str] = []

    async def told() -> list[str]:
        sessions = (await book.recent([newcomer])).get(newcomer, ())
        return [session.id for session in sessions]

    assert await told() == []
    others = documents.read()
    for _ in range(3):
        clock.now += 60
        made.append(live.start(newcomer, aired_minutes=0.5))
        live.end(made[-1])
    clock.now += 60
    made.append(live.start(newcomer, aired_minutes=0.5))
    assert await told() == made
    assert documents.read() == others + 4
    assert await told() == made
    assert documents.read() == others + 1
    live.end(made[-1])
    assert await told() == made
    assert documents.read() == others + 1
    [ended] = (await book.recent([newcomer]))[newcomer][-1:]
    assert ended.closing is not None
    assert documents.read() == others
    while len(made) < _MOST_RECENT + 2:
        clock.now += 60
        made.append(live.start(newcomer, aired_minutes=0.5))
        live.end(made[-1])
    assert await told() == made[-_MOST_RECENT:]
    documents.read()
    assert await told() == made[-_MOST_RECENT:]
    assert documents.read() == 0
