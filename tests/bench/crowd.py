"""Crowd: thousands of subscribers, who come, wait and leave together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from tests.bench.crowd_client import Asked, Subscriber

_COME_AT_ONCE = 100
_LOOK_SECONDS = 0.02
_LEAVE_SECONDS = 2.0


class Crowd:
    """Subscribers of one kind."""

    def __init__(self, members: Sequence[Subscriber]) -> None:
        self.members = members

    @property
    def last_at(self) -> float:
        """When the last of them was told something (unix time)."""
        return max(member.last_at for member in self.members if not member.is_lost)

    @property
    def first_at(self) -> float:
        """The earliest of the times at which each was told something last."""
        return min(member.last_at for member in self.members if not member.is_lost)

    @property
    def lost(self) -> int:
        """How many have lost their connection, or were told an error."""
        return sum(member.is_lost for member in self.members)

    async def until_told(self, updates: int, *, within: float) -> None:
        """Wait until each has had so many updates, or is lost. Raises TimeoutError."""
        ends_at = time.monotonic() + within
        while missing := sum(_waits(member, updates) for member in self.members):
            if time.monotonic() > ends_at:
                raise TimeoutError(f"{missing} of {len(self.members)} were not told in time")
            await asyncio.sleep(_LOOK_SECONDS)


def _waits(member: Subscriber, updates: int) -> bool:
    return member.updates < updates and not member.is_lost


@asynccontextmanager
async def crowd(
    kind: type[Subscriber], port: int, asked: Sequence[Asked], *, within: float = 120.0
) -> AsyncIterator[Crowd]:
    """As many subscribers as ``asked``, each of whom has been told the first update."""
    members: list[Subscriber] = []
    try:
        for at in range(0, len(asked), _COME_AT_ONCE):
            some = asked[at : at + _COME_AT_ONCE]
            came = [await _come(kind, port, one) for one in some]
            members += came
            await Crowd(came).until_told(1, within=within)
        yield Crowd(members)
    finally:
        for member in members:
            member.close()
        await asyncio.sleep(_LEAVE_SECONDS)


async def _come(kind: type[Subscriber], port: int, asked: Asked) -> Subscriber:
    loop = asyncio.get_running_loop()
    _, member = await loop.create_connection(lambda: kind(asked), "127.0.0.1", port)
    return member
