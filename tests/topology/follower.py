"""Follower: a client that watches one LIVE until it is over, over as many connections as it takes.

It does as the clients do that APPs have: after a loss it waits for as long as it was told (an event
stream's ``retry``), or as graphql-ws does by itself, and subscribes again with the variables that
it had, over an event stream with the id of the last event that it has read.
"""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any

from tests.bench.crowd_lives import Live
from tests.topology.tally import Tally

if TYPE_CHECKING:
    from tests.topology.line import Line

_ENDED = "ENDED"
# graphql-ws: a second, doubled with each time in vain, and 0.3 to 3 seconds beside it.
_FIRST_WAIT, _LEAST_BESIDE, _MOST_BESIDE = 1.0, 0.3, 3.0


class Follower:
    """``hurry`` divides the time that it waits before it comes back."""

    def __init__(
        self,
        kind: type[Line],
        live: Live,
        *,
        port: int,
        token: str,
        query: str,
        tally: Tally,
        hurry: float = 1.0,
    ) -> None:
        self.live = live
        self.token = token
        self.query = query
        self.event_id = ""
        self.shown: tuple[int, str] = (-1, "")
        self.ends = 0
        self.is_complete = False
        self._kind = kind
        self._port = port
        self._tally = tally
        self._hurry = hurry
        self._lost_at = self._waited = 0.0
        self._in_vain = 0

    async def follow(self) -> None:
        """Until the subscription is complete."""
        while not self.is_complete:
            line = self._kind(self)
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda line=line: line, "127.0.0.1", self._port)  # type: ignore[misc]  # mypy knows no type of a default of a lambda
            await line.gone.wait()
            if not self.is_complete:
                await self._wait(line)

    def subscribed(self) -> None:
        """The gateway has taken the subscription."""
        self._in_vain = 0
        self._tally.subscribed += 1
        if self._lost_at:
            self._tally.back.append(time.monotonic() - self._lost_at)
            self._tally.waited.append(self._waited)
            self._lost_at = self._waited = 0.0
        self._tally.changed()

    def told(self, answer: dict[str, Any], line: Line) -> None:
        """Take an update, unless something newer is shown already."""
        if answer.get("errors"):
            self._fault(f"was told {answer['errors']}")
            return
        session = answer["data"]["liveSession"]["session"]
        news = (session["revision"], session["state"])
        if news[1] == _ENDED:
            line.ends += 1
            if line.ends > 1:
                self._fault("was told an end twice over one connection")
            self._tally.ends_told_again += self.ends
        if news != self.shown and news[0] >= self.shown[0]:
            if self.shown[1] == _ENDED:
                self._fault(f"saw {self.shown} become {news}")
            self.shown = news
            if news[1] == _ENDED:
                self.ends += 1
                self._tally.ended += 1
        self._tally.changed()

    def completed(self) -> None:
        """Nothing more will come."""
        if self.is_complete or self.shown[1] != _ENDED:
            self._fault(f"was complete while it showed {self.shown}")
        self.is_complete = True
        self._tally.completed += 1
        self._tally.changed()

    def lost(self, reason: str, *, was_subscribed: bool) -> None:
        """The connection has ended before the subscription, or could not be had."""
        self._tally.sent_away[reason] += 1
        if was_subscribed:
            self._tally.subscribed -= 1
            self._tally.lost += 1
            self._lost_at = time.monotonic()
        self._tally.changed()

    def left(self, *, was_subscribed: bool) -> None:
        """The connection has ended after the subscription."""
        self._tally.subscribed -= was_subscribed

    async def _wait(self, line: Line) -> None:
        own = _FIRST_WAIT * 2**self._in_vain + random.uniform(_LEAST_BESIDE, _MOST_BESIDE)
        seconds = (own if line.told_to_wait is None else line.told_to_wait) / self._hurry
        self._in_vain += 1
        self._waited += seconds
        await asyncio.sleep(seconds)

    def _fault(self, what: str) -> None:
        self._tally.faults.append(f"{self._kind.name}, LIVE {self.live.session_id}: {what}")
