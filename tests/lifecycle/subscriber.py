"""Subscriber: a client that watches one LIVE, over as many connections as it takes.

After a cut it subscribes again with the variables that it had, and without any cursor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tests.lifecycle.connection import Connection, Gone, Heard, Opener
from tests.lifecycle.house import House
from tests.lifecycle.over_websocket import PATIENCE_SECONDS
from tests.lifecycle.promises import Promises
from tests.lifecycle.run import GatewayRun
from tests.lifecycle.truth import Facts, facts_of

# What the table of failures allows while the database is away.
_AWAY = frozenset({"SOURCE_UNAVAILABLE", "DEADLINE_EXCEEDED"})
_RESTARTS, _TRY_LATER = 1012, 1013
_BREATH_SECONDS = 0.1


class Subscriber:
    """``opener`` is the transport, ``preferred`` the gateway that it connects to when it can."""

    def __init__(
        self,
        house: House,
        opener: Opener,
        *,
        preferred: int,
        creator: str,
        session_id: str,
        document: str,
    ) -> None:
        self.session_id = session_id
        self.promises = Promises()
        self.connections = 0
        self.completions = 0
        self._house = house
        self._opener = opener
        self._preferred = preferred
        self._creator = creator
        self.document = document
        self._connection: Connection | None = None
        self._was_cut = False
        self._has_stalled = False
        self._may_read = asyncio.Event()
        self._may_read.set()
        self._news = asyncio.Event()
        self._watching = asyncio.create_task(self._watch())

    @property
    def is_over(self) -> bool:
        """Whether the subscription is complete."""
        return self._watching.done()

    @property
    def facts(self) -> Facts | None:
        """What it shows."""
        return facts_of(self.promises.session)

    def cut(self) -> None:
        """Lose the connection."""
        if self._connection is not None:
            self._was_cut = True
            self._connection.cut()

    def stall(self) -> None:
        """Read no more; or go on reading."""
        self._has_stalled = True
        if self._may_read.is_set():
            self._may_read.clear()
        else:
            self._may_read.set()

    def go_on(self) -> None:
        """Read, whatever was before."""
        self._may_read.set()

    async def shows(self, truth: Callable[[], Facts], state: str | None = None) -> None:
        """Return when it shows the truth, in that state if one is named; one whose subscription
        was complete asks once more.
        """
        try:
            async with asyncio.timeout(2 * PATIENCE_SECONDS):
                while (wanted := truth()) != self.facts or wanted["state"] != (
                    state or wanted["state"]
                ):
                    self._raise()
                    if self.is_over and wanted != self.facts:
                        assert _name(wanted) != _name(self.facts), "it was over too early"
                        self._watching = asyncio.create_task(self._watch())
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{self} shows {self.facts}, not {truth()}") from None
        self._raise()

    async def completed(self) -> None:
        """Return when the subscription is complete; raises what was wrong with it."""
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            await asyncio.shield(self._watching)

    async def leave(self) -> None:
        """Watch no more."""
        self._watching.cancel()
        with suppress(asyncio.CancelledError):
            await self._watching

    def __str__(self) -> str:
        name = self._opener.__name__ if hasattr(self._opener, "__name__") else "client"
        return f"{name} of {self.session_id} at {self._preferred}, {self.connections} connections"

    async def _watch(self) -> None:
        try:
            while not await self._watch_once():  # noqa: ASYNC110
                # A client that comes back waits a little; there is no event to wait for.
                await asyncio.sleep(_BREATH_SECONDS)
        finally:
            self._news.set()

    async def _watch_once(self) -> bool:
        """One connection; whether the subscription was completed over it."""
        run = await self._house.gateway(self._preferred)
        self.promises.connect()
        self._was_cut = False
        self._has_stalled = not self._may_read.is_set()
        try:
            async with self._opener(
                run,
                token=self._house.token(self._creator),
                document=self.document,
                session_id=self.session_id,
            ) as self._connection:
                self.connections += 1
                return await self._listen(self._connection)
        except Gone as gone:
            self._excuse(gone, run)
            return False
        finally:
            self._connection = None

    async def _listen(self, connection: Connection) -> bool:
        async for heard in connection.heard():
            await self._may_read.wait()
            if heard.is_complete:
                assert self.promises.is_last, "it was completed before the last update"
                assert await connection.is_silent(), "something came after the completion"
                self.completions += 1
                return True
            if not self._took(heard):
                return False
            self._news.set()
        raise AssertionError("the connection ended without a word")

    def _took(self, heard: Heard) -> bool:
        """Take an update; False: the subscription has failed, and is to be tried again."""
        codes = {error["extensions"]["code"] for error in heard.errors}
        assert not codes or self._house.is_troubled, heard.errors
        assert codes <= _AWAY, heard.errors
        if not heard.data or heard.data.get("liveSession") is None:
            assert not self.promises.has_told, f"it failed in the middle: {heard.errors}"
            return False
        update: dict[str, Any] = heard.data["liveSession"]
        self.promises.take(update)
        return True

    def _excuse(self, gone: Gone, run: GatewayRun) -> None:
        """A connection ends for a reason that is documented, or a promise is broken."""
        if gone.code == _RESTARTS:
            assert run.is_draining, "closed as by a gateway that stops"
        elif gone.code == _TRY_LATER:
            # A gateway that is about to stop has no room for one more, either.
            assert self._has_stalled or run.is_draining, "cut off without having stalled"
        else:
            assert self._was_cut or run.is_ending or self._has_stalled, f"gone with {gone.code}"

    def _raise(self) -> None:
        if self.is_over:
            self._watching.result()


def _name(facts: Facts | None) -> tuple[int, str] | None:
    return None if facts is None else (facts["revision"], facts["state"])
