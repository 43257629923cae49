"""Lives: LIVEs that begin, are watched, and end, while everything else goes on."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from pymongo import MongoClient

from tests.soak.account import Account
from tests.soak.plan import Plan
from tests.soak.span import Span
from tests.soak.watcher import Watcher, Way
from upstreams.launch import Running
from upstreams.simulator.live_service import LiveService

_LONG_EVERY = 4
_SHORTEST, _LONGEST = 1.0, 8.0

Watching = Callable[[Way, str, str], Watcher]
"""Makes who watches: the way, the LIVE's id, and its creator."""


class Lives:
    """Begins LIVEs and has each watched in all ways."""

    def __init__(
        self,
        running: Running,
        database: MongoClient[dict[str, Any]],
        plan: Plan,
        *,
        watching: Watching,
        account: Account,
        chance: random.Random,
    ) -> None:
        self.ended: deque[tuple[str, str]] = deque(maxlen=plan.ended)
        """The LIVEs that ended last: each with its creator."""
        self._creators = sorted(running.creators)
        self._service = LiveService(database, running.world())
        self._plan = plan
        self._watching = watching
        self._account = account
        self._chance = chance

    async def some_over(self) -> None:
        """Have as many as are remembered end, so that their pages can be asked for from the
        beginning.
        """
        for creator in islice(cycle(self._creators), self._plan.ended):
            session_id = await asyncio.to_thread(self._service.start, creator)
            await asyncio.to_thread(self._service.end, session_id)
            self.ended.append((creator, session_id))

    async def go_on(self, span: Span) -> None:
        """Some LIVEs at the same time, one after another, until it is over."""
        async with asyncio.TaskGroup() as slots:
            for number in range(self._plan.slots):
                slots.create_task(self._slot(span, number))

    async def _slot(self, span: Span, number: int) -> None:
        turn = number
        while not span.is_over:
            creator = self._chance.choice(self._creators[number :: self._plan.slots])
            # The first long one begins with the soak; the last one is over before it is.
            is_long = turn % _LONG_EVERY == 0
            is_long &= turn == 0 or span.left > 2 * self._plan.token_seconds
            await self._live(span, creator, is_long=is_long)
            turn += 1

    async def _live(self, span: Span, creator: str, *, is_long: bool) -> None:
        """One LIVE; a long one goes on until all who watch have needed another token."""
        session_id = await asyncio.to_thread(self._service.start, creator)
        self._account.lives += 1
        self._account.watched["begun"] += len(Way)
        watchers = [self._watching(way, session_id, creator) for way in Way]
        watches = [asyncio.create_task(self._watched(watcher)) for watcher in watchers]
        if is_long:
            await self._renewed(span, watchers)
        else:
            await span.rest(self._chance.uniform(_SHORTEST, _LONGEST))
        await asyncio.to_thread(self._service.tick, session_id)
        final = await asyncio.to_thread(self._service.end, session_id)
        ended_at = time.monotonic()
        await asyncio.wait(watches, timeout=self._plan.told_within)
        for watcher, watch in zip(watchers, watches, strict=True):
            self._judge(watcher, watch, revision=int(final["revision"]), ended_at=ended_at)
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)
        self.ended.append((creator, session_id))

    async def _renewed(self, span: Span, watchers: list[Watcher]) -> None:
        until = time.monotonic() + 4 * self._plan.token_seconds
        while not all(watcher.has_renewed.is_set() for watcher in watchers):
            if span.was_cut or time.monotonic() > until:
                return
            await asyncio.sleep(0.1)

    async def _watched(self, watcher: Watcher) -> None:
        try:
            await watcher.watch()
        except Exception as error:  # noqa: BLE001  # Whatever it was, the report tells of it.
            self._account.blame(f"a watcher, {watcher.way.value}: {error!r}")

    def _judge(
        self, watcher: Watcher, watch: asyncio.Task[None], *, revision: int, ended_at: float
    ) -> None:
        """Whether the end was told, as the database has it."""
        shown = watcher.promises.session
        told = shown and (shown["state"], shown["revision"])
        if not watch.done() or watcher.heard_at is None or told != ("ENDED", revision):
            self._account.watched["lost"] += 1
            self._account.blame(
                f"an end was lost, {watcher.way.value}: {told} instead of revision {revision}"
            )
            return
        self._account.watched["heard the end"] += 1
        self._account.slowest_told = max(self._account.slowest_told, watcher.heard_at - ended_at)
