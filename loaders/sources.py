"""Sources: everything that lives with the app, below the operations."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from loaders.changes import Changes
from loaders.items import ItemSource, keeping_items
from loaders.mongo import Mongo
from loaders.names import JOURNEY, MONGODB, REWARDS, SHOP
from loaders.reconciliation import Reconciliation
from loaders.recording_finds import RecordingFinds, RecordingSource, keeping_recordings
from loaders.session_finds import SessionFinds, SessionSource, keeping_sessions
from loaders.session_state import Lifecycle
from loaders.source import K, Keeping, Source, V
from loaders.upstream import HttpUpstream, open_transport


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Where the four sources are, how long each may take (milliseconds), and a LIVE's times.

    ``slots`` calls to one source are under way before keys wait to be joined, and at most
    ``kept_bytes`` of its answers are kept. ``learn_more_url`` is the page that explains the panels,
    each at an anchor of its own.
    """

    shop_analytics_url: str
    rewards_url: str
    journey_url: str
    mongodb_uri: str = field(repr=False)
    service_credential: str = field(repr=False)
    company_database: str = "company"
    operation_ms: int = 1500
    update_ms: int = 3000
    shop_analytics_ms: int = 800
    rewards_ms: int = 600
    journey_ms: int = 600
    mongodb_ms: int = 400
    slots: int = 4
    kept_bytes: int = 64_000_000
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    learn_more_url: str | None = None
    session_outage_seconds: float = 600.0
    reconcile_seconds: float = 30.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Sources:
    """The four sources and the change stream, with their pools."""

    def __init__(self, settings: SourceSettings, *, now: Callable[[], datetime] = _utc_now) -> None:
        """``now`` is the clock; tests pass their own. ``monotonic`` is that of ``not_before``."""
        self.now = now
        self.monotonic = time.monotonic
        self.settings = settings
        self.lifecycle = settings.lifecycle
        cap = settings.mongodb_ms / 1000
        self.mongo = Mongo(settings.mongodb_uri, settings.company_database, cap=cap)
        self.changes = Changes(self.mongo)
        self.sessions: SessionSource = Source(
            SessionFinds(self.mongo, now=now),
            self._bounded(
                keeping_sessions(settings.lifecycle, outage=settings.session_outage_seconds)
            ),
            cap=cap,
            now=now,
            slots=settings.slots,
        )
        self.recordings: RecordingSource = Source(
            RecordingFinds(self.mongo, now=now, found=self.changes.found),
            self._bounded(keeping_recordings()),
            cap=cap,
            now=now,
            slots=settings.slots,
        )
        self._reconciliation = Reconciliation(
            self.changes, self.sessions, seconds=settings.reconcile_seconds
        )
        self._transport = open_transport()
        self._services = {
            SHOP: self._service(SHOP, settings.shop_analytics_url),
            REWARDS: self._service(REWARDS, settings.rewards_url),
            JOURNEY: self._service(JOURNEY, settings.journey_url),
        }
        self.shop = self._items(SHOP, cap_ms=settings.shop_analytics_ms)
        self.rewards = self._items(REWARDS, cap_ms=settings.rewards_ms)
        self.journey = self._items(JOURNEY, cap_ms=settings.journey_ms)

    @classmethod
    async def open(cls, settings: SourceSettings) -> Sources:
        """The sources, ready to be asked. Nothing is connected until it is needed."""
        sources = cls(settings)
        sources._reconciliation.start()
        return sources

    async def close(self) -> None:
        """End what is under way and give all connections back."""
        await self._reconciliation.close()
        await self.changes.close()
        for source in (self.sessions, self.recordings, self.shop, self.rewards, self.journey):
            await source.close()
        await self._transport.aclose()
        await self.mongo.close()

    async def reachable(self) -> dict[str, bool]:
        """Which of the sources answer now, by name."""
        asked = {name: service.is_reachable() for name, service in self._services.items()}
        asked[MONGODB] = self.mongo.is_reachable()
        return dict(zip(asked, await asyncio.gather(*asked.values()), strict=True))

    def _service(self, name: str, url: str) -> HttpUpstream:
        return HttpUpstream(
            name, url, transport=self._transport, credential=self.settings.service_credential
        )

    def _items(self, name: str, *, cap_ms: int) -> ItemSource:
        return Source(
            self._services[name],
            self._bounded(keeping_items()),
            cap=cap_ms / 1000,
            now=self.now,
            slots=self.settings.slots,
        )

    def _bounded(self, keeping: Keeping[K, V]) -> Keeping[K, V]:
        return replace(keeping, most_bytes=self.settings.kept_bytes)
