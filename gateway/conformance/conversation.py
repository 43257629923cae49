"""Conversation: what has been asked of a service so far, so that nothing is asked twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice

from gateway.conformance.check import NotMade, Unmet
from gateway.conformance.reading import Identity, Told, Unreadable, items_of
from gateway.conformance.service import Answered, Service, Unreachable
from gateway.conformance.subject import LANGUAGES, Subject
from loaders.keys import Key

MOST_KEYS = 80
"""The most keys that the gateway asks for in one call."""


class Conversation:
    """One service that is looked at."""

    def __init__(self, subject: Subject, service: Service) -> None:
        self.subject = subject
        self.service = service
        self.keys = list(subject.keys())
        self.many = list(islice(subject.keys(LANGUAGES), MOST_KEYS))
        self._known: dict[str, asyncio.Future[Answered]] = {}

    async def whole(self) -> Answered:
        """The answer to every LIVE and creator with every group."""
        return await self._once("whole", lambda: self.service.read(self.keys))

    async def largest(self) -> Answered:
        """The answer to as many keys as there ever are in a call."""
        return await self._once("largest", lambda: self.service.read(self.many))

    async def items(self) -> Mapping[Identity, Told]:
        """The items of the whole that are no failures. Raises NotMade when none can be read."""
        try:
            told = items_of((await self.whole()).body)
        except (Unreachable, Unreadable) as error:
            raise NotMade("the answer cannot be read") from error
        found = {identity: item for identity, item in told.items() if item.wire.code == 0}
        if not found:
            raise NotMade("no item was told")
        return found

    async def told(self, keys: Sequence[Key]) -> Mapping[Key, Told]:
        """What is said of each of these keys. Raises Unmet when one is not answered."""
        found = items_of((await self.service.read(keys)).body)
        missing = [key for key in keys if key.identity not in found]
        if missing:
            raise Unmet(f"no item for {named(missing)}")
        return {key: found[key.identity] for key in keys}

    async def _once(self, name: str, ask: Callable[[], Awaitable[Answered]]) -> Answered:
        if name not in self._known:
            self._known[name] = asyncio.ensure_future(ask())
        return await self._known[name]


def named(keys: Sequence[Key], *, most: int = 3) -> str:
    """Some of the keys in words, and how many more there are."""
    words = [f"{key.id} on behalf of {key.on_behalf_of} in {key.language}" for key in keys[:most]]
    more = len(keys) - most
    return ", ".join(words) + (f" and {more} more" if more > 0 else "")
