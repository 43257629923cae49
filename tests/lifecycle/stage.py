"""Stage: one LIVE, those who watch it, and the LIVE service that makes it happen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from typing import Any

from bson.int64 import Int64

from tests.lifecycle.documents import LIGHT, WITH_RECORDINGS
from tests.lifecycle.house import House
from tests.lifecycle.over_sse import over_sse
from tests.lifecycle.over_websocket import over_websocket
from tests.lifecycle.subscriber import Subscriber
from tests.lifecycle.truth import Facts, truth_of
from upstreams.company.documents import event_document, moment
from upstreams.simulator.transitions import IllegalTransition, state_of

_OVER = frozenset({"ENDED", "SUSPENDED", "CANCELLED"})


class Stage:
    """Commands that the LIVE service refuses in the LIVE's state do nothing."""

    def __init__(self, house: House, creator: str, session_id: str) -> None:
        self.house = house
        self.creator = creator
        self.session_id = session_id
        self.subscribers: list[Subscriber] = []

    @classmethod
    async def begun(cls, house: House, creator: str) -> Stage:
        """A LIVE that has just begun, and nobody watches."""
        await house.database()
        return cls(house, creator, await asyncio.to_thread(house.live.start, creator))

    def watch(
        self, number: int, *, document: str | None = None, gateway: int | None = None
    ) -> Subscriber:
        """One more who watches; ``number`` says how, unless it is said."""
        places = list(product((over_websocket, over_sse), (LIGHT, WITH_RECORDINGS), (0, 1)))
        opener, selected, preferred = places[number % len(places)]
        subscriber = Subscriber(
            self.house,
            opener,
            preferred=preferred if gateway is None else gateway,
            creator=self.creator,
            session_id=self.session_id,
            document=document or selected,
        )
        self.subscribers.append(subscriber)
        return subscriber

    def watch_in_all_ways(self) -> None:
        """Over each transport, at both gateways, with and without recordings."""
        for number in range(8):
            self.watch(number)

    async def do(self, command: Callable[[str], Any]) -> Any:
        """Have the LIVE service do it, when it may and as soon as there is a database."""
        await self.house.database()
        with suppress(IllegalTransition):
            return await asyncio.to_thread(command, self.session_id)
        return None

    async def document(self) -> dict[str, Any]:
        """The LIVE's document as it is now."""
        await self.house.database()
        return await asyncio.to_thread(self.house.live.found, self.session_id)

    async def restate(self, kind: str, reason: str | None) -> None:
        """Tell an end anew, as the platform may: the LIVE service's own commands never do."""
        document = await self.document()
        if state_of(document) not in _OVER:
            return
        revision = int(document["revision"]) + 1
        at = document["events"][-1]["at"].timestamp()
        following = {
            **document,
            "events": [*document["events"], event_document(kind, at, reason, revision)],
            "revision": Int64(revision),
            "last_seen_at": moment(at),
        }
        await asyncio.to_thread(
            self.house.live.sessions.replace_one,
            {"_id": self.session_id, "revision": document["revision"]},
            following,
        )

    async def record(self) -> None:
        """Begin to process the replay, if the LIVE is over."""
        document = await self.document()
        await asyncio.to_thread(self.house.recordings.begin, document)

    async def finish_recording(self) -> None:
        """Finish it, if it was begun."""
        document = await self.document()
        await asyncio.to_thread(self.house.recordings.finish, document)

    async def agree(self, state: str | None = None) -> None:
        """Return when everybody shows what the document and the clock give, in that state."""
        document = await self.document()

        def truth() -> Facts:
            return truth_of(document)

        await asyncio.gather(*(one.shows(truth, state) for one in self.subscribers))

    def go_on(self) -> None:
        """Everybody reads."""
        for subscriber in self.subscribers:
            subscriber.go_on()

    async def end(self) -> None:
        """Bring the LIVE to its end, if it is not over, and everything with it."""
        self.go_on()
        await self.do(self.house.live.end)
        await self.record()
        await self.finish_recording()
        await self.agree()
        await asyncio.gather(*(one.completed() for one in self.subscribers))

    async def leave(self) -> None:
        """Everybody goes."""
        await asyncio.gather(*(one.leave() for one in self.subscribers), return_exceptions=True)
