"""Watcher: one who watches a LIVE until its end, over as many connections and tokens as it takes.

After each end of a connection it waits a little, by chance, and subscribes again at either gateway;
what is older than what it knows it drops.
"""

from __future__ import annotations

import asyncio
import random
import time
from enum import Enum
from typing import Any

from tests.app.product import OPERATIONS
from tests.lifecycle.connection import Connection, Gone, Heard
from tests.lifecycle.over_sse import over_sse
from tests.lifecycle.over_websocket import OverWebSocket, over_websocket
from tests.lifecycle.promises import Promises
from tests.soak.account import Account
from tests.soak.issuer import Issuer
from tests.soak.pair import Pair
from tests.soak.place import Place
from tests.soak.troubles import Troubles

_DOCUMENT = OPERATIONS["LiveTransition"]
_JITTER_SECONDS = (0.1, 1.0)
_AWAY = frozenset({"SOURCE_UNAVAILABLE", "DEADLINE_EXCEEDED"})
_TOKEN_OVER, _RESTARTS, _TRY_LATER = 4401, 1012, 1013


class Way(Enum):
    """Over what one watches, and how a token is renewed before or when it has run out."""

    PING = "ping on a WebSocket"
    SOCKET = "new WebSocket"
    STREAM = "new event stream"


class Watcher:
    """One of them, of a LIVE of that creator."""

    def __init__(
        self,
        way: Way,
        session_id: str,
        creator: str,
        *,
        pair: Pair,
        issuer: Issuer,
        troubles: Troubles,
        account: Account,
        chance: random.Random,
    ) -> None:
        self.promises = Promises()
        self.has_renewed = asyncio.Event()
        self.heard_at: float | None = None
        self.way = way
        self._session_id = session_id
        self._creator = creator
        self._pair = pair
        self._issuer = issuer
        self._troubles = troubles
        self._account = account
        self._chance = chance
        self._token = issuer.token(creator)

    async def watch(self) -> None:
        """Return when the end was told and the subscription is complete; raises AssertionError
        when a promise is broken.
        """
        # A client that comes back waits a little; there is no event to wait for.
        while not await self._watch_once():  # noqa: ASYNC110
            await asyncio.sleep(self._chance.uniform(*_JITTER_SECONDS))

    async def _watch_once(self) -> bool:
        [place, _] = self._pair.either(self._chance)
        since = time.monotonic()
        opener = over_sse if self.way is Way.STREAM else over_websocket
        self._token = self._issuer.token(self._creator)
        self.promises.connect()
        try:
            async with opener(
                place.run,
                token=self._token.text,
                document=_DOCUMENT,
                session_id=self._session_id,
            ) as connection:
                return await self._listen(connection)
        except Gone as gone:
            self._excuse(gone, place, since=since)
            return False

    async def _listen(self, connection: Connection) -> bool:
        renewing = asyncio.create_task(self._renew(connection))
        try:
            async for heard in connection.heard():
                if heard.is_complete:
                    assert self.promises.is_last, "it was completed before the last update"
                    return True
                if not self._took(heard):
                    return False
        finally:
            renewing.cancel()
            [failed] = await asyncio.gather(renewing, return_exceptions=True)
            # A connection that has gone is told by who listens.
            if isinstance(failed, AssertionError):
                raise failed
        raise AssertionError("the connection ended without a word")

    async def _renew(self, connection: Connection) -> None:
        """Show a new token when half of the old one's time is over."""
        if self.way is not Way.PING:
            return
        assert isinstance(connection, OverWebSocket)
        while True:
            await asyncio.sleep(max(0.0, self._token.left / 2))
            token = self._issuer.fresh(self._creator)
            assert await connection.renew(token.text) is not None, "a ping was not answered"
            self._token = token
            self._renewed()

    def _took(self, heard: Heard) -> bool:
        """Take an update; False: the subscription has failed, and is to be tried again."""
        codes = {error["extensions"]["code"] for error in heard.errors}
        if codes:
            self._account.watched["updates with an error"] += 1
            assert self._troubles.were_on(since=time.monotonic()), heard.errors
            assert codes <= _AWAY, heard.errors
        if not heard.data or heard.data.get("liveSession") is None:
            return False
        self._account.watched["updates"] += 1
        update: dict[str, Any] = heard.data["liveSession"]
        self._know(update)
        return True

    def _know(self, update: dict[str, Any]) -> None:
        self.promises.take(update)
        if update["isLast"]:
            if self.heard_at is not None:
                # It was cut off before the completion: told again, and known by its revision.
                self._account.watched["heard it twice"] += 1
            self.heard_at = self.heard_at or time.monotonic()

    def _excuse(self, gone: Gone, place: Place, *, since: float) -> None:
        """A connection ends for a reason that is documented, or a promise is broken."""
        has_run_out = self._token.left <= 0
        was_away = place.was_away(since=since)
        if gone.code == _TOKEN_OVER:
            assert has_run_out, "a good token was refused"
            assert self.way is not Way.PING, "a renewed token was not known"
            self._renewed()
        elif gone.code in (_RESTARTS, _TRY_LATER):
            assert was_away, f"closed with {gone.code} by a gateway that goes on"
        elif has_run_out and self.way is Way.STREAM:
            self._renewed()
        else:
            assert was_away, f"gone with {gone.code}"
        if was_away:
            self._account.watched["connected again"] += 1

    def _renewed(self) -> None:
        self._account.renewed[self.way.value] += 1
        self.has_renewed.set()
