"""Lives: LIVEs of different creators, all of which have an end page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass

from pymongo import MongoClient

from upstreams.company.collections import database_of
from upstreams.company.sessions import Session
from upstreams.launch import Running

_AN_HOUR = 3_600
_A_PAGE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Live:
    """A LIVE with an end page, and whose it is."""

    creator: str
    id: str


def ended_lives(running: Running, *, most: int) -> list[Live]:
    """One LIVE each of so many creators, those who were seeded first before the others."""
    found = [live for live, _ in zip(_ended_lives(running), range(most), strict=False)]
    assert len(found) == most, f"the company has only {len(found)} such creators"
    return found


async def all_seeded(running: Running) -> None:
    """Return when the last creator's LIVEs are in the database."""
    world = running.world()
    last = world.creator(world.size - 1).id
    await asyncio.to_thread(_wait_for, running.mongodb_uri, last)


def _wait_for(uri: str, creator: str) -> None:
    with MongoClient[dict[str, object]](uri) as client:
        until = time.monotonic() + 60
        while not database_of(client)["live_sessions"].find_one({"creator_id": creator}):
            assert time.monotonic() < until, "the company was not seeded in time"


def _ended_lives(running: Running) -> Iterator[Live]:
    world = running.world()
    for index in range(world.size):
        creator = world.creator(index)
        newest_first = reversed(world.history(creator))
        ours = next((one for one in newest_first if _has_a_page(one, running.seed.anchor)), None)
        if ours is not None:
            yield Live(creator.id, ours.id)


def _has_a_page(session: Session, anchor: float) -> bool:
    ended = session.ended_at(anchor)
    return (
        ended is not None
        and session.is_shoppable
        and not session.is_practice
        and anchor - ended > _AN_HOUR
        and session.air_seconds(anchor) > _A_PAGE_SECONDS
    )
