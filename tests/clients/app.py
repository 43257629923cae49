"""App: a process with one of the clients in it, told what to do and heard line by line."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from tests.clients.kind import Kind
from tests.house.source_file import ROOT

Event = dict[str, Any]
# Far more than anything here takes, on a machine that is busy with other things too.
PATIENCE_SECONDS = 90.0
# As many events as tell what happened; a client that cannot connect tells of hundreds.
_SHOWN = 20


class App:
    """The events that its client has told, oldest first."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._news = asyncio.Condition()
        self._is_gone = False
        self.events: list[Event] = []

    async def watch(self, url: str, token: str, document: str, **variables: Any) -> None:
        """Subscribe."""
        request = {"query": document, "variables": variables}
        await self.told("ready")
        await self._tell("watch", url=url, token=token, request=request)

    async def has(self, token: str) -> None:
        """The APP has got a new token, which its client is given when it asks the next time."""
        await self._tell("token", token=token)

    async def renew(self, token: str) -> None:
        """The APP has got a new token, and tells the gateway in band."""
        await self._tell("renew", token=token)

    async def told(
        self, event: str, *, times: int = 1, where: Callable[[Event], bool] = lambda _: True
    ) -> Event:
        """The event of that name, as soon as so many of them have come."""
        return await self._first(lambda one: one["event"] == event and where(one), times=times)

    async def refused(self) -> Event:
        """The first error of the operation, in whichever event its client tells it."""
        error: Event = (await self._first(lambda one: bool(one.get("errors"))))["errors"][0]
        return error

    async def state(self, state: str) -> Event:
        """The first update with that state."""
        event = await self.told("next", where=lambda one: _session(one)["state"] == state)
        update: Event = event["data"]["liveSession"]
        return update

    async def last(self) -> Event:
        """The update that says that it is the last."""
        return _update(await self._first(_is_last))

    async def over(self, *, by: tuple[str, ...] = ("complete",)) -> None:
        """After the last update its client has told that nothing more will come."""
        await self._until(lambda: any(one["event"] in by for one in self._after_last()))

    def _after_last(self) -> list[Event]:
        place = next((place for place, one in enumerate(self.events) if _is_last(one)), None)
        return [] if place is None else self.events[place + 1 :]

    async def _first(self, found: Callable[[Event], bool], *, times: int = 1) -> Event:
        def all_found() -> list[Event]:
            return [one for one in self.events if found(one)]

        await self._until(lambda: len(all_found()) >= times)
        return all_found()[times - 1]

    async def _until(self, is_so: Callable[[], bool]) -> None:
        async with self._news:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await self._news.wait_for(lambda: is_so() or self._is_gone)
            except TimeoutError:
                raise AssertionError(f"still waiting after {self.events[-_SHOWN:]}") from None
        assert is_so(), f"its APP ended after {self.events[-_SHOWN:]}"

    def count(self, event: str) -> int:
        """How many events of that name have come."""
        return sum(one["event"] == event for one in self.events)

    @property
    def updates(self) -> list[Event]:
        """Every update, also those that say again what was said before."""
        return [_update(event) for event in self.events if event["event"] == "next"]

    async def listen(self) -> None:
        """Hear it until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            await self._hear([msgspec.json.decode(line)])
        self._is_gone = True
        await self._hear([])

    async def _hear(self, events: list[Event]) -> None:
        async with self._news:
            self.events += events
            self._news.notify_all()

    async def _tell(self, what: str, **more: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode({"do": what, **more}) + b"\n")
        await self._process.stdin.drain()


def news(updates: list[Event]) -> list[Event]:
    """What an APP shows: it drops every update whose revision it has seen."""
    seen = 0
    kept = []
    for update in updates:
        if (revision := update["session"]["revision"]) > seen:
            seen = revision
            kept.append(update)
    return kept


def _update(event: Event) -> Event:
    assert event.get("data"), event
    update: Event = event["data"]["liveSession"]
    return update


def _is_last(event: Event) -> bool:
    return event["event"] == "next" and _update(event)["isLast"] is True


def _session(event: Event) -> Event:
    session: Event = _update(event)["session"]
    return session


@asynccontextmanager
async def started(kind: Kind) -> AsyncIterator[App]:
    """An APP with that client, which watches nothing yet."""
    process = await asyncio.create_subprocess_exec(*kind.command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    app = App(process)
    listening = asyncio.ensure_future(app.listen())
    try:
        yield app
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await listening
