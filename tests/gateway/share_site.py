"""Share site: a gateway's pages of shares over real sockets, with shares of the test's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import httpx
from starlette.routing import BaseRoute

from gateway.share_page.lookup import Behind
from gateway.share_page.routes import share_routes
from loaders.asking import Asking
from loaders.errors import SourceError
from loaders.recording import Recording
from loaders.share import Share
from loaders.shares import Shares
from tests.fakes.shares import RECORDING, TOKEN, recording, share
from tests.fakes.storage import FakeStorage
from tests.fakes.times import NOW
from tests.gateway.serving import serving

PUBLIC_URL = "https://share.invalid/endpage"


class FakeShares:
    """Has of ``loaders.shares.Shares`` what the pages use."""

    def __init__(self) -> None:
        self.shares: dict[str, Share] = {}
        self.looked: list[str] = []
        self.visits: list[str] = []
        self.failure: SourceError | None = None

    async def by_token(self, asking: Asking, token: str) -> Share | None:
        """The share of that token."""
        assert asking.deadline.left() > 0
        self.looked.append(token)
        if self.failure is not None:
            raise self.failure
        return self.shares.get(token)

    async def visited(self, token: str) -> None:
        """One more has been here."""
        self.visits.append(token)


@dataclass
class ShareSite:
    """A share that is open, with a recording that can be watched, until a test changes that."""

    client: httpx.AsyncClient
    shares: FakeShares = field(default_factory=FakeShares)
    recordings: dict[str, Recording] = field(default_factory=dict)
    recording_failure: SourceError | None = None
    recordings_read: int = 0
    storage: FakeStorage = field(default_factory=FakeStorage)
    now: datetime = NOW

    def forget(self) -> None:
        """As it was in the beginning."""
        self.shares = FakeShares()
        self.recordings = {}
        self.recording_failure = None
        self.recordings_read = 0
        self.now = NOW
        self.put()

    def put(self, *, recording_changes: dict[str, Any] | None = None, **changes: Any) -> None:
        """There is this share, and this recording."""
        one = share(**changes)
        self.shares.shares[one.token] = one
        self.recordings[RECORDING] = recording(**(recording_changes or {}))

    async def get(self, path: str = "", *, token: str = TOKEN, **headers: str) -> httpx.Response:
        """The page of the share, or what is at ``path`` below it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.get(f"/s/{token}{path}", headers=named)

    async def recording(self, asking: Asking, recording_id: str) -> Recording | None:
        """The recording of that id."""
        del asking
        self.recordings_read += 1
        if self.recording_failure is not None:
            raise self.recording_failure
        return self.recordings.get(recording_id)

    def behind(self) -> Behind:
        """What the pages read."""
        return Behind(
            shares=cast("Shares", self.shares),
            storage=self.storage,
            recording=self.recording,
            now=lambda: self.now,
        )


@asynccontextmanager
async def share_site(
    folder: Path, *, beside: Sequence[BaseRoute] = (), **changes: Any
) -> AsyncIterator[ShareSite]:
    """The pages, served with others ``beside`` them; ``changes`` are of the settings' fields."""
    changes.setdefault("public_url", PUBLIC_URL)
    changes.setdefault("share_visits_per_minute", 1_000_000)
    client = httpx.AsyncClient(timeout=60)
    site = ShareSite(client)
    site.put()
    async with (
        serving(
            folder,
            pages=lambda settings: [*share_routes(settings, lambda _: site.behind()), *beside],
            **changes,
        ) as served,
        client,
    ):
        client.base_url = httpx.URL(f"http://{served.origin}")
        yield site
