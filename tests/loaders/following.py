"""Following: somebody who follows a LIVE and remembers what they were told, and when."""

from __future__ import annotations

import asyncio

from loaders.changes import Changes
from loaders.followers import Heard


class Remembering:
    """A follower that has shown ``revision``."""

    def __init__(self, revision: int = 0) -> None:
        self.revision = revision
        self.told: list[Heard] = []
        self._news = asyncio.Event()

    def tell(self, heard: Heard) -> None:
        """Remember it."""
        self.told.append(heard)
        self._news.set()

    def taken(self) -> list[Heard]:
        """What was told since this was last asked."""
        told, self.told = self.told, []
        self._news.clear()
        return told

    async def hears(self, seconds: float = 100.0) -> list[Heard]:
        """What is told next, or has been already; nothing, when that takes ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return []
        return self.taken()


async def followed(changes: Changes, *session_ids: str) -> list[Remembering]:
    """One follower of each, who have heard that the stream is open."""
    followers = [Remembering() for _ in session_ids]
    for session_id, follower in zip(session_ids, followers, strict=True):
        changes.follow(session_id, follower)
    await changes.opened(10.0)
    for follower in followers:
        await follower.hears(0.1)
    return followers
