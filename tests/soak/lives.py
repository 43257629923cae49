"""Lives: LIVEs that begin, are watched, and end, while everything else goes on."""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from tests.gateway.talking import Socket, talking
from tests.soak.account import Account
from upstreams.company.seeding import read_seed
from upstreams.company.world import World
from upstreams.simulator.live_service import LiveService

_SUBSCRIPTION = Path("web/operations/LiveTransition.graphql").read_text(encoding="utf-8")
_TOLD_WITHIN = 15.0
_WATCHERS = 3
_REMEMBERED = 8


class Lives:
    """Begins LIVEs and has them watched; ``url`` is the gateway's socket."""

    def __init__(
        self, *, url: str, mongodb_uri: str, tokens: dict[str, str], account: Account
    ) -> None:
        self._url = url
        self._client = MongoClient[dict[str, Any]](mongodb_uri, tz_aware=True)
        seed = read_seed(self._client)
        assert seed is not None
        self._service = LiveService(self._client, World(seed))
        self._tokens = tokens
        self._account = account
        self.ended: deque[tuple[str, str]] = deque(maxlen=_REMEMBERED)
        """The LIVEs that ended last: each with its creator's token."""

    async def go_on(self, chance: random.Random, *, until: float) -> None:
        """Let one LIVE after another begin and end, until that monotonic second."""
        while time.monotonic() < until:
            creator = chance.choice(sorted(self._tokens))
            session_id = await asyncio.to_thread(self._service.start, creator)
            self._account.watched["begun"] += _WATCHERS
            async with asyncio.TaskGroup() as watchers:
                for _ in range(_WATCHERS):
                    watchers.create_task(self._watch(session_id, self._tokens[creator]))
                await asyncio.sleep(chance.uniform(0.5, 3.0))
                await asyncio.to_thread(self._service.tick, session_id)
                await asyncio.to_thread(self._service.end, session_id)
            self.ended.append((self._tokens[creator], session_id))

    def close(self) -> None:
        """Give the database's connections back."""
        self._client.close()

    async def _watch(self, session_id: str, token: str) -> None:
        try:
            async with asyncio.timeout(_TOLD_WITHIN), talking(self._url, token) as socket:
                await socket.subscribe("1", _SUBSCRIPTION, variables={"sessionId": session_id})
                await self._hear(socket)
        except Exception as error:  # noqa: BLE001  # Whatever it was, the report tells of it.
            self._account.blame(f"a watcher of {session_id}: {error!r}")

    async def _hear(self, socket: Socket) -> None:
        while True:
            heard = await socket.hear()
            if heard["type"] != "next":
                assert heard["type"] == "ping", heard
                continue
            self._account.watched["events"] += 1
            if heard["payload"]["data"]["liveSession"]["isLast"]:
                self._account.watched["heard the end"] += 1
                return
