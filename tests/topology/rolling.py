"""Rolling: both gateways are replaced, one after the other, while thousands wait and others ask."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle

from pymongo import MongoClient

from tests.app.product import OPERATIONS
from tests.bench import crowd_lives
from tests.bench.crowd_lives import Live
from tests.topology.asking import Asked, asking
from tests.topology.follower import Follower
from tests.topology.line import Line, MultipartLine, SseLine
from tests.topology.place import Place
from tests.topology.socket_line import SocketLine
from tests.topology.tally import Tally
from tests.topology.topology import Topology

# Of ten streams: what APPs have most, and one of what is rare.
_KINDS: tuple[type[Line], ...] = (*(SocketLine, SseLine) * 4, SocketLine, MultipartLine)
_COME_AT_ONCE = 100
_PARTS = 10
_PATIENCE_SECONDS = 300
# Beside the streams: sockets of those who ask, files and the like.
_SPARE_FILES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """What has come of it. ``seconds`` are those of each replacement, ``exit_codes`` of those who
    were replaced; ``untold`` are followers who do not show what the database says.
    """

    streams: int
    tally: Tally
    asked: Asked
    seconds: list[float] = field(default_factory=list)
    exit_codes: list[int] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    shares: int = 0
    refused: int = 0
    lost: int = 0


class Rolling:
    """A crowd of followers, each of a LIVE and a creator of their own, over one topology."""

    def __init__(self, on: Topology, *, streams: int, hurry: float) -> None:
        self._on = on
        self._tally = Tally()
        self._lives = crowd_lives.lives(streams, series=1)
        query = OPERATIONS["LiveTransition"]
        self._followers = [
            Follower(
                kind,
                live,
                port=on.nginx.port,
                token=on.issuer.token(live.creator_id, 0),
                query=query,
                tally=self._tally,
                hurry=hurry,
            )
            for live, kind in zip(self._lives, cycle(_KINDS), strict=False)
        ]
        self._parts = _parted(self._lives)

    async def roll(self, *, askers: int, pause: float) -> Rolled:
        """All of it."""
        pattern = self._on.running.sessions["live"]["id"]
        await self._write(crowd_lives.begin, pattern, self._lives)
        async with self._following(), asking(self._on, askers=askers, pause=pause) as asked:
            rolled = Rolled(streams=len(self._lives), tally=self._tally, asked=asked)
            for place in self._on.places:
                began = time.monotonic()
                rolled.exit_codes.append(await self._replace(place))
                rolled.seconds.append(time.monotonic() - began)
            for part in self._parts:
                await self._write(crowd_lives.end, part)
            await self._tally.until(
                lambda: self._tally.completed == len(self._lives),
                within=_PATIENCE_SECONDS,
                what="everybody is told the end",
            )
        return await self._finished(rolled)

    @asynccontextmanager
    async def _following(self) -> AsyncIterator[None]:
        tasks: list[asyncio.Task[None]] = []
        try:
            for at in range(0, len(self._followers), _COME_AT_ONCE):
                some = self._followers[at : at + _COME_AT_ONCE]
                tasks += [asyncio.create_task(one.follow()) for one in some]
                await self._tally.until(
                    lambda tasks=tasks: self._tally.subscribed >= len(tasks),  # type: ignore[misc]  # mypy knows no type of a default of a lambda
                    within=_PATIENCE_SECONDS,
                    what="everybody is subscribed",
                )
            yield
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            self._tally.faults += [repr(one) for one in ended if isinstance(one, Exception)]

    async def _replace(self, place: Place) -> int:
        """Replace one gateway, and end some LIVEs at each moment of it; its exit code."""
        before = self._tally.lost
        place.tell_to_stop()
        await self._tally.until(
            lambda: self._tally.lost > before, within=_PATIENCE_SECONDS, what="streams are closed"
        )
        # While some are connected to the one gateway, some to the other and some to none.
        await self._write(crowd_lives.end, self._parts.pop())
        for part in self._parts:
            await self._write(crowd_lives.tick, part)
        exit_code = await place.ended()
        await self._write(crowd_lives.end, self._parts.pop())
        await place.start()
        await self._tally.until(self._are_all_back, within=_PATIENCE_SECONDS, what="all are back")
        return exit_code

    def _are_all_back(self) -> bool:
        return self._tally.subscribed + self._tally.completed >= len(self._lives)

    async def _finished(self, rolled: Rolled) -> Rolled:
        untold, shares = await asyncio.to_thread(self._facts)
        return Rolled(
            streams=rolled.streams,
            tally=rolled.tally,
            asked=rolled.asked,
            seconds=rolled.seconds,
            exit_codes=rolled.exit_codes,
            untold=untold,
            shares=shares,
            refused=self._on.nginx.refused(),
            lost=self._on.nginx.lost(),
        )

    def _facts(self) -> tuple[list[str], int]:
        with MongoClient[dict[str, object]](self._on.running.mongodb_uri) as database:
            # They are a range: the embedded database would look for each of a list by itself.
            first, last = self._lives[0].session_id, self._lives[-1].session_id
            found = database["company"]["live_sessions"].find(
                {"_id": {"$gte": first, "$lte": last}}, {"revision": 1}
            )
            revisions = {one["_id"]: one["revision"] for one in found}
        with MongoClient[dict[str, object]](self._on.running.shares_mongodb_uri) as database:
            shares = sum(1 for _ in database["endpage"]["shares"].find({}, {"_id": 1}))
        untold = [
            f"LIVE {one.live.session_id} shows {one.shown}"
            for one in self._followers
            if one.shown != (revisions[one.live.session_id], "ENDED") or one.ends != 1
        ]
        return untold, shares

    async def _write(self, work: object, *given: object) -> None:
        await asyncio.to_thread(work, self._on.running.mongodb_uri, *given)  # type: ignore[arg-type]  # one of the functions of crowd_lives


def _parted(lives: Sequence[Live]) -> list[list[Live]]:
    """Equal parts, each a range of ids."""
    size = len(lives) // _PARTS
    return [list(lives[at : at + size]) for at in range(0, size * _PARTS, size)]


def allow_files(streams: int) -> int:
    """See that this process may hold so many connections, and so may those that it starts; how
    many files each may open. nginx has two for each. Raises SystemExit when it may not.
    """
    needed = 2 * streams + _SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and needed > hard:
        raise SystemExit(f"{streams} streams need {needed} open files, and `ulimit -Hn` is {hard}")
    if soft < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
