"""Shares in memory: made, ended and listed as ``loaders.shares.Shares`` does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from loaders.asking import Asking
from loaders.errors import SourceError
from loaders.share import KEPT_AFTER, Share, ShareRefusal, is_open


class FakeShares:
    """Has what resolvers ask of shares; ``failure`` fails every question."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.all: list[Share] = []
        self.failure: SourceError | None = None

    async def create(
        self,
        asking: Asking,
        *,
        creator_id: str,
        live_id: str,
        recording_id: str,
        idempotency_key: str,
        is_indexable: bool,
        expires_at: datetime,
        most: int,
    ) -> Share | ShareRefusal:
        """The share of that key; its token is its number, of twenty-two digits."""
        mine = await self._of(asking, creator_id)
        for share in mine:
            if share.idempotency_key == idempotency_key:
                is_same = share.recording_id == recording_id
                return share if is_same else ShareRefusal.IDEMPOTENCY_KEY_REUSED
        if sum(is_open(share, self._now()) for share in mine) >= most:
            return ShareRefusal.TOO_MANY_SHARES
        made = Share(
            token=f"{len(self.all):022d}",
            creator_id=creator_id,
            live_id=live_id,
            recording_id=recording_id,
            idempotency_key=idempotency_key,
            is_indexable=is_indexable,
            created_at=self._now(),
            expires_at=expires_at,
            purge_at=expires_at + KEPT_AFTER,
        )
        self.all.append(made)
        return made

    async def made_before(
        self, asking: Asking, *, creator_id: str, idempotency_key: str
    ) -> Share | None:
        """The share of that key, if there is one."""
        mine = await self._of(asking, creator_id)
        return next((one for one in mine if one.idempotency_key == idempotency_key), None)

    async def revoke(self, asking: Asking, *, creator_id: str, token: str) -> Share | None:
        """The share as it is when it has ended."""
        for share in await self._of(asking, creator_id):
            if share.token == token:
                ended = msgspec.structs.replace(share, revoked_at=share.revoked_at or self._now())
                self.all[self.all.index(share)] = ended
                return ended
        return None

    async def newest(
        self, asking: Asking, *, creator_id: str, until: datetime | None, most: int
    ) -> list[Share]:
        """The creator's shares, newest first."""
        mine = await self._of(asking, creator_id)
        mine.sort(key=lambda share: (share.created_at, share.token), reverse=True)
        return [share for share in mine if until is None or share.created_at <= until][:most]

    async def by_token(self, asking: Asking, token: str) -> Share | None:
        """Anybody's share of that token."""
        del asking
        return next((share for share in self.all if share.token == token), None)

    async def _of(self, asking: Asking, creator_id: str) -> list[Share]:
        del asking
        if self.failure is not None:
            raise self.failure
        return [share for share in self.all if share.creator_id == creator_id]
