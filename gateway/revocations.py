"""Revocations: which tokens are good no more although they have not run out.

They are kept in memory, so that a request costs a look into two tables, and read again every few
seconds. While the database is away what was read goes on being revoked and nothing new is: tokens
are good for so short a time that refusing everybody would do more harm than the few that are let
through. The same holds for a gateway that starts in such an outage; it says so in its log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from gateway.auth import Identify
from gateway.tokens import untrusted
from loaders.errors import SourceError
from loaders.revocation import Revocation, id_of_creator, id_of_token
from loaders.viewer import Viewer

Read = Callable[[datetime | None], Awaitable[Sequence[Revocation]]]

# What is written first may be seen second; all is read anew now and then, so that nothing stays.
_OVERLAP = timedelta(minutes=1)
_ALL_EVERY = 300


class Watched(Protocol):
    """What is held open for a viewer, and ends when their token is revoked."""

    def revoked(self) -> None:
        """The token is good no more."""


class Revocations:
    """What is revoked, as it was some seconds ago, and what is held open for whom.

    ``read`` gives what is new since a moment; None: nothing is ever revoked.
    """

    def __init__(self, read: Read | None = None, *, seconds: float = 2.0) -> None:
        self._read = read
        self._seconds = seconds
        self._tokens: frozenset[str] | set[str] = frozenset()
        self._moments: dict[str, float] = {}
        self._newest: datetime | None = None
        self._looks = 0
        self._is_known = True
        self._watched: dict[Watched, Viewer] = {}
        self._reading: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """How many of them are known."""
        return len(self._tokens) + len(self._moments)

    def is_revoked(self, viewer: Viewer) -> bool:
        """Whether the token that the viewer has shown is good no more."""
        if viewer.token_id is not None and viewer.token_id in self._tokens:
            return True
        not_before = self._moments.get(viewer.creator_id)
        # A token that does not say when it was issued may have been issued before.
        return not_before is not None and (viewer.issued_at or 0.0) < not_before

    def watch(self, watched: Watched, viewer: Viewer) -> None:
        """Tell ``watched`` when the viewer's token is revoked, also when it has been by now. One
        that is watched already is watched for this viewer instead.
        """
        self._watched[watched] = viewer
        if self.is_revoked(viewer):
            asyncio.get_running_loop().call_soon(self._tell, watched)

    def forget(self, watched: Watched) -> None:
        """It has ended."""
        self._watched.pop(watched, None)

    async def begin(self) -> None:
        """Read all that there is, and from now on what is new."""
        if self._read is not None:
            await self.look()
            self._reading = asyncio.get_running_loop().create_task(self._look_again())

    async def close(self) -> None:
        """Read no more."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])

    async def look(self) -> None:
        """Read what is new, and end what is held open for tokens that are revoked by now."""
        assert self._read is not None
        is_all = self._newest is None or self._looks % _ALL_EVERY == 0
        try:
            found = await self._read(None if is_all else self._since())
        except SourceError as error:
            self._note(is_known=False, error=error.code)
            return
        self._note(is_known=True)
        self._looks += 1
        if is_all:
            self._tokens, self._moments = set(), {}
        if self._take(found):
            for watched in [one for one, who in self._watched.items() if self.is_revoked(who)]:
                self._tell(watched)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self.look()
            except Exception:  # noqa: BLE001  # Whatever it is, the next look may find more.
                structlog.get_logger().exception("revocations_not_read")

    def _since(self) -> datetime | None:
        return None if self._newest is None else self._newest - _OVERLAP

    def _take(self, found: Sequence[Revocation]) -> bool:
        """Whether anything of it is new."""
        tokens = {one.id for one in found if one.not_before is None}
        of_tokens = {name.removeprefix(_TOKEN) for name in tokens}
        moments = {
            one.id.removeprefix(_CREATOR): one.not_before.timestamp()
            for one in found
            if one.not_before is not None
        }
        is_new = not of_tokens <= self._tokens or any(
            self._moments.get(creator_id) != moment for creator_id, moment in moments.items()
        )
        self._tokens = self._tokens | of_tokens
        self._moments |= moments
        if found:
            self._newest = max(found[0].changed_at, self._newest or found[0].changed_at)
        return is_new

    def _tell(self, watched: Watched) -> None:
        if self._watched.pop(watched, None) is not None:
            watched.revoked()

    def _note(self, *, is_known: bool, error: str | None = None) -> None:
        if is_known != self._is_known:
            self._is_known = is_known
            if is_known:
                structlog.get_logger().info("revocations_read_again")
            else:
                structlog.get_logger().warning("revocations_not_read", error=error)


_TOKEN, _CREATOR = id_of_token(""), id_of_creator("")


def unless_revoked(identify: Identify, revocations: Revocations) -> Identify:
    """The same function, which refuses a token that is revoked as it does one that is forged."""

    async def identify_who_may(authorization: str | None) -> Viewer:
        viewer = await identify(authorization)
        if revocations.is_revoked(viewer):
            raise untrusted()
        return viewer

    return identify_who_may
