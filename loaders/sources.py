"""Sources: everything that lives with the app, below the operations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from loaders.changes import Changes
from loaders.mongo import Mongo
from loaders.names import JOURNEY, MONGODB, REWARDS, SHOP
from loaders.session_state import Lifecycle
from loaders.source import Source
from loaders.upstream import HttpUpstream, open_client


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Where the four sources are, how long each may take (milliseconds), and a LIVE's times.

    ``learn_more_url`` is the page that explains the panels, each at an anchor of its own.
    """

    shop_analytics_url: str
    rewards_url: str
    journey_url: str
    mongodb_uri: str = field(repr=False)
    service_credential: str = field(repr=False)
    company_database: str = "company"
    operation_ms: int = 1500
    shop_analytics_ms: int = 800
    rewards_ms: int = 600
    journey_ms: int = 600
    mongodb_ms: int = 400
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    learn_more_url: str | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sources:
    """The four sources and the change stream, with their pools."""

    def __init__(self, settings: SourceSettings, *, now: Callable[[], datetime] = _utc_now) -> None:
        """``now`` is the clock; tests pass their own."""
        self.now = now
        self.settings = settings
        self.lifecycle = settings.lifecycle
        self.mongo = Mongo(
            settings.mongodb_uri, settings.company_database, cap=settings.mongodb_ms / 1000
        )
        self.changes = Changes(self.mongo)
        self._client = open_client()
        self.shop = self._source(SHOP, settings.shop_analytics_url, settings.shop_analytics_ms)
        self.rewards = self._source(REWARDS, settings.rewards_url, settings.rewards_ms)
        self.journey = self._source(JOURNEY, settings.journey_url, settings.journey_ms)
        self._http = (self.shop, self.rewards, self.journey)

    @classmethod
    async def open(cls, settings: SourceSettings) -> Sources:
        """The sources, ready to be asked. Nothing is connected until it is needed."""
        return cls(settings)

    async def close(self) -> None:
        """End what is under way and give all connections back."""
        await self.changes.close()
        for source in self._http:
            await source.close()
        await self._client.aclose()
        self.mongo.close()

    async def reachable(self) -> dict[str, bool]:
        """Which of the sources answer now, by name."""
        asked = {source.name: source.is_reachable() for source in self._http}
        asked[MONGODB] = self.mongo.is_reachable()
        return dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))

    def _source(self, name: str, url: str, cap_ms: int) -> Source:
        upstream = HttpUpstream(
            name, url, client=self._client, credential=self.settings.service_credential
        )
        return Source(upstream, cap=cap_ms / 1000)
